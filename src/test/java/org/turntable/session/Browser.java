package org.turntable.session;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.turntable.testing.stack.TomcatNode;

/** A browser with one cookie, which can send requests to either node. */
final class Browser {
    static final String COOKIE = "probe";
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    /**
     * A response.
     *
     * @param millis from the request to the end of the response
     */
    record Answer(int status, List<String> lines, List<String> cookies, long millis) {
        String line() {
            return lines.get(0);
        }
    }

    private String id;
    private String foreign = "another=1";

    Browser() {}

    /** Also sends the cookies of another application, ahead of its own. */
    Browser withForeign(String cookies) {
        foreign = cookies;
        return this;
    }

    Browser(String id) {
        this.id = id;
    }

    String id() {
        return id;
    }

    /** Runs steps on the node; see the probe. */
    Answer ask(TomcatNode node, String... steps) {
        return askAs(node, null, steps);
    }

    /** The same, for a user whom the application identifies without a session. */
    Answer askAs(TomcatNode node, String identity, String... steps) {
        String query = Arrays.stream(steps)
                .map(step -> "do=" + URLEncoder.encode(step, StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(node.baseUrl() + "/probe?" + query))
                .timeout(Duration.ofSeconds(40));
        if (id != null) {
            request.header("Cookie", foreign + "; " + COOKIE + "=" + id);
        }
        if (identity != null) {
            request.header("X-Identity", identity);
        }
        try {
            long from = System.nanoTime();
            HttpResponse<String> response = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
            long millis = (System.nanoTime() - from) / 1_000_000;
            List<String> cookies = response.headers().allValues("Set-Cookie");
            cookies.stream()
                    .filter(cookie -> cookie.startsWith(COOKIE + "="))
                    .reduce((former, last) -> last)
                    .ifPresent(cookie -> id = cookie.substring(COOKIE.length() + 1, cookie.indexOf(';')));
            return new Answer(response.statusCode(), response.body().lines().toList(), cookies, millis);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
