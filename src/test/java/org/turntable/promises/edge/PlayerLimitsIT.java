package org.turntable.promises.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.turntable.player.Identity;
import org.turntable.player.IdentitySigner;
import org.turntable.testing.stack.Cluster;
import org.turntable.testing.stack.Installed;
import org.turntable.testing.stack.LoggedSecrets;
import org.turntable.testing.stack.NginxEdge;
import org.turntable.testing.stack.Ports;
import org.turntable.testing.stack.ProjectFiles;
import org.turntable.testing.stack.Workspace;
import org.turntable.testing.system.SharedCluster;
import org.turntable.testing.system.SharedEdgeCluster;

/**
 * What limits requests is what was verified: no invented cookie and no other spelling of its name passes the limits of
 * an address or of a player, with njs at the edge and without. The figures are the shipped ones, divided.
 */
class PlayerLimitsIT {
    private static final int SENT = 300;
    private static final int THREADS = 8;
    private static final int VISITORS_PER_SECOND = 10;
    private static final int VISITORS_AT_ONCE = 20;
    private static final int PLAYER_PER_SECOND = 2;
    private static final int PLAYER_AT_ONCE = 6;
    /** At each of two nodes, with three seconds of it at once: together less than the visitors' at the edge. */
    private static final int UNVERIFIED_PER_SECOND = 4;

    private static final Duration DAYS = Duration.ofDays(30);
    private static int address = 20;

    private Cluster cluster;
    private Workspace workspace;
    private NginxEdge edge;
    private String from;

    @BeforeEach
    void whole() {
        cluster = SharedEdgeCluster.whole();
        workspace = Workspace.temporary("limits");
        from = "127.0.0." + address++;
    }

    @AfterEach
    void end() {
        if (edge != null) {
            edge.close();
        }
        workspace.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void inventedCookiesCountTogetherByAddress(boolean njs) throws Exception {
        start(njs);
        List<IntFunction<String>> inventions = List.of(
                number -> "tt_id=1." + invented(number) + ".1790000000." + invented(number),
                number -> "TT_ID=" + invented(number),
                number -> "__Host-tt_id=" + invented(number),
                number -> "Tt_Id=" + invented(number) + "; tt_id=" + invented(-number),
                number -> "tt_edge=" + invented(number) + "." + (Instant.now().getEpochSecond() + 900) + "."
                        + invented(number),
                number -> "tt_id=x" + number + "; __Host-tt_edge=" + expiredEdgeCookie("expired " + number));
        for (int i = 0; i < inventions.size(); i++) {
            from = "127.0.0." + address++;
            Result result = flood(inventions.get(i));
            int kind = i;
            assertEquals(SENT, result.passed() + result.refused(), () -> "invention " + kind + ": " + result);
            int most = VISITORS_AT_ONCE + VISITORS_PER_SECOND * result.seconds() + THREADS;
            assertTrue(result.passed() <= most, () -> "invention " + kind + ": " + result + ", at most " + most);
            assertTrue(result.refused() > 0, () -> "invention " + kind + ": " + result);
            assertTrue(passes(playerCookies("a player of the same address " + njs + kind)), "invention " + kind);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aPlayerCountsAsOneWhateverElseStandsBesideTheCookie(boolean njs) throws Exception {
        start(njs);
        List<IntFunction<String>> beside = List.of(
                number -> "TT_ID=" + invented(number) + "; %s",
                number -> "tt_id=" + invented(number) + "; %s",
                number -> "__Host-tt_id=" + invented(number) + "; __Host-tt_edge=" + number + "; %s",
                number -> "%s; tt_id=" + invented(number));
        for (int i = 0; i < beside.size(); i++) {
            from = "127.0.0." + address++;
            IntFunction<String> kind = beside.get(i);
            String cookies = playerCookies("a script " + njs + i);
            Result result = flood(number -> kind.apply(number).formatted(cookies));
            String name = "kind " + i + ": " + result;
            // At the edge once; where the edge cannot know, at each of the two nodes.
            int most = 2 * (PLAYER_AT_ONCE + PLAYER_PER_SECOND * result.seconds()) + THREADS;
            assertEquals(SENT, result.passed() + result.refused(), name);
            assertTrue(result.passed() <= most, () -> name + ", at most " + most);
            assertTrue(result.refused() > 0, name);
            assertTrue(passes(playerCookies("another player " + njs + i)), name);
        }
    }

    @Test
    void aRefusalHasOneShapeWhoeverRefuses() throws Exception {
        start(false);
        String cookies = playerCookies("too fast");
        flood(number -> "tt_id=" + invented(number) + "; " + cookies);
        String answer = ask("tt_id=" + invented(SENT) + "; " + cookies);
        assertTrue(answer.startsWith("HTTP/1.1 429"), answer);
        assertTrue(answer.contains("\r\nRetry-After: 3\r\n"), answer);
        assertTrue(answer.contains("{\"status\":\"busy\","), answer);
        assertTrue(answer.contains("\"retryAfterMs\":3000,"), answer);
    }

    @Test
    void theConfigurationSaysWhetherNjsIsLoadedAndDoesNotStartWithoutTheKey() throws Exception {
        start(false);
        assertTrue(test().contains("[warn]") && test().contains("njs is off: nodes verify cookies"), this::test);
        edge.close();
        Installed.njs();
        workspace.close();
        workspace = Workspace.temporary("limits");
        start(true);
        assertTrue(!test().contains("[warn]") && test().contains("test is successful"), this::test);
        Files.delete(edge.prefix().resolve("hosts/edge-key.conf"));
        assertTrue(test().contains("hosts/edge-key.conf\" failed"), this::test);
    }

    @Test
    void theToolPrintsTheKeyWithWhichTheEdgeVerifies() {
        String printed = cluster.ops("edge-key");
        String secret = cluster.settings().get("identity.secret");
        assertTrue(printed.contains("default \"" + IdentitySigner.edgeKey(secret) + "\";"), "another key");
        assertNotEquals(secret, IdentitySigner.edgeKey(secret));
    }

    private void start(boolean njs) throws IOException {
        if (njs) {
            Installed.njs();
        }
        edge = new NginxEdge(Installed.nginx(), workspace.path(), Ports.free());
        copy(ProjectFiles.file("nginx"), edge.prefix());
        // With njs the edge has to refuse alone.
        String rates = njs ? "100000/100000" : PLAYER_PER_SECOND + "/" + UNVERIFIED_PER_SECOND;
        replace("hosts/limits.conf", "10/60", rates);
        replace("hosts/limits.conf", "rate=10r/s", "rate=" + PLAYER_PER_SECOND + "r/s");
        replace("hosts/limits.conf", "rate=300r/s", "rate=" + VISITORS_PER_SECOND + "r/s");
        replace("parts/slow-down.conf", "burst=30 ", "burst=" + PLAYER_AT_ONCE + " ");
        replace("parts/slow-down.conf", "burst=600 ", "burst=" + VISITORS_AT_ONCE + " ");
        if (njs) {
            edge.verifying(IdentitySigner.edgeKey(cluster.settings().get("identity.secret")));
        }
        edge.start(cluster.nodes());
    }

    private void replace(String file, String what, String with) throws IOException {
        Path path = edge.prefix().resolve(file);
        String text = Files.readString(path);
        assertTrue(text.contains(what), () -> file + " has no " + what);
        Files.writeString(path, text.replace(what, with));
    }

    private static void copy(Path source, Path target) throws IOException {
        try (var all = Files.walk(source)) {
            for (Path file : all.toList()) {
                Path to = target.resolve(source.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(to);
                } else {
                    Files.copy(file, to);
                }
            }
        }
    }

    private String test() {
        try {
            Process process = new ProcessBuilder(
                            Installed.nginx().toString(), "-p", edge.prefix() + "/", "-c", "nginx.conf", "-t")
                    .redirectErrorStream(true)
                    .start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            return broken.toString();
        }
    }

    private String playerCookies(String name) {
        IdentitySigner signer = new IdentitySigner(cluster.settings().get("identity.secret"), DAYS);
        Identity identity = new Identity(
                SharedCluster.playerId(cluster, name),
                Instant.ofEpochSecond(Instant.now().getEpochSecond()));
        LoggedSecrets.registerCookie("tt_id=" + signer.sign(identity));
        return "tt_id=" + signer.sign(identity) + "; tt_edge=" + signer.signForEdge(identity);
    }

    private String expiredEdgeCookie(String name) {
        IdentitySigner signer = new IdentitySigner(cluster.settings().get("identity.secret"), Duration.ofSeconds(1));
        return signer.signForEdge(new Identity(
                SharedCluster.playerId(cluster, name), Instant.now().minusSeconds(60)));
    }

    private static String invented(int number) {
        return "%022d".formatted(number + 1_000_000L);
    }

    /** Answers within {@code seconds}. */
    private record Result(int passed, int refused, int seconds) {}

    private Result flood(IntFunction<String> cookie) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            long begun = System.nanoTime();
            List<Callable<Integer>> requests = new ArrayList<>();
            for (int i = 0; i < SENT; i++) {
                int number = i;
                requests.add(() -> status(ask(cookie.apply(number))));
            }
            int passed = 0;
            int refused = 0;
            for (Future<Integer> one : threads.invokeAll(requests)) {
                if (one.get() == 429) {
                    refused++;
                } else if (one.get() < 500) {
                    passed++;
                }
            }
            long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun) + 1;
            return new Result(passed, refused, (int) seconds);
        } finally {
            threads.shutdownNow();
        }
    }

    private boolean passes(String cookies) throws IOException {
        int status = status(ask(cookies));
        return status < 400;
    }

    private static int status(String answer) {
        return Integer.parseInt(answer.substring(9, 12));
    }

    private String ask(String cookies) throws IOException {
        String request = "GET /c/" + SharedEdgeCluster.SLUG + "/name HTTP/1.1\r\nHost: 127.0.0.1:" + edge.port()
                + "\r\nAccept: application/json\r\nCookie: " + cookies + "\r\nConnection: close\r\n\r\n";
        try (Socket socket =
                new Socket(InetAddress.getByName("127.0.0.1"), edge.port(), InetAddress.getByName(from), 0)) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            socket.getInputStream().transferTo(answer);
            return answer.toString(StandardCharsets.UTF_8);
        }
    }
}
