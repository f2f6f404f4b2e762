package org.turntable.web.http;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** The page for errors that the container or a servlet's defaults raise, such as 405; mapped in web.xml. */
public final class ErrorServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient Responses responses;

    public ErrorServlet(Responses responses) {
        this.responses = responses;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        responses.error(request, response, status instanceof Integer code ? code : HttpServletResponse.SC_NOT_FOUND);
    }
}
