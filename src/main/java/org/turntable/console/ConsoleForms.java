package org.turntable.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.turntable.web.http.RequestRejectedException;
import org.turntable.web.page.Notice;
import org.turntable.web.request.StaffCookie;

/**
 * CSRF tokens of the console's forms: of the session where there is one. Before the password was right the token is a
 * cookie's value, so that nobody can fill the Redis for sessions by asking for the sign-in page.
 */
final class ConsoleForms {
    private static final String ATTRIBUTE = "operator.csrf";
    private static final String COOKIE = "tt_console_form";
    private static final int TOKEN_BYTES = 18;

    private final SecureRandom random;

    ConsoleForms(SecureRandom random) {
        this.random = random;
    }

    /** The token for a form on this page. */
    String token(HttpServletRequest request, HttpServletResponse response) {
        List<String> known = known(request);
        if (!known.isEmpty()) {
            return known.get(0);
        }
        String made = newToken();
        StaffCookie.set(request, response, COOKIE, made, Duration.ZERO);
        return made;
    }

    /** Gives a session a token of its own. */
    void begin(HttpSession session) {
        session.setAttribute(ATTRIBUTE, newToken());
    }

    /** Refuses a form whose token is not this browser's. */
    void require(HttpServletRequest request) {
        String given = request.getParameter("csrf");
        byte[] token = (given == null ? "" : given).getBytes(StandardCharsets.UTF_8);
        if (known(request).stream()
                .noneMatch(known -> MessageDigest.isEqual(known.getBytes(StandardCharsets.UTF_8), token))) {
            throw new RequestRejectedException(
                    Notice.FORBIDDEN, "the console's CSRF token is missing or not this session's");
        }
    }

    private static List<String> known(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        return session != null && session.getAttribute(ATTRIBUTE) instanceof String token
                ? List.of(token)
                : StaffCookie.values(request, COOKIE).stream()
                        .filter(value -> !value.isEmpty())
                        .toList();
    }

    private String newToken() {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
