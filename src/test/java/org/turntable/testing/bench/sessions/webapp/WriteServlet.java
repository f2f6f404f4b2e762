package org.turntable.testing.bench.sessions.webapp;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;

/** {@code /write?value=}: sets one attribute and reads none; says the session's id and the value. */
public final class WriteServlet extends TextServlet {
    @Override
    String text(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session == null) {
            return null;
        }
        String value = request.getParameter("value");
        session.setAttribute("written", value);
        return session.getId() + " " + value;
    }
}
