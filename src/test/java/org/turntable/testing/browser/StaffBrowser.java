package org.turntable.testing.browser;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.turntable.testing.load.HttpAnswer;
import org.turntable.testing.load.HttpConnection;
import org.turntable.testing.stack.TomcatNode;

/** The browser of an operator or a verifier at one node, behind an edge that names the client's address. */
public final class StaffBrowser {
    private static final Pattern CSRF = Pattern.compile("(?:name=\"csrf\" value|data-csrf)=\"([^\"]+)\"");

    private final String address;
    private final Map<String, String> cookies = new LinkedHashMap<>();
    private TomcatNode node;
    private String csrf = "";

    /** @param address of the client */
    public StaffBrowser(TomcatNode node, String address) {
        this.node = node;
        this.address = address;
    }

    /** The same cookies at another node. */
    public StaffBrowser at(TomcatNode other) {
        node = other;
        return this;
    }

    /** A browser at another address with the same cookies. */
    public StaffBrowser movedTo(String other) {
        StaffBrowser moved = new StaffBrowser(node, other);
        moved.cookies.putAll(cookies);
        return moved;
    }

    public HttpAnswer get(String path) throws IOException {
        return send("GET", path, null);
    }

    /** Posts with the token of the last page. */
    public HttpAnswer post(String path, String... fields) throws IOException {
        StringBuilder form = new StringBuilder("csrf=" + URLEncoder.encode(csrf, StandardCharsets.UTF_8));
        for (int i = 0; i < fields.length; i += 2) {
            form.append('&')
                    .append(fields[i])
                    .append('=')
                    .append(URLEncoder.encode(fields[i + 1], StandardCharsets.UTF_8));
        }
        return send("POST", path, form.toString());
    }

    /** The first step of a sign-in. */
    public HttpAnswer signIn(String path, String name, String password) throws IOException {
        get(path);
        return post(path, "name", name, "password", password);
    }

    public String cookie(String name) {
        return cookies.get(name);
    }

    private HttpAnswer send(String method, String path, String form) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>(Map.of(
                "Accept", "text/html", "Accept-Language", "en", "Origin", node.baseUrl(), "X-Forwarded-For", address));
        if (!cookies.isEmpty()) {
            headers.put(
                    "Cookie",
                    cookies.entrySet().stream()
                            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                            .collect(Collectors.joining("; ")));
        }
        try (HttpConnection line =
                new HttpConnection("127.0.0.1", node.port(), Duration.ofSeconds(2), Duration.ofSeconds(20))) {
            HttpAnswer answer = line.request(method, path, headers, form);
            answer.setCookies()
                    .forEach(set -> cookies.put(
                            set.substring(0, set.indexOf('=')), set.substring(set.indexOf('=') + 1, set.indexOf(';'))));
            Matcher token = CSRF.matcher(answer.body());
            if (token.find()) {
                csrf = token.group(1);
            }
            return answer;
        }
    }
}
