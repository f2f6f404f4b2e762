package org.turntable.promises.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.turntable.testing.load.HttpAnswer;
import org.turntable.testing.load.HttpConnection;
import org.turntable.testing.stack.Cluster;
import org.turntable.testing.stack.Installed;
import org.turntable.testing.stack.NginxEdge;
import org.turntable.testing.stack.Ports;
import org.turntable.testing.stack.TomcatNode;
import org.turntable.testing.stack.Workspace;
import org.turntable.testing.system.SharedEdgeCluster;

/**
 * Paths by which strangers came to what is for ops, for operators or for stores, asked of a real nginx and a real
 * Tomcat. Each of the three doors is tried alone: the edge in front of a node that would serve anything, the node
 * without an edge, and the connector for ops.
 */
class ClosedPathsIT {
    private static final String SLUG = SharedEdgeCluster.SLUG;
    /** Paths that nginx and Tomcat read differently, as they were found and their like. */
    static final List<String> TWO_FACED = List.of(
            "/a/;/../status",
            "/a/;/../metrics",
            "/a/;/../readyz",
            "/a/;/../manager/text/list",
            "/a/;/%2e%2e/status",
            "/a/..;/status",
            "/console/..;/status",
            "/console/..;/console",
            "/x/;/../console",
            "/a/;/../redeem",
            "/a/;/../redeem/sign-in",
            "/status;a=b",
            "/;/status",
            "//status",
            "/./status",
            "/x/../status",
            "/%2e/status",
            "/x/%2E%2e/status",
            "/x%2f..%2fstatus",
            "/x%2F%2e%2e%2Fstatus",
            "/x/..%5cstatus",
            "/status%3Bx",
            "/status%00",
            "/status%0a",
            "/status%",
            "/status%zz",
            "/%252e%252e/status",
            "/x/%c0%ae%c0%ae/status",
            "//evil.example/%2e%2e/wechat/signature");
    /** The same kind, which no client library sends. */
    private static final List<String> RAW = List.of(
            "/x\\..\\status", "/status#/../c/x", "/\\evil.example", "/c/\u00e3\u0080\u0082", "/c/<x>", "/status|");

    static final List<String> FOR_OPS = List.of("/livez", "/readyz", "/metrics", "/status", "/drain", "/rehearsal");

    private static Cluster cluster;
    private static NginxEdge edge;
    private static SSLContext tls;

    @BeforeAll
    static void start() {
        cluster = SharedEdgeCluster.whole();
        edge = cluster.edge().orElseThrow();
        tls = edge.certificate().trusted();
    }

    @Test
    void theEdgeRefusesThemOnEverySiteAndAsksNoNode() throws Exception {
        try (Workspace workspace = Workspace.temporary("closed-paths");
                FakeNode node = new FakeNode();
                NginxEdge open = new NginxEdge(Installed.nginx(), workspace.path(), Ports.free())
                        .withoutLimits()
                        .startPorts(List.of(node.port()))) {
            SSLContext trusting = open.certificate().trusted();
            HttpClient phone = HttpClient.newBuilder().sslContext(trusting).build();
            for (String origin : sites(open)) {
                for (String path : TWO_FACED) {
                    assertRefused(origin + path, RawRequest.get(origin, trusting, path, "x"));
                }
                for (String path : RAW) {
                    assertRefused(origin + path, RawRequest.get(origin, trusting, path, "x"));
                }
                assertRefused(origin, RawRequest.get(origin, trusting, "http://x//status", "x"));
            }
            for (String origin : List.of(open.secureUrl(), open.consoleUrl())) {
                for (String path : TWO_FACED) {
                    if (!path.matches(".*%(?:zz|$).*")) {
                        HttpResponse<String> answer = phone.send(
                                HttpRequest.newBuilder(URI.create(origin + path))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString());
                        assertEquals(HttpClient.Version.HTTP_2, answer.version());
                        assertEquals(400, answer.statusCode(), origin + path);
                    }
                }
            }
            for (String origin : List.of(open.baseUrl(), open.secureUrl())) {
                for (String path : FOR_OPS) {
                    for (String spelt :
                            List.of(path, path.toUpperCase(Locale.ROOT), path.replace("t", "%74"), path + "/")) {
                        assertEquals(
                                404, RawRequest.status(RawRequest.get(origin, trusting, spelt, "x")), origin + spelt);
                    }
                }
            }
            assertEquals(List.of(), node.asked());
            // Queries are nobody's path, and what phones paste reaches the node, which redirects it.
            List<String> passed = List.of("/C/Spring", "/c/spring%E3%80%82", "/c/spring,", "/c/x?to=//x/../;%00");
            for (String path : passed) {
                assertEquals(200, RawRequest.status(RawRequest.get(open.secureUrl(), trusting, path, "x")), path);
            }
            assertEquals(passed.size(), node.asked().size(), () -> node.asked().toString());
        }
    }

    private static void assertRefused(String what, String answer) {
        assertEquals(400, RawRequest.status(answer), () -> what + ": " + answer);
        assertFalse(answer.contains("evil"), answer);
    }

    private static List<String> sites(NginxEdge of) {
        return List.of(of.baseUrl(), of.secureUrl(), of.plainUrl(), of.consoleUrl());
    }

    @Test
    void aRefusalIsFriendlyInThePlayersLanguageAndInTheScriptsForm() throws IOException {
        String page = RawRequest.get(edge.baseUrl(), null, "/a;b", "x");
        assertTrue(page.contains("<a href=\"/\"") && page.contains("链接打不开"), page);
        String english = RawRequest.send(
                edge.baseUrl(),
                null,
                "GET /a;b HTTP/1.1\r\nHost: x\r\nAccept-Language: en\r\nConnection: close\r\n\r\n");
        assertTrue(english.contains("This link does not open"), english);
        String json = RawRequest.send(
                edge.baseUrl(),
                null,
                "POST /c//draws HTTP/1.1\r\nHost: x\r\nAccept: application/json\r\nConnection: close\r\n"
                        + "Content-Length: 2\r\n\r\nab");
        assertTrue(json.contains("{\"status\":\"bad_request\""), json);
    }

    /** The console's own name in the Host header opens it at its own entrance, and nowhere else. */
    @Test
    void theConsolesNameOpensItOnItsOwnSiteAlone() throws IOException {
        String name = edge.consoleUrl().substring("https://".length());
        assertEquals(
                303,
                RawRequest.status(RawRequest.get(edge.consoleUrl(), tls, "/console", name)),
                "the console is there");
        for (String origin : List.of(edge.baseUrl(), edge.secureUrl())) {
            for (String path : List.of("/console", "/console/sign-in", "/Console", "/CONSOLE/sign-in", "/%63onsole")) {
                String answer = RawRequest.get(origin, tls, path, name);
                assertTrue(Set.of(404, 400).contains(RawRequest.status(answer)), () -> origin + path + ": " + answer);
            }
            for (String path : List.of("/x/;/../console", "/console;", "/x/..;/console")) {
                assertEquals(400, RawRequest.status(RawRequest.get(origin, tls, path, name)), origin + path);
            }
        }
    }

    @Test
    void aNodeWithoutAnEdgeRefusesThemToo() throws IOException {
        TomcatNode node = cluster.node(0);
        for (List<String> paths : List.of(TWO_FACED, RAW)) {
            for (String origin : List.of(node.baseUrl(), node.opsUrl())) {
                for (String path : paths) {
                    // The manager is an application of its own; theManagerIsAtTheConnectorForOpsAlone asks for it.
                    if (!path.contains("manager")) {
                        assertRefused(origin + path, RawRequest.get(origin, null, path, "127.0.0.1"));
                    }
                }
            }
        }
    }

    @Test
    void whatIsForOpsIsAtTheConnectorForOpsAloneAndNothingElseIs() throws IOException {
        TomcatNode node = cluster.node(0);
        Map<String, String> token =
                Map.of("Authorization", "Bearer " + cluster.settings().get("ops.token"), "Origin", node.baseUrl());
        for (String path : FOR_OPS) {
            for (String spelt : List.of(path, path.replace("a", "%61").replace("e", "%65"))) {
                assertEquals(404, request(node.port(), "GET", spelt, token).status(), spelt);
                assertEquals(404, request(node.port(), "POST", spelt, token).status(), spelt);
            }
        }
        for (String path : List.of("/livez", "/readyz", "/metrics", "/status")) {
            assertEquals(200, request(node.opsPort(), "GET", path, Map.of()).status(), path);
        }
        assertEquals(
                401,
                request(node.opsPort(), "POST", "/drain", Map.of("Origin", node.baseUrl()))
                        .status());
        for (String path : List.of("/", "/c/" + SLUG, "/sign-in", "/console", "/redeem", "/error", "/assets/x.css")) {
            HttpAnswer answer = request(node.opsPort(), "GET", path, token);
            assertEquals(404, answer.status(), path);
            assertTrue(answer.body().contains("serves ops alone"), answer.body());
        }
    }

    @Test
    void theManagerIsAtTheConnectorForOpsAlone() throws IOException {
        TomcatNode node = cluster.node(0);
        String account = "turntable-push:" + cluster.settings().get("manager.password");
        Map<String, String> signedIn = Map.of(
                "Authorization",
                "Basic " + Base64.getEncoder().encodeToString(account.getBytes(StandardCharsets.UTF_8)));
        HttpAnswer list = request(node.opsPort(), "GET", "/manager/text/list", signedIn);
        assertEquals(200, list.status());
        assertTrue(list.body().startsWith("OK"), list.body());
        for (String path :
                List.of("/manager/text/list", "/manager", "/manager/text/serverinfo", "/manager/x/;/../text/list")) {
            HttpAnswer answer = request(node.port(), "GET", path, signedIn);
            assertTrue(
                    answer.status() == 404 || path.equals("/manager") && answer.status() == 302,
                    () -> path + ": " + answer);
            assertFalse(answer.body().startsWith("OK"), answer.body());
        }
    }

    @Test
    void noAnswerLinksToAStrangerOrToAPathThatIsNoPage() throws IOException {
        TomcatNode node = cluster.node(0);
        Map<String, String> targets = Map.of(
                "//evil.example/%2e%2e/wechat/signature",
                "/",
                "//evil.example/c/" + SLUG,
                "/",
                "/evil.example",
                "/",
                "/c/" + SLUG + "/draws",
                "/c/" + SLUG,
                "/sign-out",
                "/",
                "/c/" + SLUG + "/draws/1",
                "/c/" + SLUG,
                "/c/" + SLUG + "/prizes/1/collect",
                "/c/" + SLUG + "/prizes");
        for (Map.Entry<String, String> target : targets.entrySet()) {
            for (String origin : List.of(node.baseUrl(), edge.baseUrl(), edge.secureUrl())) {
                String answer = RawRequest.get(origin, tls, target.getKey(), "127.0.0.1");
                assertTrue(RawRequest.status(answer) >= 400, answer);
                Matcher link =
                        Pattern.compile("(?:href|data-retry-path)=\"([^\"]*)\"").matcher(answer);
                while (link.find()) {
                    assertTrue(
                            link.group(1)
                                    .matches(
                                            "/assets/.*|\\?lang=[a-zA-Z-]+|" + Pattern.quote(target.getValue()) + "|/"),
                            () -> origin + target.getKey() + " links to " + link.group(1));
                }
                assertFalse(answer.contains("evil"), answer);
            }
        }
        String wrongMethod = RawRequest.get(node.baseUrl(), null, "/c/" + SLUG + "/draws", "127.0.0.1");
        assertTrue(wrongMethod.contains("href=\"/c/" + SLUG + "\""), wrongMethod);
    }

    private static HttpAnswer request(int port, String method, String path, Map<String, String> headers)
            throws IOException {
        try (HttpConnection line =
                new HttpConnection("127.0.0.1", port, Duration.ofSeconds(2), Duration.ofSeconds(20))) {
            return line.request(method, path, headers, method.equals("POST") ? "" : null);
        }
    }
}
