package org.turntable.testing.bench.sessions.webapp;

import jakarta.servlet.http.HttpServletRequest;

/** {@code /plain}: touches no session, whatever cookie comes with the request. */
public final class PlainServlet extends TextServlet {
    @Override
    String text(HttpServletRequest request) {
        return "plain";
    }
}
