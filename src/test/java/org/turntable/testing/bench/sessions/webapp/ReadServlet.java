package org.turntable.testing.bench.sessions.webapp;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;

/** {@code /read}: says both attributes of {@link StartServlet}. */
public final class ReadServlet extends TextServlet {
    @Override
    String text(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        return session == null ? null : session.getAttribute("player") + " is " + session.getAttribute("name");
    }
}
