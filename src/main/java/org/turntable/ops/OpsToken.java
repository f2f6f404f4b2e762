package org.turntable.ops;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/** What ops show to a node before it does what they ask: {@code Authorization: Bearer} with the setting ops.token. */
public final class OpsToken {
    private static final String SCHEME = "Bearer ";

    private final Optional<byte[]> token;

    /** @param token empty where none is set: then nobody may ask */
    public OpsToken(Optional<String> token) {
        this.token = token.map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    /** Whether the request carries it; otherwise the answer has been given. */
    boolean admits(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (token.isEmpty()) {
            OpsJson.send(response, HttpServletResponse.SC_FORBIDDEN, new OpsJson.Refusal("ops.token is not set on this node: give it one, the same on all"));
            return false;
        }
        String shown = request.getHeader("Authorization");
        if (shown == null || !shown.startsWith(SCHEME)
                || !MessageDigest.isEqual(token.get(), shown.substring(SCHEME.length()).getBytes(StandardCharsets.UTF_8))) {
            response.setHeader("WWW-Authenticate", "Bearer");
            OpsJson.send(response, HttpServletResponse.SC_UNAUTHORIZED, new OpsJson.Refusal("the token is missing or not this node's ops.token"));
            return false;
        }
        return true;
    }
}
