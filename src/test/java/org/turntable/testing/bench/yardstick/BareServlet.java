package org.turntable.testing.bench.yardstick;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The most that this Tomcat can do on this machine: an answer as long as a losing draw's, from memory. */
public final class BareServlet extends HttpServlet {
    private static final byte[] ANSWER = ("{\"status\":\"loss\",\"number\":1,\"segment\":5,\"prize\":null,\"next\":2,"
                    + "\"chancesToday\":1,\"chancesInAll\":3}")
            .getBytes(StandardCharsets.US_ASCII);

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("application/json");
        response.setContentLength(ANSWER.length);
        response.getOutputStream().write(ANSWER);
    }
}
