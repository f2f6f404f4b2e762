package org.turntable.testing.bench.sessions;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.turntable.testing.load.HttpAnswer;
import org.turntable.testing.load.HttpConnection;
import org.turntable.testing.stack.TomcatNode;

/**
 * Single requests to the pages of one variant, over one connection to each node. It keeps no cookie: each request says
 * which. For one thread.
 */
final class Visits implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private final Map<Integer, HttpConnection> connections = new HashMap<>();
    private final SessionVariant variant;

    Visits(SessionVariant variant) {
        this.variant = variant;
    }

    /**
     * What came back.
     *
     * @param status the HTTP status; 0 where no answer came within a minute or the connection broke
     * @param body the answer's text, "" where there is none
     * @param cookie the session cookie that came with it as name=value, or the one that was sent
     * @param millis from sending to the last byte
     */
    record Visit(int status, String body, String cookie, double millis) {
        boolean ok() {
            return status == 200;
        }

        /** Such as "503 in 12 ms". */
        String told() {
            return (status == 0 ? "no answer" : Integer.toString(status)) + " in " + whole(millis) + " ms";
        }
    }

    /** Milliseconds as a table shows them: whole ones, rounded up. */
    static String whole(double millis) {
        return String.format(Locale.ROOT, "%,.0f", Math.ceil(millis));
    }

    /** A new session of the player on the node. */
    Visit start(TomcatNode node, String player) {
        Visit started = get(node, "start?player=" + player, null);
        if (!started.ok() || started.cookie() == null) {
            throw new IllegalStateException(variant.name() + " gave no session: " + started.told()
                    + ". The end of the node's log:\n" + node.logTail());
        }
        return started;
    }

    /**
     * Asks for a page of the variant.
     *
     * @param page with its query, without a slash before it
     * @param cookie name=value, or null for none
     */
    Visit get(TomcatNode node, String page, String cookie) {
        HttpConnection connection =
                connections.computeIfAbsent(node.port(), port -> new HttpConnection("127.0.0.1", port, LIMIT, LIMIT));
        long begun = System.nanoTime();
        try {
            Map<String, String> headers = cookie == null ? Map.of() : Map.of("Cookie", cookie);
            HttpAnswer answer = connection.request("GET", "/" + variant.path() + "/" + page, headers, null);
            return new Visit(answer.status(), answer.body(), cookieOf(answer, cookie), millisSince(begun));
        } catch (IOException noAnswer) {
            return new Visit(0, "", cookie, millisSince(begun));
        }
    }

    private static String cookieOf(HttpAnswer answer, String sent) {
        return answer.setCookies().stream()
                .map(cookie -> cookie.split(";", 2)[0].strip())
                .filter(cookie -> !cookie.endsWith("="))
                .findFirst()
                .orElse(sent);
    }

    private static double millisSince(long begun) {
        return (System.nanoTime() - begun) / 1e6;
    }

    @Override
    public void close() {
        connections.values().forEach(HttpConnection::close);
    }
}
