package org.turntable.testing.bench.sessions.webapp;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;

/** {@code /written}: says what {@link WriteServlet} or {@link HeldWriteServlet} set last. */
public final class WrittenServlet extends TextServlet {
    @Override
    String text(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        return session == null ? null : String.valueOf(session.getAttribute("written"));
    }
}
