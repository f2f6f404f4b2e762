package org.turntable.node;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.turntable.health.OpsConnector;

/**
 * Answers all requests after a failed start when no previous version runs in this Tomcat. Players get 502, so that the
 * edge tries the next node; Tomcat itself would answer 404, which the edge passes on.
 */
final class FailedStart extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final String PAGE = """
            <!DOCTYPE html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <title>马上回来 · Back in a moment</title><p>马上回来，请稍后再试。您的抽奖机会和奖品都在。<p lang="en">Back in a moment. Your chances and prizes are safe.
            """;

    private final transient OpsConnector connector = OpsModule.connector();

    static void register(ServletContext context) {
        context.addServlet("refused-start", new FailedStart()).addMapping("/", "");
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        // To players these paths do not exist; of the ops token of the settings nothing is known here.
        switch (connector.received(request) ? request.getServletPath() : "") {
            case "/livez" -> send(response, 200, "text/plain", "alive\n");
            // The reason is only in the log, because it names hosts and accounts.
            case "/readyz" ->
                send(response, 503, "application/json", "{\"ready\":false,\"components\":{\"start\":\"refused\"}}");
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
