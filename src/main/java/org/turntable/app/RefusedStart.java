package org.turntable.app;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * What answers where a start was refused and no version before it is there to go on: 502 to players, upon which the edge asks the next
 * node, where Tomcat by itself would say 404 and the edge would hand that on.
 */
final class RefusedStart extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final String PAGE = """
            <!DOCTYPE html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <title>马上回来 · Back in a moment</title><p>马上回来，请稍后再试。您的抽奖机会和奖品都在。<p lang="en">Back in a moment. Your chances and prizes are safe.
            """;

    static void answerFor(ServletContext context) {
        context.addServlet("refused-start", new RefusedStart()).addMapping("/", "");
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        switch (request.getServletPath()) {
            case "/livez" -> send(response, 200, "text/plain", "alive\n");
            // Why stands in the log alone: it names hosts and accounts.
            case "/readyz" -> send(response, 503, "application/json", "{\"ready\":false,\"components\":{\"start\":\"refused\"}}");
            default -> send(response, 502, "text/html", PAGE);
        }
    }

    private static void send(HttpServletResponse response, int status, String type, String text) throws IOException {
        response.setStatus(status);
        response.setContentType(type + ";charset=UTF-8");
        response.setHeader("Cache-Control", "no-store");
        response.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }
}
