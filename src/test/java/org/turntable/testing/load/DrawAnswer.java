package org.turntable.testing.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;

/**
 * The answer to a draw.
 *
 * @param httpStatus 200 for a result, 4xx or 503 for a refusal
 * @param status win, loss or confirming; for a refusal its name, for instance busy or no_chances_today
 * @param number the draw's number; 0 in a refusal
 * @param prize the prize's name; null where there is none
 * @param next the number of the next draw; 0 in a refusal
 * @param retryAfterMillis when to ask again; -1 where the answer does not say
 */
public record DrawAnswer(int httpStatus, String status, int number, String prize, int next, long retryAfterMillis) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Reads the JSON of a draw.
     *
     * @throws IOException where it is none: a proxy's page, a white screen
     */
    public static DrawAnswer of(HttpAnswer answer) throws IOException {
        JsonNode json = JSON.readTree(answer.body());
        if (json == null || !json.path("status").isTextual()) {
            throw new IOException("HTTP " + answer.status() + " without the JSON of a draw: "
                    + answer.body().substring(0, Math.min(200, answer.body().length())));
        }
        return new DrawAnswer(
                answer.status(),
                json.get("status").asText(),
                json.path("number").asInt(),
                json.path("prize").path("name").asText(null),
                json.path("next").asInt(),
                json.path("retryAfterMs").asLong(-1));
    }

    /** True for a win or a loss: an answer that never changes. */
    public boolean isResult() {
        return isWin() || status.equals("loss");
    }

    /** True where a prize was won and named. */
    public boolean isWin() {
        return status.equals("win");
    }
}
