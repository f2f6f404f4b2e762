package org.turntable.ops;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Answers to machines. */
final class OpsJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Why something was not done. */
    record Refusal(String refused) {
    }

    private OpsJson() {
    }

    static void send(HttpServletResponse response, int status, Object value) throws IOException {
        byte[] body = JSON.writeValueAsBytes(value);
        response.setStatus(status);
        response.setContentType("application/json;charset=UTF-8");
        response.setHeader("Cache-Control", "no-store");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
