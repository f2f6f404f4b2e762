package org.turntable.testing.browser;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.turntable.testing.stack.NginxEdge;

/** An operator's browser at the console: cookies of its own, the form's token out of the last page. */
public final class ConsoleBrowser {
    private static final Pattern CSRF = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");

    private final HttpClient client;
    private final String origin;
    private final Map<String, String> cookies = new LinkedHashMap<>();
    private String csrf = "";

    public ConsoleBrowser(NginxEdge edge) {
        client =
                HttpClient.newBuilder().sslContext(edge.certificate().trusted()).build();
        origin = edge.consoleUrl();
    }

    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path).build());
    }

    /** Posts with the token of the last page, from the console's own origin. */
    public HttpResponse<String> post(String path, String... fields) throws IOException, InterruptedException {
        return postFrom(origin, csrf, path, fields);
    }

    public HttpResponse<String> postFrom(String from, String token, String path, String... fields)
            throws IOException, InterruptedException {
        StringBuilder form = new StringBuilder("csrf=" + URLEncoder.encode(token, StandardCharsets.UTF_8));
        for (int i = 0; i < fields.length; i += 2) {
            form.append('&')
                    .append(fields[i])
                    .append('=')
                    .append(URLEncoder.encode(fields[i + 1], StandardCharsets.UTF_8));
        }
        return send(request(path)
                .header("Origin", from)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form.toString()))
                .build());
    }

    public HttpResponse<String> signIn(String name, String password) throws IOException, InterruptedException {
        get("/console/sign-in");
        return post("/console/sign-in", "name", name, "password", password);
    }

    public String cookie(String name) {
        return cookies.get(name);
    }

    /** Replaces a cookie, for instance by that of another browser. */
    public void takeCookie(String name, String value) {
        cookies.put(name, value);
    }

    public String csrf() {
        return csrf;
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(origin + path))
                .header("Accept", "text/html")
                .header("Accept-Language", "en");
        if (!cookies.isEmpty()) {
            request.header(
                    "Cookie",
                    cookies.entrySet().stream()
                            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                            .collect(Collectors.joining("; ")));
        }
        return request;
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        List<String> set = answer.headers().allValues("Set-Cookie");
        set.forEach(cookie -> cookies.put(
                cookie.substring(0, cookie.indexOf('=')),
                cookie.substring(cookie.indexOf('=') + 1, cookie.indexOf(';'))));
        Matcher token = CSRF.matcher(answer.body());
        if (token.find()) {
            csrf = token.group(1);
        }
        return answer;
    }
}
