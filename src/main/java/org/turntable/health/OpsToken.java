package org.turntable.health;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/** Authenticates requests of ops: {@code Authorization: Bearer} with the setting ops.token. */
public final class OpsToken {
    private static final String SCHEME = "Bearer ";

    private final Optional<byte[]> token;

    /** @param token empty where none is set: then every request is refused */
    public OpsToken(Optional<String> token) {
        this.token = token.map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    /** Whether the request has the token; otherwise the refusal was sent. */
    boolean admits(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (token.isEmpty()) {
            HealthJson.send(
                    response,
                    HttpServletResponse.SC_FORBIDDEN,
                    new HealthJson.Refusal("ops.token is not set on this node: give it one, the same on all"));
            return false;
        }
        if (!isShownBy(request)) {
            response.setHeader("WWW-Authenticate", "Bearer");
            HealthJson.send(
                    response,
                    HttpServletResponse.SC_UNAUTHORIZED,
                    new HealthJson.Refusal("the token is missing or not this node's ops.token"));
            return false;
        }
        return true;
    }

    /** Whether the request has the token; never where none is set. */
    boolean isShownBy(HttpServletRequest request) {
        String shown = request.getHeader("Authorization");
        return token.isPresent()
                && shown != null
                && shown.startsWith(SCHEME)
                && MessageDigest.isEqual(
                        token.get(), shown.substring(SCHEME.length()).getBytes(StandardCharsets.UTF_8));
    }
}
