package org.turntable.web.signin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.turntable.web.request.LocalPath;

/**
 * The sign-ins of a session that have no callback yet: each state can be used only in its own session, and only once.
 * Each is a separate attribute, so that two tabs do not overwrite each other.
 */
final class PendingSignIns {
    private static final String PREFIX = "sign-in.";
    /** Most pending sign-ins of a session; the oldest are removed. */
    private static final int MOST = 4;

    private PendingSignIns() {}

    /** Stores the path to return to; creates the session where there is none. */
    static void begin(HttpServletRequest request, SignInState state) {
        HttpSession session = request.getSession();
        List<String> older = Collections.list(session.getAttributeNames()).stream()
                .filter(name -> name.startsWith(PREFIX))
                .sorted()
                .toList();
        older.subList(0, Math.max(0, older.size() - MOST + 1)).forEach(session::removeAttribute);
        session.setAttribute(name(state), state.path());
    }

    /** The path to return to; empty when the sign-in did not begin in this session, or was used. */
    static Optional<String> pathOf(HttpServletRequest request, SignInState state) {
        HttpSession session = request.getSession(false);
        return session == null
                ? Optional.empty()
                : Optional.ofNullable((String) session.getAttribute(name(state)))
                        .map(LocalPath::of);
    }

    /** Removes it. */
    static void end(HttpServletRequest request, SignInState state) {
        HttpSession session = request.getSession(false);
        if (session != null) {
            session.removeAttribute(name(state));
        }
    }

    /** The name begins with the second of issue, so that names sort by age. */
    private static String name(SignInState state) {
        return PREFIX + state.issuedAt().getEpochSecond() + "." + state.nonce();
    }
}
