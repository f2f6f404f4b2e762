package org.turntable.promises.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.turntable.testing.stack.Await;
import org.turntable.testing.stack.Installed;
import org.turntable.testing.stack.LoggedSecrets;
import org.turntable.testing.stack.NginxEdge;
import org.turntable.testing.stack.Ports;
import org.turntable.testing.stack.Workspace;

/** What the edge writes of a request that carries a code, whatever happens to it: the nodes die, and limits apply. */
class EdgeLogsIT {
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final String CODE = LoggedSecrets.registerCode("173V-7Q2M-4KXC");
    private static final String ONCE = LoggedSecrets.register("011once2onlyFromWeChat");
    /** More than the burst of a player in hosts/limits.conf and parts/slow-down.conf. */
    private static final int TOO_MANY = 60;

    private static Workspace workspace;
    private static NginxEdge edge;
    private static int requests;

    private final FakeNode node = new FakeNode();

    @BeforeAll
    static void start() {
        workspace = Workspace.temporary("edge-logs");
        edge = new NginxEdge(Installed.nginx(), workspace.path(), Ports.free()).startPorts(List.of(Ports.free()));
    }

    @AfterAll
    static void end() {
        if (edge != null) {
            edge.close();
            workspace.close();
        }
    }

    @BeforeEach
    void putItBehind() {
        edge.reloadPorts(List.of(node.port()));
    }

    @AfterEach
    void close() {
        node.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/c/spring/prizes/1/code/173V-7Q2M-4KXC",
                "/c/spring/prizes/1/code/173v7q2m4kxc?lang=en",
                "/c/spring/prizes/1/code/173V-7Q2M-4KXC/",
                "/C/SPRING/PRIZES/1/CODE/173V-7Q2M-4KXC",
                "//c/spring//prizes/1/code//173V-7Q2M-4KXC",
                "/c/spring/prizes/1/c%6fde/173V-7Q2M-4KXC",
                "/c/spring/prizes/1/code%2f173V-7Q2M-4KXC",
                "/c/spring/prizes/1/x/../code/173V-7Q2M-4KXC",
                "/c/spring/prizes/1/code;a=b/173V-7Q2M-4KXC",
                "/somewhere/code/173V-7Q2M-4KXC",
                "/wechat/callback?code=011once2onlyFromWeChat&state=1.x.0.y"
            })
    void whateverHappensToARequestItsCodeIsInNoLog(String path) throws IOException {
        for (int answer : List.of(200, FakeNode.DIES, 502, 500)) {
            node.answers(answer);
            ask(edge.port(), path, "");
        }
        node.answers(200);
        for (int i = 0; i < TOO_MANY; i++) {
            ask(edge.port(), path, "Cookie: tt_id=one-player\r\n");
        }
        ask(edge.port(), path, "Content-Length: 1000000\r\n");
        ask(Integer.parseInt(edge.plainUrl().replaceAll(".*:", "")), path, "Content-Length: 1000000\r\n");
        assertNoCodeIsLogged();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/c/spring/prizes", "/c/spring/prizes/1/standing", "/assets/code.0a1b2c3d.js"})
    void theAddressOfAPageThatAPhoneKeptIsInNoLogAsReferer(String path) throws IOException {
        String referer =
                "Referer: " + edge.baseUrl() + "/c/spring/prizes/1/code/" + CODE + "\r\nCookie: tt_id=another\r\n";
        for (int answer : List.of(200, FakeNode.DIES, 502, 500)) {
            node.answers(answer);
            ask(edge.port(), path, referer);
        }
        for (int i = 0; i < TOO_MANY; i++) {
            ask(edge.port(), path, referer);
        }
        assertNoCodeIsLogged();
    }

    @Test
    void whatHasNoCodeIsLoggedWhole() throws IOException {
        Set<String> paths = new LinkedHashSet<>(List.of(
                "/c/wave-2026-gold",
                "/c/spring/prizes/1/coupon/5f0c2a9e41b7d386",
                "/assets/turntable.0a1b2c3d.css",
                "/redeem/confirmations"));
        for (String path : paths) {
            ask(edge.port(), path, "");
        }
        for (String path : paths) {
            Await.until(path + " is in the access log", LIMIT, () -> log().contains("\"path\":\"" + path + "\""));
        }
    }

    @Test
    void aNodeThatFailsIsNamedInTheErrorLogWhereNoCodeCanBe() throws IOException {
        node.answers(FakeNode.DIES);
        ask(edge.port(), "/c/spring/rules", "");
        Await.until(
                "the error log has it",
                LIMIT,
                () -> Files.readString(edge.prefix().resolve("logs/error.log")).contains("GET /c/spring/rules"));
    }

    /** A last request whose line is awaited: then everything before it is written, too. */
    private static void assertNoCodeIsLogged() throws IOException {
        String last = "/c/last-" + ++requests;
        ask(edge.port(), last, "");
        Await.until("the access log has all", LIMIT, () -> log().contains("\"path\":\"" + last + "\""));
        List<String> found = new ArrayList<>();
        try (Stream<java.nio.file.Path> logs = Files.list(edge.prefix().resolve("logs"))) {
            for (java.nio.file.Path file : logs.toList()) {
                Files.readString(file, StandardCharsets.ISO_8859_1)
                        .lines()
                        .filter(line -> line.toUpperCase(java.util.Locale.ROOT)
                                        .replace("-", "")
                                        .contains(CODE.replace("-", ""))
                                || line.contains(ONCE))
                        .forEach(line -> found.add(file + ": " + line));
            }
        }
        assertEquals(List.of(), found);
        assertTrue(log().contains("/c/last-"));
        assertFalse(log().contains("?"), "no query");
    }

    private static String log() throws IOException {
        return Files.readString(edge.prefix().resolve("logs/access.json"), StandardCharsets.ISO_8859_1);
    }

    /** The path as it stands, which no client's library would send; waits for the first byte of the answer. */
    private static void ask(int port, String path, String headers) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout((int) LIMIT.toMillis());
            OutputStream out = socket.getOutputStream();
            out.write(("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/html\r\nConnection: close\r\n"
                            + headers + "\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            assertTrue(socket.getInputStream().read() >= 0, "an answer to " + path);
        }
    }
}
