package org.turntable.health;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** JSON responses of the health endpoints. */
final class HealthJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Why something was not done. */
    record Refusal(String refused) {}

    private HealthJson() {}

    static void send(HttpServletResponse response, int status, Object value) throws IOException {
        byte[] body = JSON.writeValueAsBytes(value);
        response.setStatus(status);
        response.setContentType("application/json;charset=UTF-8");
        response.setHeader("Cache-Control", "no-store");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
