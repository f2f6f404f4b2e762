package org.turntable.testing.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class HttpConnectionTest {
    private static final Duration LONG = Duration.ofSeconds(10);

    @Test
    void aRequestCarriesItsHeadersAndItsFormAndTheAnswerIsWhole() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/echo", exchange -> {
            byte[] form = exchange.getRequestBody().readAllBytes();
            byte[] answer = (exchange.getRequestHeaders().getFirst("Origin") + " "
                            + new String(form, StandardCharsets.UTF_8) + " "
                            + exchange.getRemoteAddress().getPort())
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Set-Cookie", "tt_id=abc; HttpOnly");
            exchange.getResponseHeaders().add("Retry-After", "3");
            exchange.sendResponseHeaders(503, 0);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        try (HttpConnection connection = to(server.getAddress().getPort(), LONG)) {
            HttpAnswer first = connection.request("POST", "/echo", Map.of("Origin", "http://here"), "name=转盘");
            HttpAnswer second = connection.request("POST", "/echo", Map.of("Origin", "http://here"), "name=转盘");
            assertEquals(503, first.status());
            assertEquals("3", first.retryAfter());
            assertEquals("tt_id=abc; HttpOnly", first.setCookies().get(0));
            assertTrue(first.body().startsWith("http://here name=转盘"), first.body());
            assertEquals(first.body(), second.body(), "the second request came over the same connection");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aServerThatDoesNotAnswerReachesTheTimeLimit() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                HttpConnection connection = to(server.getLocalPort(), Duration.ofMillis(60))) {
            assertThrows(SocketTimeoutException.class, () -> connection.get("/"));
        }
    }

    @Test
    void aTruncatedAnswerIsAnErrorAndTheNextCallReconnects() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                HttpConnection connection = to(server.getLocalPort(), LONG)) {
            Thread answering = new Thread(() -> {
                answerOnce(server, "HTTP/1.1 200 \r\nContent-Length: 9\r\n\r\nok");
                answerOnce(server, "HTTP/1.1 200 \r\nContent-Length: 2\r\n\r\nok");
            });
            answering.start();
            assertThrows(IOException.class, () -> connection.get("/"));
            assertEquals("ok", connection.get("/").body());
            answering.join();
        }
    }

    @Test
    void aPortWithoutAServerIsRefused() throws IOException {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        try (HttpConnection connection = to(port, LONG)) {
            assertThrows(IOException.class, () -> connection.get("/"));
        }
    }

    private static HttpConnection to(int port, Duration limit) {
        return new HttpConnection("127.0.0.1", port, LONG, limit);
    }

    private static void answerOnce(ServerSocket server, String answer) {
        try (Socket socket = server.accept()) {
            socket.getInputStream().read(new byte[1000]);
            socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
        } catch (IOException gone) {
            throw new IllegalStateException(gone);
        }
    }
}
