package org.turntable.promises;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.turntable.stack.Cluster;
import org.turntable.stack.ProjectFiles;

/**
 * That morning's fault: a partner's proxy sent its own Host header, the application built its links from it, and every request took the
 * detour. Whatever a request says of the host it came to, no answer repeats it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForeignHostIT {
    private static final String SLUG = "foreign-host";
    private static final String FOREIGN = "partner-of-that-morning.example";
    private static final Pattern ROUTE = Pattern.compile("\\.route\\(\"([^\"]+)\"");
    /** Shows the Host as it came, since that is what it is for; see its own test. */
    private static final String DIAG = "/diag";
    private Cluster cluster;

    @BeforeAll
    void bringUp() {
        cluster = TheCluster.whole();
        TheCluster.open(Campaigning.onePrize(SLUG, 10, 0, 5, 5));
    }

    @Test
    void noAnswerOfAnyRouteNamesTheHostThatTheRequestNamed() throws IOException {
        Set<String> paths = routes();
        assertTrue(paths.size() >= 11, "routes were not found: " + paths);
        paths.add("/nothing/there");
        paths.add("/assets/nothing.css");
        paths.remove(DIAG);
        String identity = TheCluster.credentials(cluster, "Somebody behind the partner").cookie();
        for (String path : paths) {
            for (String method : List.of("GET", "HEAD", "POST")) {
                for (String cookie : List.of("", identity)) {
                    for (Map<String, String> more : List.of(Map.<String, String>of(), Map.of("X-Forwarded-Host", FOREIGN, "X-Forwarded-Proto", "https"),
                            Map.of("Forwarded", "host=" + FOREIGN + ";proto=https", "Origin", "https://" + FOREIGN, "Referer", "https://" + FOREIGN + "/"))) {
                        String answer = exchange(method, path, cookie, more);
                        assertTrue(answer.startsWith("HTTP/1.1 "), method + " " + path + ": " + answer);
                        assertFalse(answer.contains(FOREIGN), method + " " + path + " with " + more + " answered " + answer);
                    }
                }
            }
        }
    }

    @Test
    void theConnectionCheckShowsTheHostAsTextAndBuildsNothingFromIt() throws IOException {
        String answer = exchange("GET", DIAG, "", Map.of("X-Forwarded-Host", "<script>alert(1)</script>"));
        assertFalse(answer.contains("<script>alert(1)"), answer);
        String body = answer.substring(answer.indexOf("\r\n\r\n"));
        assertFalse(answer.substring(0, answer.indexOf("\r\n\r\n")).contains(FOREIGN), "a header names it: " + answer);
        assertFalse(Pattern.compile("(href|src|action)=\"[^\"]*" + Pattern.quote(FOREIGN)).matcher(body).find(), "a link goes there: " + body);
    }

    @Test
    void aRedirectStaysOnTheHostThatTheBrowserIsOn() throws IOException {
        Matcher location = Pattern.compile("(?mi)^Location: (.*)$").matcher(exchange("GET", "/", "", Map.of()));
        assertTrue(location.find());
        assertEquals('/', location.group(1).charAt(0), "an address without a host: " + location.group(1));
        assertFalse(location.group(1).startsWith("//"));
    }

    private static Set<String> routes() throws IOException {
        Set<String> paths = new TreeSet<>();
        Matcher matcher = ROUTE.matcher(Files.readString(ProjectFiles.file("src/main/java/org/turntable/app/Routes.java")));
        while (matcher.find()) {
            paths.add(matcher.group(1).replace("{slug}", SLUG).replace("{number}", "1"));
        }
        return paths;
    }

    /** The whole answer as it came over the wire; asked straight at a node, as from an edge that it trusts. */
    private String exchange(String method, String path, String cookie, Map<String, String> more) throws IOException {
        StringBuilder request = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: " + FOREIGN + "\r\nConnection: close\r\nAccept: text/html\r\n");
        if (!cookie.isEmpty()) {
            request.append("Cookie: ").append(cookie).append("\r\n");
        }
        more.forEach((name, value) -> request.append(name).append(": ").append(value).append("\r\n"));
        if (method.equals("POST")) {
            request.append("Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 8\r\n");
        }
        request.append("\r\n").append(method.equals("POST") ? "number=1" : "");
        try (Socket socket = new Socket("127.0.0.1", cluster.node(0).port())) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            out.write(request.toString().getBytes(StandardCharsets.UTF_8));
            out.flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
