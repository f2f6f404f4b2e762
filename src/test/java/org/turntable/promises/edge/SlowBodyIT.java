package org.turntable.promises.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.turntable.testing.load.HttpConnection;
import org.turntable.testing.stack.Cluster;
import org.turntable.testing.stack.TomcatNode;
import org.turntable.testing.system.SharedEdgeCluster;

/**
 * A body that is sent a byte at a time: a node gives it four seconds in all and holds no thread for it, and the edge
 * sends nothing of it to a node before it is complete.
 */
class SlowBodyIT {
    /** More than a node has threads. */
    private static final int SENDERS = 40;

    private static final String FORM = "a=" + "b".repeat(998);
    private static Cluster cluster;

    private final ScheduledExecutorService drips = Executors.newScheduledThreadPool(2);
    private final List<Socket> sockets = new ArrayList<>();

    @BeforeAll
    static void start() {
        cluster = SharedEdgeCluster.whole();
    }

    @AfterEach
    void end() throws IOException {
        drips.shutdownNow();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/sign-in", "/beacon", "/c/" + SharedEdgeCluster.SLUG + "/draws", "/no-such-page"})
    void aNodeEndsABodyThatDripsAndServesOthersMeanwhile(String path) throws Exception {
        TomcatNode node = cluster.node(0);
        long from = System.nanoTime();
        for (int i = 0; i < SENDERS; i++) {
            // Chunked ones too, which have no length.
            drip(node.port(), path, node.baseUrl(), i % 2 == 0);
        }
        for (int i = 0; i < 10; i++) {
            assertEquals(200, page(node.port()));
        }
        assertTrue(secondsSince(from) < 3.5, "pages waited for the bodies: " + secondsSince(from) + " s");
        for (Socket socket : sockets) {
            assertEquals(408, status(socket));
        }
        assertTrue(secondsSince(from) < 10, "ended after " + secondsSince(from) + " s");
    }

    @Test
    void theEdgeKeepsABodyThatDripsToItself() throws Exception {
        int port = cluster.edge().orElseThrow().port();
        for (int i = 0; i < SENDERS; i++) {
            drip(port, "/sign-in", cluster.publicUrl(), i % 2 == 0);
        }
        long from = System.nanoTime();
        for (int i = 0; i < 20; i++) {
            assertEquals(200, page(port));
        }
        assertTrue(secondsSince(from) < 3.5, "pages waited for the bodies: " + secondsSince(from) + " s");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aFormThatComesInPiecesIsReadWhole(boolean chunked) throws Exception {
        TomcatNode node = cluster.node(0);
        Socket socket = open(node.port(), "/beacon", node.baseUrl(), chunked, "kind=load&page=wheel".length());
        for (String piece : List.of("kind=", "load&pa", "ge=wheel")) {
            socket.getOutputStream().write(bytes(chunked ? piece(piece) : piece));
            socket.getOutputStream().flush();
            // So that each piece is a packet of its own.
            assertEquals(0, socket.getInputStream().available());
        }
        if (chunked) {
            socket.getOutputStream().write(bytes("0\r\n\r\n"));
        }
        // The servlet was reached: it refuses this beacon, and a chunked one for its missing length.
        assertEquals(400, status(socket));
    }

    private void drip(int port, String path, String origin, boolean chunked) throws IOException {
        Socket socket = open(port, path, origin, chunked, FORM.length());
        AtomicBoolean over = new AtomicBoolean();
        drips.scheduleAtFixedRate(
                () -> {
                    try {
                        if (!over.get()) {
                            socket.getOutputStream().write(bytes(chunked ? piece("a") : "a"));
                        }
                    } catch (IOException closed) {
                        over.set(true);
                    }
                },
                0,
                200,
                TimeUnit.MILLISECONDS);
    }

    private Socket open(int port, String path, String origin, boolean chunked, int length) throws IOException {
        Socket socket = new Socket("127.0.0.1", port);
        sockets.add(socket);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) Duration.ofSeconds(60).toMillis());
        socket.getOutputStream()
                .write(bytes("POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nOrigin: " + origin
                        + "\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                        + (chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + length) + "\r\n\r\n"));
        return socket;
    }

    private static String piece(String content) {
        return Integer.toHexString(content.length()) + "\r\n" + content + "\r\n";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static int status(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        return Integer.parseInt(new String(in.readNBytes(12), StandardCharsets.US_ASCII).substring(9));
    }

    private static int page(int port) throws IOException {
        try (HttpConnection line =
                new HttpConnection("127.0.0.1", port, Duration.ofSeconds(5), Duration.ofSeconds(20))) {
            return line.get("/c/" + SharedEdgeCluster.SLUG).status();
        }
    }

    private static double secondsSince(long from) {
        return (System.nanoTime() - from) / 1e9;
    }
}
