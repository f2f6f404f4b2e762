package org.turntable.promises.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.turntable.testing.load.HttpAnswer;
import org.turntable.testing.load.HttpConnection;
import org.turntable.testing.stack.Await;
import org.turntable.testing.stack.Installed;
import org.turntable.testing.stack.NginxEdge;
import org.turntable.testing.stack.Ports;
import org.turntable.testing.stack.Workspace;

/**
 * Which requests the edge sends to a second node, and which it never does: counted at two nodes that both fail in the
 * same way.
 */
class EdgeRetriesIT {
    private static final Duration LIMIT = Duration.ofSeconds(120);

    private static Workspace workspace;
    private static NginxEdge edge;

    private final FakeNode one = new FakeNode();
    private final FakeNode other = new FakeNode();

    @BeforeAll
    static void start() {
        workspace = Workspace.temporary("edge");
        edge = new NginxEdge(Installed.nginx(), workspace.path(), Ports.free())
                .withoutLimits()
                .startPorts(List.of(Ports.free()));
    }

    @AfterAll
    static void end() {
        if (edge != null) {
            edge.close();
            workspace.close();
        }
    }

    @BeforeEach
    void putThemBehind() {
        edge.reloadPorts(List.of(one.port(), other.port()));
        Await.until("both are asked", LIMIT, () -> {
            ask("GET", "/warm-up");
            return !one.asked().isEmpty() && !other.asked().isEmpty();
        });
        one.forget();
        other.forget();
    }

    @AfterEach
    void close() {
        one.close();
        other.close();
    }

    @ParameterizedTest
    @CsvSource({
        // Killed in the middle: what may be done twice is, and nothing else.
        "POST, /c/spring/draws,       0, 2, 503",
        "POST, /sign-in,          0, 2, 503",
        "POST, /sign-out,        0, 2, 503",
        "GET, /c/spring,     0, 2, 503",
        "GET,  /c/spring/rules,       0, 2, 503",
        "POST, /enter,            0, 1, 503",
        "POST, /c/spring/other,  0, 1, 503",
        "GET,  /wechat/callback?code=once, 0, 1, 503",
        // A broken WAR of a push that is just being taken back.
        "POST, /c/spring/draws,     500, 2, 500",
        "GET, /c/spring,        500, 2, 500",
        "GET, /wechat/callback?code=once, 500, 1, 500",
        // Stands aside: it has done nothing.
        "POST, /c/spring/draws,     502, 2, 503",
        "GET, /c/spring,        502, 2, 503",
        "GET, /wechat/callback?code=once, 502, 2, 503",
        "POST, /enter,           502, 3, 503",
        "POST, /beacon,          502, 3, 503",
        "POST, /c/spring/prizes/1/address, 502, 3, 503",
        "POST, /redeem/confirmations, 502, 2, 503",
        // Serves, and is busy: the next would be, too.
        "POST, /c/spring/draws,     503, 1, 503",
        "GET, /c/spring,        503, 1, 503",
        "GET, /assets/a.00000000.js,      503, 1, 503",
        // Knows it, or not: a file of a WAR that has not come to every node yet is looked for at all.
        "GET,  /c/spring,           404, 1, 404",
        "GET, /assets/b.00000000.js, 404, 2, 404"
    })
    void aSecondNodeIsAskedOnlyWhereThatDoesNoHarm(String method, String path, int answer, int asked, int status)
            throws IOException {
        one.answers(answer);
        other.answers(answer);
        assertEquals(status, ask(method, path).status());
        assertEquals(asked, one.asked().size() + other.asked().size(), () -> one.asked() + " " + other.asked());
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /c/spring/draws, 0",
        "POST, /c/spring/draws, 500",
        "POST, /c/spring/draws, 502",
        "POST, /c/spring/prizes/1/address, 502",
        "POST, /enter, 502",
        "POST, /beacon, 502",
        "POST, /redeem/sign-in, 502",
        "GET, /c/spring, 0",
        "GET, /assets/c.00000000.js, 404"
    })
    void thePlayerIsAnsweredByTheNodeThatCan(String method, String path, int answer) throws IOException {
        one.answers(answer);
        for (int request = 0; request < 4; request++) {
            HttpAnswer got = ask(method, path.replace("c.", "c" + request + "."));
            assertEquals(200, got.status());
            assertEquals("node " + other.port(), got.body());
        }
        assertFalse(one.asked().isEmpty(), "it was tried");
    }

    @Test
    void whatAClientSaysOfItselfDoesNotReachANode() throws IOException {
        try (HttpConnection line = line()) {
            line.request(
                    "GET",
                    "/c/spring",
                    Map.of(
                            "X-Forwarded-For",
                            "203.0.113.9",
                            "X-Forwarded-Proto",
                            "https",
                            "X-Forwarded-Port",
                            "1",
                            "X-Request-Id",
                            "chosen-by-me",
                            "Connection",
                            "close"),
                    null);
        }
        FakeNode asked = one.asked().isEmpty() ? other : one;
        assertEquals(List.of("127.0.0.1"), asked.headers().get("X-Forwarded-For"));
        assertEquals(List.of("http"), asked.headers().get("X-Forwarded-Proto"));
        assertEquals(List.of(Integer.toString(edge.port())), asked.headers().get("X-Forwarded-Port"));
        assertEquals(1, asked.headers().get("X-Request-Id").size());
        assertTrue(
                asked.headers().getFirst("X-Request-Id").matches("[0-9a-f]{32}"),
                asked.headers().getFirst("X-Request-Id"));
    }

    @Test
    void aOneTimeCodeIsInNoLogAlsoWhenItsNodeDies() throws IOException {
        one.answers(FakeNode.DIES);
        other.answers(FakeNode.DIES);
        // By another name than all other requests here, so that its line is known from theirs.
        try (HttpConnection line =
                new HttpConnection("localhost", edge.port(), Duration.ofSeconds(2), Duration.ofSeconds(10))) {
            line.request("GET", "/wechat/callback?code=neverlogged&state=x", Map.of("Accept", "text/html"), null);
        }
        Await.until(
                "it is in the access log",
                LIMIT,
                () -> log("access.json")
                        .lines()
                        .anyMatch(line -> line.contains("/wechat/callback") && line.contains("\"localhost\"")));
        try (Stream<java.nio.file.Path> logs = Files.list(edge.prefix().resolve("logs"))) {
            for (java.nio.file.Path file : logs.toList()) {
                assertEquals(
                        List.of(),
                        Files.readString(file, StandardCharsets.ISO_8859_1)
                                .lines()
                                .filter(line -> line.contains("neverlogged"))
                                .toList(),
                        file.toString());
            }
        }
    }

    @Test
    void aCampaignsNameIsLookedUpOnceForAWaveAndNoRequestWaitsForIt() throws IOException {
        for (int i = 0; i < 50; i++) {
            assertEquals(200, ask("GET", "/c/autumn").status());
        }
        assertEquals(50, one.asked().size() + other.asked().size());
        Await.until("the name is looked up", LIMIT, () -> one.names() + other.names() >= 2);
        // Two languages; the looks of the very first moment may each ask for themselves.
        assertTrue(one.names() + other.names() <= 8, () -> one.names() + other.names() + " looks for 50 pages");
    }

    @Test
    void aSilentQuestionForNamesSetsNoNodeAside() throws Exception {
        one.leavesNamesUnanswered();
        other.leavesNamesUnanswered();
        AtomicInteger slug = new AtomicInteger();
        ExecutorService visitors = Executors.newFixedThreadPool(20);
        try {
            List<Future<Integer>> statuses = visitors.invokeAll(Collections.nCopies(
                    300,
                    () -> ask("GET", "/c/invented-" + slug.incrementAndGet()).status()));
            for (Future<Integer> status : statuses) {
                assertEquals(200, status.get());
            }
        } finally {
            visitors.shutdownNow();
        }
        assertTrue(one.names() + other.names() > 0, "names were asked for");
        // Of 600: those that were under way when two had failed, and one a node each five seconds.
        assertTrue(one.names() + other.names() < 300, () -> one.names() + other.names() + " questions in vain");
    }

    @Test
    void aPostToANodeThatStandsAsideIsProcessedOnceByAnother() throws Exception {
        one.answers(502);
        ExecutorService players = Executors.newFixedThreadPool(8);
        try {
            List<Future<Integer>> statuses = players.invokeAll(Collections.nCopies(
                    200, () -> ask("POST", "/c/spring/prizes/1/address").status()));
            for (Future<Integer> status : statuses) {
                assertEquals(200, status.get());
            }
        } finally {
            players.shutdownNow();
        }
        assertEquals(200, other.asked().size());
        assertFalse(one.asked().isEmpty(), "it was tried");
    }

    private static String log(String name) throws IOException {
        return Files.readString(edge.prefix().resolve("logs").resolve(name), StandardCharsets.ISO_8859_1);
    }

    private static HttpAnswer ask(String method, String path) throws IOException {
        try (HttpConnection line = line()) {
            return line.request(method, path, Map.of("Accept", "text/html"), method.equals("POST") ? "number=1" : null);
        }
    }

    private static HttpConnection line() {
        return new HttpConnection("127.0.0.1", edge.port(), Duration.ofSeconds(2), Duration.ofSeconds(10));
    }
}
