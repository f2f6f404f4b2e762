package org.turntable.testing.load;

import java.util.List;
import org.turntable.testing.stack.LoggedSecrets;

/**
 * One HTTP answer, with the parts that a player's phone uses.
 *
 * @param status the HTTP status
 * @param location the Location header, or null
 * @param retryAfter the Retry-After header, or null
 * @param setCookies every Set-Cookie header, whole, in their order
 * @param body the body, read as UTF-8; "" where there is none
 */
public record HttpAnswer(int status, String location, String retryAfter, List<String> setCookies, String body) {
    private static final int SHORTEST_SECRET = 16;

    static HttpAnswer of(AnswerBuffer answer) {
        answer.headers("set-cookie").forEach(HttpAnswer::registerSecret);
        return new HttpAnswer(
                answer.status(),
                first(answer.headers("location")),
                first(answer.headers("retry-after")),
                List.copyOf(answer.headers("set-cookie")),
                answer.body());
    }

    private static void registerSecret(String setCookie) {
        String value = setCookie.replaceFirst("^[^=]*=", "").replaceFirst(";.*", "");
        if (value.length() >= SHORTEST_SECRET) {
            LoggedSecrets.registerCookie(value);
        }
    }

    private static String first(List<String> values) {
        return values.isEmpty() ? null : values.get(0);
    }
}
