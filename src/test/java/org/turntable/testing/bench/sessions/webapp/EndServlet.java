package org.turntable.testing.bench.sessions.webapp;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;

/** {@code /end}: invalidates the session. */
public final class EndServlet extends TextServlet {
    @Override
    String text(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session == null) {
            return null;
        }
        session.invalidate();
        return "ended";
    }
}
