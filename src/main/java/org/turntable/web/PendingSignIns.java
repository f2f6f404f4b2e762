package org.turntable.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The sign-ins that began in a session and have not come back yet: each state can be used in its own session alone, and once. Each is
 * an attribute of its own, so that two tabs do not write over each other.
 */
final class PendingSignIns {
    private static final String PREFIX = "sign-in.";
    /** Tabs in which somebody signs in at the same time; older ones are forgotten. */
    private static final int MOST = 4;

    private PendingSignIns() {
    }

    /** Remembers where a sign-in is to lead; makes the session where there is none. */
    static void begin(HttpServletRequest request, SignInState state) {
        HttpSession session = request.getSession();
        List<String> older = Collections.list(session.getAttributeNames()).stream().filter(name -> name.startsWith(PREFIX)).sorted().toList();
        older.subList(0, Math.max(0, older.size() - MOST + 1)).forEach(session::removeAttribute);
        session.setAttribute(name(state), state.path());
    }

    /** Where it leads; empty when it did not begin in this session, or has been used. */
    static Optional<String> pathOf(HttpServletRequest request, SignInState state) {
        HttpSession session = request.getSession(false);
        return session == null ? Optional.empty() : Optional.ofNullable((String) session.getAttribute(name(state))).map(LocalPath::of);
    }

    /** Uses it up. */
    static void end(HttpServletRequest request, SignInState state) {
        HttpSession session = request.getSession(false);
        if (session != null) {
            session.removeAttribute(name(state));
        }
    }

    /** Begins with the second of issue, so that names sort by age. */
    private static String name(SignInState state) {
        return PREFIX + state.issuedAt().getEpochSecond() + "." + state.nonce();
    }
}
