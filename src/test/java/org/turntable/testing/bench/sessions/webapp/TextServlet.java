package org.turntable.testing.bench.sessions.webapp;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Answers a GET with one line of text, or 401 where there is no session: the same way on every page. */
abstract class TextServlet extends HttpServlet {
    @Override
    protected final void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String text = text(request);
        response.setStatus(text == null ? HttpServletResponse.SC_UNAUTHORIZED : HttpServletResponse.SC_OK);
        response.setContentType("text/plain");
        response.setCharacterEncoding("UTF-8");
        // No Content-Length, in favour of others: told here, it makes Spring Session save twice. Tomcat sets it in any
        // case.
        response.getWriter().write(text == null ? "no session" : text);
    }

    /** What the page says; null where it needs a session and there is none. */
    abstract String text(HttpServletRequest request);
}
