package org.turntable.testing.bench.sessions.webapp;

import jakarta.servlet.http.HttpServletRequest;

/** {@code /change}: gives the session another id and says it. */
public final class ChangeIdServlet extends TextServlet {
    @Override
    String text(HttpServletRequest request) {
        return request.getSession(false) == null ? null : request.changeSessionId();
    }
}
