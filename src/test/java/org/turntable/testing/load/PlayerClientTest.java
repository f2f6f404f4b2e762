package org.turntable.testing.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class PlayerClientTest {
    private final List<String> requests = new ArrayList<>();
    private HttpServer server;
    private PlayerClient player;
    private HttpConnection connection;

    @BeforeEach
    void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        connection = new HttpConnection(
                "127.0.0.1", server.getAddress().getPort(), Duration.ofSeconds(5), Duration.ofSeconds(5));
        player = new PlayerClient(connection, "http://here:1", "summer");
    }

    @AfterEach
    void stopServer() {
        connection.close();
        server.stop(0);
    }

    @Test
    void signsInOpensThePageAndDrawsAsAPhoneDoes() throws IOException {
        player.signIn("小明");
        assertEquals("JSESSIONID=s2; tt_id=me", player.cookieHeader());
        assertEquals(4, player.openPage());
        assertEquals("page+token", player.csrf());
        DrawAnswer drawn = player.draw(4);
        assertTrue(drawn.isWin() && drawn.isResult());
        assertEquals("优惠券", drawn.prize());
        assertEquals(5, drawn.next());
        DrawAnswer asked = player.ask(4);
        assertEquals("confirming", asked.status());
        assertFalse(asked.isResult());
        assertEquals(800, asked.retryAfterMillis());
        assertEquals(
                List.of(
                        "GET /sign-in?return=%2Fc%2Fsummer null ",
                        "POST /sign-in JSESSIONID=s1 name=%E5%B0%8F%E6%98%8E&return=%2Fc%2Fsummer&csrf=first",
                        "GET /c/summer JSESSIONID=s2; tt_id=me ",
                        "POST /c/summer/draws JSESSIONID=s2; tt_id=me number=4&csrf=page%2Btoken",
                        "GET /c/summer/draws/4 JSESSIONID=s2; tt_id=me "),
                requests);
    }

    @Test
    void createdCredentialsReplaceTheSignIn() throws IOException {
        player.with(new PlayerCredentials.Credentials("tt_id=minted", "token")).draw(1);
        assertEquals(List.of("POST /c/summer/draws tt_id=minted number=1&csrf=token"), requests);
    }

    @Test
    void aDeletedCookieIsNotSentAgain() throws IOException {
        player.with(new PlayerCredentials.Credentials("tt_id=minted; tt_lang=en", "token"))
                .get("/sign-out", "text/html");
        assertEquals("tt_lang=en", player.cookieHeader());
    }

    @Test
    void aPageInPlaceOfTheJsonIsAnError() {
        assertThrows(IOException.class, () -> player.ask(99));
    }

    private void answer(HttpExchange exchange) throws IOException {
        String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        requests.add(request + " " + exchange.getRequestHeaders().getFirst("Cookie") + " " + form);
        switch (request) {
            case "GET /sign-in?return=%2Fc%2Fsummer" -> {
                exchange.getResponseHeaders().add("Set-Cookie", "JSESSIONID=s1; Path=/; HttpOnly");
                send(exchange, 200, "<form><input type=\"hidden\" value=\"first\" name=\"csrf\"></form>");
            }
            case "POST /sign-in" -> {
                assertEquals("http://here:1", exchange.getRequestHeaders().getFirst("Origin"));
                exchange.getResponseHeaders().add("Set-Cookie", "JSESSIONID=s2; Path=/; HttpOnly");
                exchange.getResponseHeaders().add("Set-Cookie", "tt_id=me; HttpOnly; SameSite=Lax");
                exchange.getResponseHeaders().add("Location", "/c/summer");
                send(exchange, 303, "");
            }
            case "GET /c/summer" ->
                send(
                        exchange,
                        200,
                        "<form>\n<input type=\"hidden\" name=\"number\" value=\"4\">"
                                + "<input name=\"csrf\"\n value=\"page&#43;token\"/></form>");
            case "POST /c/summer/draws" ->
                send(
                        exchange,
                        200,
                        "{\"status\":\"win\",\"number\":4,\"segment\":5,"
                                + "\"prize\":{\"name\":\"优惠券\",\"kind\":\"coupon\"},\"next\":5,\"chancesToday\":1,\"chancesInAll\":3}");
            case "GET /c/summer/draws/4" ->
                send(
                        exchange,
                        200,
                        "{\"status\":\"confirming\",\"number\":4,\"segment\":null,\"prize\":null,"
                                + "\"next\":5,\"retryAfterMs\":800}");
            case "GET /sign-out" -> {
                exchange.getResponseHeaders().add("Set-Cookie", "tt_id=; Max-Age=0; Path=/");
                send(exchange, 200, "");
            }
            default -> send(exchange, 200, "<html>white screen</html>");
        }
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
