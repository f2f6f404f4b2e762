package org.turntable.promises.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.turntable.testing.load.PlayerCredentials.Credentials;
import org.turntable.testing.stack.Cluster;
import org.turntable.testing.stack.Installed;
import org.turntable.testing.stack.NginxEdge;
import org.turntable.testing.stack.Ports;
import org.turntable.testing.stack.Workspace;
import org.turntable.testing.system.SharedCluster;
import org.turntable.testing.system.SharedEdgeCluster;
import org.turntable.testing.web.SecurityHeaderRules;

/** Every kind of answer, of nodes and of the edge itself, has the headers that the strictest public scanners want. */
class SecurityHeadersIT {
    private static final String PAGE = "/c/" + SharedEdgeCluster.SLUG;
    private static final String HTML = "Accept: text/html\r\n";
    private static final String JSON = "Accept: application/json\r\n";
    private static Cluster cluster;
    private static NginxEdge edge;
    private static Credentials player;

    @BeforeAll
    static void start() {
        cluster = SharedEdgeCluster.whole();
        edge = cluster.edge().orElseThrow();
        player = SharedCluster.credentials(cluster, "headers");
    }

    @Test
    void whatNodesAnswerHasThem() throws IOException {
        String cookie = "Cookie: " + player.cookie() + "\r\n";
        for (String origin :
                List.of(edge.secureUrl(), edge.baseUrl(), cluster.node(0).baseUrl())) {
            String form = cookie + "Origin: " + origin + "\r\nContent-Type: application/x-www-form-urlencoded\r\n";
            assertSound(origin, 302, "GET", "/", HTML, "");
            String page =
                    assertSound(origin, 200, "GET", PAGE, HTML + cookie, "").body();
            assertSound(origin, 200, "HEAD", PAGE, HTML, "");
            assertSound(origin, 200, "GET", PAGE + "/rules", HTML, "");
            assertSound(origin, 200, "GET", PAGE + "/prizes", HTML + cookie, "");
            assertSound(origin, 200, "GET", PAGE + "/prizes/privacy", HTML, "");
            assertSound(origin, 200, "GET", PAGE + "/name", HTML, "");
            assertSound(origin, 200, "GET", "/sign-in?lang=en", HTML, "");
            assertSound(origin, 200, "GET", "/diag", HTML, "");
            assertSound(origin, 303, "GET", "/redeem", HTML, "");
            assertSound(origin, 200, "GET", "/redeem/sign-in", HTML, "");
            assertSound(origin, 404, "GET", "/nowhere", HTML, "");
            assertSound(origin, 404, "GET", "/nowhere", JSON, "");
            assertSound(origin, 404, "GET", "/assets/nothing.css", HTML, "");
            assertSound(origin, 404, "GET", "/pictures/nothing", HTML, "");
            assertSound(origin, 405, "GET", PAGE + "/draws", HTML, "");
            assertSound(origin, 403, "POST", PAGE + "/draws", JSON + cookie, "number=1");
            assertSound(origin, 200, "POST", PAGE + "/draws", JSON + form, "number=1&csrf=" + player.csrf());
            assertSound(origin, 200, "GET", PAGE + "/draws/1", JSON + cookie, "");
            assertSound(origin, 204, "POST", "/beacon", form, "kind=load&page=campaign&visible=10&ready=20");
            Matcher files = Pattern.compile("\"(/assets/[^\"]+)\"").matcher(page);
            int seen = 0;
            while (files.find()) {
                seen++;
                assertSound(origin, 200, "GET", files.group(1), "", "");
                // That which the edge has kept.
                assertSound(origin, 200, "GET", files.group(1), "", "");
            }
            assertTrue(seen >= 2, page);
        }
    }

    @Test
    void whatTheEdgeAnswersByItselfHasThem() throws IOException {
        for (String origin : List.of(edge.secureUrl(), edge.baseUrl(), edge.plainUrl(), edge.consoleUrl())) {
            assertSound(origin, 400, "GET", "/x;y", HTML, "");
            assertSound(origin, 400, "GET", "/x;y", JSON, "");
            assertSound(origin, 400, "GET", "/x;y", HTML + "Accept-Language: en\r\n", "");
            assertSound(origin, 405, "TRACE", PAGE, HTML, "");
            assertSound(origin, 414, "GET", "/" + "x".repeat(20_000), HTML, "");
            assertSound(origin, 400, "GET", PAGE, "X: " + "x".repeat(20_000) + "\r\n", "");
        }
        for (String origin : List.of(edge.secureUrl(), edge.baseUrl())) {
            assertSound(origin, 404, "GET", "/status", HTML, "");
            assertSound(origin, 413, "POST", PAGE + "/draws", "Content-Length: 70000\r\n", "");
        }
        assertSound(edge.plainUrl(), 301, "GET", PAGE, "", "");
        assertSound(edge.plainUrl(), 404, "GET", PAGE, "Host: evil.example\r\n", "");
        assertSound(edge.consoleUrl(), 302, "GET", "/", HTML, "");
        assertSound(edge.consoleUrl(), 303, "GET", "/console", HTML, "");
        assertSound(edge.consoleUrl(), 200, "GET", "/console/sign-in", HTML, "");
        assertSound(edge.consoleUrl(), 404, "GET", PAGE, HTML, "");
    }

    @Test
    void whatPlayersGetWithoutANodeOrBeyondALimitHasThemAndAnAnswerOfAnEarlierWarToo() throws IOException {
        try (Workspace workspace = Workspace.temporary("headers");
                FakeNode earlier = new FakeNode();
                NginxEdge lonely = new NginxEdge(Installed.nginx(), workspace.path(), Ports.free())
                        .strictWithOperators()
                        .startPorts(List.of(earlier.port()))) {
            SSLContext tls = lonely.certificate().trusted();
            for (String origin : List.of(lonely.secureUrl(), lonely.baseUrl())) {
                assertSound(origin, tls, 200, "GET", PAGE, HTML, "");
            }
            for (String accept : List.of(HTML, JSON)) {
                RawAnswer answer;
                int attempts = 0;
                do {
                    answer = RawAnswer.of(send(lonely.secureUrl(), tls, "POST", "/redeem/sign-in", accept, "x=1"));
                } while (answer.status() == 200 && ++attempts < 200);
                assertEquals(429, answer.status(), accept);
                assertRules(lonely.secureUrl(), answer, accept);
            }
            lonely.reloadPorts(List.of(Ports.free()));
            for (String origin : List.of(lonely.secureUrl(), lonely.baseUrl())) {
                assertSound(origin, tls, 503, "GET", PAGE, HTML, "");
                assertSound(origin, tls, 503, "GET", PAGE, JSON, "");
                assertSound(origin, tls, 503, "GET", PAGE, "Accept-Language: en\r\n" + HTML, "");
            }
            assertSound(lonely.consoleUrl(), tls, 503, "GET", "/console", HTML, "");
        }
    }

    /** A node that stands aside has sent headers of its own, which the page in its place is not to take for its own. */
    @Test
    void thePageInPlaceOfANodesAnswerHasThemToo() throws IOException {
        cluster.nodes().forEach(node -> drain(node.opsUrl(), true));
        try {
            for (String origin : List.of(edge.secureUrl(), edge.baseUrl())) {
                assertSound(origin, 503, "GET", PAGE, HTML, "");
                assertSound(origin, 503, "GET", PAGE, JSON, "");
            }
        } finally {
            cluster.nodes().forEach(node -> drain(node.opsUrl(), false));
            SharedEdgeCluster.whole();
        }
    }

    private static void drain(String ops, boolean on) {
        try {
            String token = cluster.settings().get("ops.token");
            assertEquals(
                    200,
                    RawRequest.status(send(
                            ops,
                            null,
                            "POST",
                            "/drain",
                            "Authorization: Bearer " + token + "\r\nOrigin: "
                                    + cluster.node(0).baseUrl()
                                    + "\r\nContent-Type: application/x-www-form-urlencoded\r\n",
                            "on=" + on)));
        } catch (IOException broken) {
            throw new java.io.UncheckedIOException(broken);
        }
    }

    private static RawAnswer assertSound(
            String origin, int status, String method, String target, String headers, String body) throws IOException {
        return assertSound(origin, edge.certificate().trusted(), status, method, target, headers, body);
    }

    private static RawAnswer assertSound(
            String origin, SSLContext tls, int status, String method, String target, String headers, String body)
            throws IOException {
        RawAnswer answer = RawAnswer.of(sendAgain(origin, tls, method, target, headers, body));
        String what = origin + " " + method + " " + target.substring(0, Math.min(60, target.length())) + " " + headers;
        assertEquals(status, answer.status(), () -> what + answer);
        assertRules(origin, answer, what);
        return answer;
    }

    private static void assertRules(String origin, RawAnswer answer, String what) {
        int status = answer.status();
        boolean secure = origin.startsWith("https");
        // The stand-in for a node says nothing of what it sends.
        boolean hasType = !answer.body().isEmpty() && !answer.body().startsWith("node ");
        List<String> problems = new ArrayList<>(SecurityHeaderRules.problems(answer::header, status, secure, hasType));
        // A line that could not be read has no name, and HSTS is for the names of the list.
        boolean named = status != 414;
        if (secure && named && !answer.header("strict-transport-security").matches("max-age=\\d+")
                || !secure && !answer.header("strict-transport-security").isEmpty()) {
            problems.add("strict-transport-security: " + answer.header("strict-transport-security"));
        }
        for (String cookie : answer.headers().getOrDefault("set-cookie", List.of())) {
            if (!cookie.contains("; HttpOnly")
                    || !cookie.matches(".*; SameSite=(?:Lax|Strict)\\b.*")
                    || cookie.contains("; Domain")
                    || cookie.contains("; Secure") != secure) {
                problems.add("set-cookie: " + cookie.replaceFirst("=[^;]*", "=…"));
            }
        }
        assertEquals(List.of(), problems, what);
    }

    /** Whoever is refused before all is read may get a reset in place of the answer. */
    private static String sendAgain(
            String origin, SSLContext tls, String method, String target, String headers, String body)
            throws IOException {
        for (int left = 20; ; left--) {
            try {
                return send(origin, tls, method, target, headers, body);
            } catch (IOException reset) {
                if (left == 0) {
                    throw reset;
                }
            }
        }
    }

    private static String send(String origin, SSLContext tls, String method, String target, String headers, String body)
            throws IOException {
        String host = headers.contains("Host:") ? "" : "Host: " + origin.replaceFirst("https?://", "") + "\r\n";
        String length =
                headers.contains("Content-Length") || body.isEmpty() ? "" : "Content-Length: " + body.length() + "\r\n";
        return RawRequest.send(
                origin,
                tls,
                method + " " + target + " HTTP/1.1\r\n" + host + headers + length + "Connection: close\r\n\r\n" + body);
    }
}
