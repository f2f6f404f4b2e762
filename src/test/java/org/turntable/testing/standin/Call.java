package org.turntable.testing.standin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** One request and its answer. */
final class Call {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpExchange exchange;
    private final Map<String, String> query;
    private final byte[] body;
    private Runnable instead;

    Call(HttpExchange exchange) throws IOException {
        this.exchange = exchange;
        this.query = decoded(exchange.getRequestURI().getRawQuery());
        this.body = exchange.getRequestBody().readNBytes(65_536);
    }

    /** A parameter of the query, or an empty text. */
    String query(String name) {
        return query.getOrDefault(name, "");
    }

    /** All parameters of the query in their order; the first of a name counts. */
    Map<String, String> query() {
        return query;
    }

    String method() {
        return exchange.getRequestMethod();
    }

    /** The path as it was sent. */
    String path() {
        return exchange.getRequestURI().getRawPath();
    }

    /** A header, or an empty text. */
    String header(String name) {
        String value = exchange.getRequestHeaders().getFirst(name);
        return value == null ? "" : value;
    }

    /** Replaces the answer: from now on the given action runs instead. */
    void mute(Runnable action) {
        instead = action;
    }

    byte[] body() {
        return body;
    }

    /** The body as a form's fields. */
    Map<String, String> form() {
        return decoded(new String(body, StandardCharsets.UTF_8));
    }

    /** The body as JSON; an empty object where it is none. */
    JsonNode json() {
        try {
            JsonNode node = JSON.readTree(body);
            return node != null && node.isObject() ? node : JSON.createObjectNode();
        } catch (IOException noJson) {
            return JSON.createObjectNode();
        }
    }

    /** Answers JSON; WeChat itself calls some of its JSON text/plain. */
    void json(int status, Map<String, ?> answer) throws IOException {
        send(status, "text/plain; charset=UTF-8", jsonText(answer));
    }

    static String jsonText(Map<String, ?> answer) {
        try {
            return JSON.writeValueAsString(answer);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Answers a page. */
    void page(int status, String html) throws IOException {
        send(status, "text/html; charset=UTF-8", html);
    }

    /** Redirects the browser. */
    void redirect(String location) throws IOException {
        exchange.getResponseHeaders().set("Location", location);
        send(302, "text/html; charset=UTF-8", "");
    }

    void send(int status, String type, String text) throws IOException {
        if (instead != null) {
            instead.run();
            throw new IOException("hung up");
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    /** Sends the head of an answer of 100 bytes and its first bytes, and then nothing more. */
    void beginAnswer() throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, 100);
        exchange.getResponseBody().write('{');
        exchange.getResponseBody().flush();
    }

    private static Map<String, String> decoded(String text) {
        Map<String, String> all = new LinkedHashMap<>();
        for (String pair : (text == null ? "" : text).split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                all.putIfAbsent(
                        URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return all;
    }
}
