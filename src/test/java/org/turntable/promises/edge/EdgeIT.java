package org.turntable.promises.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.turntable.testing.load.HttpAnswer;
import org.turntable.testing.load.HttpConnection;
import org.turntable.testing.load.PlayerClient;
import org.turntable.testing.stack.Await;
import org.turntable.testing.stack.Cluster;
import org.turntable.testing.stack.NginxEdge;
import org.turntable.testing.stack.Ports;
import org.turntable.testing.stack.TomcatNode;
import org.turntable.testing.stack.Workspace;
import org.turntable.testing.system.SharedCluster;
import org.turntable.testing.system.SharedEdgeCluster;

/** The edge as players meet it when what lies behind it is gone, and while hundreds of clients are slow. */
@Tag("alone")
class EdgeIT {
    private static final String SLUG = SharedEdgeCluster.SLUG;
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final int SLOW_CLIENTS = 500;
    /** Within this every player is answered, whatever has happened to the nodes. */
    private static final long AT_ONCE_MS = 200;

    private static Cluster cluster;

    @BeforeAll
    static void start() {
        cluster = SharedEdgeCluster.whole();
    }

    @Test
    void withEveryNodeStoppedEachRequestGetsAFriendlyAnswerAtOnceAndTheWheelComesBackByItself() throws IOException {
        PlayerClient player = player("patient");
        assertTrue(player.openPage() > 0);
        get("/", "text/html");
        awaitNames();
        cluster.nodes().forEach(TomcatNode::stop);
        try {
            List<Long> millis = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                HttpAnswer page = timed(millis, () -> get("/c/" + SLUG, "text/html"));
                assertEquals(503, page.status());
                assertNotNull(page.retryAfter());
                assertTrue(page.body().contains("马上回来"), page.body());
                assertTrue(page.body().contains("Math.random()"), "it tries again by itself, and not all at once");
                HttpAnswer draw = timed(
                        millis,
                        () -> player.post(
                                "/c/" + SLUG + "/draws", "application/json", "number", "1", "csrf", player.csrf()));
                assertEquals(503, draw.status());
                assertTrue(draw.body().contains("\"status\":\"busy\""), draw.body());
                assertEquals(
                        503,
                        timed(millis, () -> get("/sign-in?return=/c/" + SLUG, "text/html"))
                                .status());
            }
            HttpAnswer withoutScript = timed(
                    millis,
                    () -> player.post("/c/" + SLUG + "/draws", "text/html", "number", "1", "csrf", player.csrf()));
            assertEquals(503, withoutScript.status());
            assertTrue(withoutScript.body().contains("马上回来"), withoutScript.body());
            for (String path : List.of("/c/" + SLUG, "/c/" + SLUG + "/rules?x=1", "/")) {
                assertTrue(
                        timed(millis, () -> get(path, "text/html")).body().contains("金秋 &lt;七天乐&gt; &amp; 转盘"), path);
                assertTrue(
                        timed(millis, () -> inEnglish(path)).body().contains("Seven &lt;Golden&gt; Days &amp; a Wheel"),
                        path);
            }
            HttpAnswer unknown = timed(millis, () -> get("/c/nobody-was-there", "text/html"));
            assertTrue(unknown.body().contains("<p class=\"campaign\"></p>"), unknown.body());
            System.out.println("all nodes stopped: the slowest of " + millis.size() + " answers took "
                    + Collections.max(millis) + " ms");
            assertTrue(
                    Collections.max(millis) <= AT_ONCE_MS, () -> "an answer took " + Collections.max(millis) + " ms");
        } finally {
            cluster.nodes().parallelStream().forEach(TomcatNode::start);
        }
        SharedEdgeCluster.whole();
        assertFalse(List.of("busy", "refresh")
                .contains(player.draw(player.openPage()).status()));
    }

    @Test
    void withEveryMachineGoneEachPlayerIsAnsweredJustAsSoon() throws IOException {
        get("/c/" + SLUG, "text/html");
        awaitNames();
        NginxEdge edge = cluster.edge().orElseThrow();
        List<Long> millis = new ArrayList<>();
        try (SilentMachine one = new SilentMachine();
                SilentMachine other = new SilentMachine()) {
            edge.reloadPorts(List.of(one.port(), other.port()));
            // The first that is answered like this; before it, the edge's old workers answer.
            Await.until(
                    "the nodes are gone",
                    LIMIT,
                    () -> timed(millis, () -> get("/c/" + SLUG, "text/html")).status() == 503);
            millis.clear();
            long until = System.nanoTime() + Duration.ofSeconds(6).toNanos();
            // Longer than the edge leaves a dead node alone, so that it has to find out anew.
            while (System.nanoTime() < until) {
                HttpAnswer page = timed(millis, () -> get("/c/" + SLUG, "text/html"));
                assertEquals(503, page.status());
                assertTrue(page.body().contains("金秋"), page.body());
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
        } finally {
            edge.reload(cluster.nodes());
        }
        System.out.println("all machines gone: the slowest of " + millis.size() + " answers took "
                + Collections.max(millis) + " ms");
        assertTrue(Collections.max(millis) <= AT_ONCE_MS, () -> "an answer took " + Collections.max(millis) + " ms");
        SharedEdgeCluster.whole();
    }

    @Test
    void clientsThatSendAByteASecondReachNoNodeAndSlowNoOtherClientDown() throws IOException {
        List<Long> without = pages(150);
        List<String> cookies = IntStream.range(0, SLOW_CLIENTS)
                .mapToObj(i -> SharedCluster.credentials(cluster, "slow " + i).cookie())
                .toList();
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < SLOW_CLIENTS; i++) {
                Socket socket = new Socket();
                socket.connect(
                        new InetSocketAddress(
                                "127.0.0.1", cluster.edge().orElseThrow().port()),
                        2_000);
                // One half in the middle of its headers, the other in the middle of its body. Each is another signed-in
                // player on the campaign's page: a node would refuse others without reading the body.
                socket.getOutputStream()
                        .write((i % 2 == 0
                                        ? "GET /c/" + SLUG + " HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "
                                        : "POST /c/" + SLUG + "/draws HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: "
                                                + cookies.get(i) + "\r\nOrigin: " + cluster.publicUrl()
                                                + "\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                                                + "Content-Length: 100\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                slow.add(socket);
            }
            List<Long> with = new ArrayList<>();
            long atNodes = 0;
            // Before any page is asked for: a page that has to wait behind them would hide that they were handed on.
            for (int i = 0; i < 20; i++) {
                atNodes = Math.max(atNodes, connectionsToNodes());
                LockSupport.parkNanos(Duration.ofMillis(25).toNanos());
            }
            for (int second = 0; second < 3; second++) {
                slow.forEach(EdgeIT::oneByte);
                with.addAll(pages(50));
                atNodes = Math.max(atNodes, connectionsToNodes());
                LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
            }
            System.out.println(SLOW_CLIENTS + " slow clients: a page took " + percentile(with, 50) + " ms (p99 "
                    + percentile(with, 99) + "), without them " + percentile(without, 50) + " (p99 "
                    + percentile(without, 99) + ")");
            long held = atNodes;
            assertTrue(
                    held < SLOW_CLIENTS / 10,
                    () -> held + " connections to nodes: the edge hands unfinished requests on");
            long most = 3 * percentile(without, 50) + 20;
            assertTrue(
                    percentile(with, 50) <= most,
                    () -> "with slow clients half of the pages took longer than " + percentile(with, 50) + " ms, "
                            + most + " at most were expected");
            Await.until(
                    "the edge has ended the slow ones",
                    LIMIT,
                    () -> slow.stream().allMatch(EdgeIT::isEnded));
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
        assertEquals(200, get("/c/" + SLUG, "text/html").status());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/readyz",
                "/livez",
                "/metrics",
                "/status",
                "/drain",
                "/rehearsal",
                "/manager/text/list",
                "/host-manager/html",
                "/%73tatus",
                "/STATUS",
                "/Manager/text/list",
                "/console",
                "/console/sign-in",
                "/%63onsole/campaigns/x",
                "/status/"
            })
    void whatIsForOpsDoesNotExistOutside(String path) throws IOException {
        HttpAnswer answer = get(path, "text/html");
        assertEquals(404, answer.status(), () -> path + " was answered " + answer.status());
        assertFalse(answer.body().contains("components"), answer.body());
    }

    @Test
    void aClientThatTapsLikeAMachineIsLimitedAndAnotherAtTheSameAddressIsNot() throws IOException {
        PlayerClient machine = player("machine");
        machine.openPage();
        Map<Integer, Integer> statuses = new TreeMap<>();
        String refusal = "";
        for (int i = 0; i < 120; i++) {
            HttpAnswer answer =
                    machine.post("/c/" + SLUG + "/draws", "application/json", "number", "1", "csrf", machine.csrf());
            statuses.merge(answer.status(), 1, Integer::sum);
            refusal = answer.status() == 429 ? answer.retryAfter() + answer.body() : refusal;
        }
        assertEquals(List.of(200, 429), List.copyOf(statuses.keySet()), statuses::toString);
        assertTrue(refusal.startsWith("3{\"status\":\"busy\""), refusal);
        PlayerClient neighbour = player("neighbour");
        assertTrue(neighbour.openPage() > 0);
        assertEquals(
                200,
                neighbour
                        .post("/c/" + SLUG + "/draws", "application/json", "number", "1", "csrf", neighbour.csrf())
                        .status());
        // Ten a second come back to it, so it may be let in once more before it is not.
        HttpAnswer page = machine.get("/c/" + SLUG, "text/html");
        for (int i = 0; i < 60 && page.status() == 200; i++) {
            page = machine.get("/c/" + SLUG, "text/html");
        }
        assertEquals(429, page.status());
        assertTrue(page.body().contains("马上回来"), page.body());
    }

    private interface Ask {
        HttpAnswer now() throws IOException;
    }

    private static HttpAnswer timed(List<Long> millis, Ask ask) throws IOException {
        long from = System.nanoTime();
        HttpAnswer answer = ask.now();
        millis.add((System.nanoTime() - from) / 1_000_000);
        return answer;
    }

    private static List<Long> pages(int number) throws IOException {
        List<Long> millis = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            assertEquals(
                    200, timed(millis, () -> get("/c/" + SLUG, "text/html")).status());
        }
        return millis;
    }

    private static long percentile(List<Long> millis, int percent) {
        List<Long> sorted = millis.stream().sorted().toList();
        return sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100));
    }

    /** Connections that are open from the edge to the nodes at this moment. */
    private static long connectionsToNodes() throws IOException {
        List<String> remote = cluster.nodes().stream()
                .map(node -> String.format(":%04X", node.port()))
                .toList();
        // The columns: number, local address, remote address, state (01 is ESTABLISHED).
        return Files.readAllLines(Path.of("/proc/net/tcp")).stream()
                .map(line -> line.trim().split(" +"))
                .filter(column -> column[3].equals("01") && remote.stream().anyMatch(column[2]::endsWith))
                .count();
    }

    private static void oneByte(Socket socket) {
        try {
            OutputStream out = socket.getOutputStream();
            out.write('x');
        } catch (IOException ended) {
            // That is what the test waits for.
        }
    }

    /** Whether the other side has ended it: with an answer (408) or without. */
    private static boolean isEnded(Socket socket) {
        try {
            socket.setSoTimeout(1);
            InputStream in = socket.getInputStream();
            while (in.read() >= 0) {
                // To the end.
            }
            return true;
        } catch (SocketTimeoutException still) {
            return false;
        } catch (IOException ended) {
            return true;
        }
    }

    private static PlayerClient player(String name) {
        return new PlayerClient(line(), cluster.publicUrl(), SLUG).with(SharedCluster.credentials(cluster, name));
    }

    private static HttpConnection line() {
        return new HttpConnection(
                "127.0.0.1", cluster.edge().orElseThrow().port(), Duration.ofSeconds(2), Duration.ofSeconds(10));
    }

    private static HttpAnswer get(String path, String accept) throws IOException {
        try (HttpConnection line = line()) {
            return line.request("GET", path, Map.of("Accept", accept), null);
        }
    }

    private static HttpAnswer inEnglish(String path) throws IOException {
        try (HttpConnection line = line()) {
            return line.request("GET", path, Map.of("Accept", "text/html", "Accept-Language", "en-GB,en;q=0.9"), null);
        }
    }

    /** The names are looked up beside the pages; no request waits for them. */
    private static void awaitNames() {
        Await.until("the edge keeps the names", LIMIT, () -> {
            Path names = cluster.edge().orElseThrow().prefix().resolve("cache/names");
            return Workspace.filesBelow(names).stream()
                            .filter(file -> contains(file, "/c/" + SLUG + "/name|"))
                            .count()
                    == 2;
        });
    }

    private static boolean contains(Path file, String key) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains("KEY: " + key);
        } catch (IOException movedAway) {
            return false;
        }
    }

    /** A machine that is there no more: it takes no connection and refuses none. */
    private static final class SilentMachine implements AutoCloseable {
        private final ServerSocket listener =
                new ServerSocket(Ports.free(), 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        private final List<Socket> filling = new ArrayList<>();

        SilentMachine() throws IOException {
            // Linux drops connections that do not fit into the queue of a listener that accepts none.
            try {
                while (filling.size() < 20) {
                    Socket socket = new Socket();
                    filling.add(socket);
                    socket.connect(listener.getLocalSocketAddress(), 300);
                }
                throw new IllegalStateException("the queue took everything");
            } catch (SocketTimeoutException full) {
                // From here on no connection is answered.
            }
        }

        int port() {
            return listener.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            for (Socket socket : filling) {
                socket.close();
            }
            listener.close();
        }
    }
}
