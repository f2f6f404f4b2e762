package org.turntable.promises.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.turntable.node.Routes;
import org.turntable.testing.load.PlayerClient;
import org.turntable.testing.load.PlayerCredentials.Credentials;
import org.turntable.testing.stack.Await;
import org.turntable.testing.stack.Cluster;
import org.turntable.testing.system.SampleCampaigns;
import org.turntable.testing.system.SharedCluster;
import org.turntable.web.http.Route;

/**
 * A fault that happened: a partner's proxy sent its own Host header, the application built its links from it, and every
 * request took the detour. Whatever a request says of the host it came to, no answer repeats it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForeignHostIT {
    private static final String SLUG = "foreign-host";
    private static final String FOREIGN = "partner-of-that-morning.example";
    private static final Pattern VARIABLE = Pattern.compile("\\{([a-z]+)}");
    /** Shows the Host as it came, since that is what it is for; see its own test. */
    private static final String DIAG = "/diag";

    private static final Duration LIMIT = Duration.ofSeconds(120);
    /** Routes with variables that have something to show for a winner's coupon. */
    private static final Set<String> SHOWN = Set.of(
            "/c/{slug}",
            "/c/{slug}/name",
            "/c/{slug}/rules",
            "/c/{slug}/rules/{version}",
            "/c/{slug}/prizes",
            "/c/{slug}/prizes/privacy",
            "/c/{slug}/prizes/{number}/coupon/{key}",
            "/c/{slug}/prizes/{number}/code/{code}",
            "/c/{slug}/prizes/{number}/standing",
            "/c/{slug}/draws/{number}",
            "/pictures/{name}");

    private Cluster cluster;
    private Credentials winner;
    private Map<String, String> variables;

    @BeforeAll
    void bringUp(@TempDir Path folder) throws IOException {
        cluster = SharedCluster.whole();
        SharedCluster.open(SampleCampaigns.onePrize(SLUG, 10, 100, 5, 5));
        winner = SharedCluster.credentials(cluster, "Winner behind the partner");
        PlayerClient phone = new PlayerClient(
                        SharedCluster.line(cluster.node(0)), cluster.node(0).baseUrl(), SLUG)
                .with(winner);
        Await.until("the player wins", LIMIT, () -> phone.draw(1).isWin());
        ImageIO.write(
                new BufferedImage(300, 300, BufferedImage.TYPE_INT_RGB),
                "png",
                folder.resolve("cup.png").toFile());
        Path theme = Files.writeString(folder.resolve("theme.properties"), "picture.prize.1=cup.png\n");
        cluster.ops("campaign", "theme", SLUG, "--file", theme.toString(), "--by", "Wang");
        String key = find(phone, "/c/" + SLUG + "/prizes", "/prizes/1/coupon/([0-9a-f]+)\"");
        variables = Map.of(
                "slug",
                SLUG,
                "number",
                "1",
                "version",
                "1",
                "key",
                key,
                "code",
                find(phone, "/c/" + SLUG + "/prizes/1/coupon/" + key, "class=\"spoken digits\">([0-9A-Z-]+)<"),
                "name",
                find(phone, "/c/" + SLUG, "/pictures/([0-9a-f]{16}\\.[a-z]+)"));
    }

    /** What the page holds once it is there. */
    private static String find(PlayerClient phone, String path, String pattern) {
        String[] found = new String[1];
        Await.until(path + " holds " + pattern, LIMIT, () -> {
            Matcher matcher = Pattern.compile(pattern)
                    .matcher(phone.get(path, "text/html").body());
            if (matcher.find()) {
                found[0] = matcher.group(1);
            }
            return found[0] != null;
        });
        return found[0];
    }

    @Test
    void noAnswerOfAnyRouteNamesTheHostThatTheRequestNamed() throws IOException {
        Set<String> routes = routes();
        for (String route : SHOWN) {
            assertTrue(routes.contains(route), route + " is not in the table");
            String answer = exchange("GET", path(route), winner.cookie(), Map.of());
            assertTrue(answer.startsWith("HTTP/1.1 200"), route + " shows nothing: " + answer);
        }
        Set<String> paths = new TreeSet<>();
        routes.forEach(route -> paths.add(path(route)));
        paths.add("/nothing/there");
        paths.add("/assets/nothing.css");
        paths.remove(DIAG);
        String identity = winner.cookie();
        for (String path : paths) {
            for (String method : List.of("GET", "HEAD", "POST")) {
                for (String cookie : List.of("", identity)) {
                    for (Map<String, String> more : List.of(
                            Map.<String, String>of(),
                            Map.of("X-Forwarded-Host", FOREIGN, "X-Forwarded-Proto", "https"),
                            Map.of(
                                    "Forwarded",
                                    "host=" + FOREIGN + ";proto=https",
                                    "Origin",
                                    "https://" + FOREIGN,
                                    "Referer",
                                    "https://" + FOREIGN + "/"))) {
                        String answer = exchange(method, path, cookie, more);
                        assertTrue(answer.startsWith("HTTP/1.1 "), method + " " + path + ": " + answer);
                        assertFalse(
                                answer.contains(FOREIGN),
                                method + " " + path + " with " + more + " answered " + answer);
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
        assertFalse(
                Pattern.compile("(href|src|action)=\"[^\"]*" + Pattern.quote(FOREIGN))
                        .matcher(body)
                        .find(),
                "a link goes there: " + body);
    }

    @Test
    void aRedirectStaysOnTheHostThatTheBrowserIsOn() throws IOException {
        Matcher location = Pattern.compile("(?mi)^Location: (.*)$").matcher(exchange("GET", "/", "", Map.of()));
        assertTrue(location.find());
        assertEquals('/', location.group(1).charAt(0), "an address without a host: " + location.group(1));
        assertFalse(location.group(1).startsWith("//"));
    }

    private static Set<String> routes() {
        return Routes.TABLE.routes().stream().map(Route::path).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The route with a value for each of its variables; a variable that is not known here is an error. */
    private String path(String route) {
        return VARIABLE.matcher(route).replaceAll(variable -> {
            String value = variables.get(variable.group(1));
            assertNotNull(value, () -> "no value for a variable of " + route);
            return Matcher.quoteReplacement(value);
        });
    }

    /** The whole answer as it came over the wire; asked straight at a node, as from an edge that it trusts. */
    private String exchange(String method, String path, String cookie, Map<String, String> more) throws IOException {
        StringBuilder request = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: " + FOREIGN
                + "\r\nConnection: close\r\nAccept: text/html\r\n");
        if (!cookie.isEmpty()) {
            request.append("Cookie: ").append(cookie).append("\r\n");
        }
        more.forEach(
                (name, value) -> request.append(name).append(": ").append(value).append("\r\n"));
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
