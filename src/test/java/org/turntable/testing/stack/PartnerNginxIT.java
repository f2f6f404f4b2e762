package org.turntable.testing.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.turntable.testing.stack.PartnerNginx.Way;

/** The two files that a partner may install: they carry the callback and nothing else, to us and nowhere else. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PartnerNginxIT {
    private static final String QUERY =
            "?code=0a1B2c-_.~&state=1.t8v2k3.0.AAAAAAAAAAAAAAAA.L2MvZ29sZGVu.BBBBBBBBBBBBBBBBBBBBBB";
    private static final String CALLBACK = "/wechat/callback";

    /** What arrived at the lottery. */
    private record Arrival(String method, String uri, Map<String, List<String>> headers) {}

    private final ConcurrentLinkedQueue<Arrival> arrivals = new ConcurrentLinkedQueue<>();
    private Workspace workspace;
    private HttpServer lottery;
    private String lotteryUrl;
    private PartnerNginx relay;
    private PartnerNginx proxy;

    @BeforeAll
    void start() throws IOException {
        Installed.nginx();
        workspace = Workspace.temporary("partner");
        lottery = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        lottery.createContext("/", this::answer);
        lottery.start();
        lotteryUrl = "http://127.0.0.1:" + lottery.getAddress().getPort();
        relay = new PartnerNginx(workspace.path().resolve("relay")).start(Way.RELAY, lotteryUrl);
        proxy = new PartnerNginx(workspace.path().resolve("proxy")).start(Way.PROXY, lotteryUrl);
    }

    @AfterAll
    void stop() {
        if (workspace != null) {
            relay.close();
            proxy.close();
            lottery.stop(0);
            workspace.close();
        }
    }

    @BeforeEach
    void clearRequests() {
        arrivals.clear();
    }

    private void answer(HttpExchange exchange) throws IOException {
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(exchange.getRequestHeaders());
        arrivals.add(new Arrival(
                exchange.getRequestMethod(), exchange.getRequestURI().toString(), headers));
        exchange.getResponseHeaders().add("Location", lotteryUrl + CALLBACK + "?code=x&state=y&on=1");
        exchange.getResponseHeaders().add("Set-Cookie", "tt_id=secret; Path=/");
        exchange.sendResponseHeaders(302, -1);
        exchange.close();
    }

    @Test
    void theRelayAnswersByItselfWithCodeAndStateAndOurHost() throws Exception {
        HttpResponse<String> answer = ask(relay.baseUrl() + CALLBACK + QUERY + "&more=x");
        assertEquals(302, answer.statusCode());
        assertEquals(
                lotteryUrl + CALLBACK + QUERY,
                answer.headers().firstValue("Location").orElse(null));
        assertEquals("no-store", answer.headers().firstValue("Cache-Control").orElse(null));
        assertEquals(
                "no-referrer", answer.headers().firstValue("Referrer-Policy").orElse(null));
        assertTrue(arrivals.isEmpty(), "the relay itself asked the lottery");
    }

    /** The Host header, whatever else is in the query, another scheme: the relay leads to us alone. */
    @ParameterizedTest
    @CsvSource({
        "?host=evil.example, ?code=&state=",
        "?code=x&state=y&url=https://evil.example/, ?code=x&state=y",
        "?code=//evil.example, ?code=//evil.example&state=",
        "?code=%0d%0aLocation:%20https://evil.example, ?code=%0d%0aLocation:%20https://evil.example&state=",
        "?x=@evil.example, ?code=&state=",
        "'', ?code=&state="
    })
    void theRelayRedirectsToNoOtherHost(String query, String handedOver) throws Exception {
        String answer = raw(
                relay.port(),
                "GET " + CALLBACK + query
                        + " HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: evil.example\r\nConnection: "
                        + "close\r\n\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 302 "), answer);
        List<String> locations = answer.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("location:"))
                .toList();
        assertEquals(List.of("Location: " + lotteryUrl + CALLBACK + handedOver), locations);
    }

    /** As a partner enables it: the second line's sentence in the relay, without its #. */
    @Test
    void theRelayUsesTheSecondLineForStatesThatBeganThere() throws Exception {
        try (PartnerNginx both = new PartnerNginx(workspace.path().resolve("both"))
                .start(
                        Way.RELAY,
                        lotteryUrl,
                        text -> text.replace("#if ($arg_state", "if ($arg_state")
                                .replace("https://lottery2.example.com", "https://second.example"))) {
            String seal = ".AAAAAAAAAAAAAAAA..BBBBBBBBBBBBBBBBBBBBBB";
            assertEquals(
                    "https://second.example" + CALLBACK + "?code=x&state=1.t8v2k3.1" + seal,
                    location(both, "?code=x&state=1.t8v2k3.1" + seal));
            for (String state : List.of("1.t8v2k3.0" + seal, "1.t8v2k3.11" + seal, "x1.t8v2k3.1" + seal, "")) {
                assertEquals(
                        lotteryUrl + CALLBACK + "?code=x&state=" + state, location(both, "?code=x&state=" + state));
            }
        }
    }

    private static String location(PartnerNginx partner, String query) throws Exception {
        return ask(partner.baseUrl() + CALLBACK + query)
                .headers()
                .firstValue("Location")
                .orElse(null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/wechat/callback/",
                "/wechat/callback/x",
                "/wechat",
                "/c/golden-week",
                "/sign-in",
                "/wechat/signature",
                "/WeChat/callback",
                "/diag"
            })
    void neitherFileChangesAnotherPath(String path) throws Exception {
        for (PartnerNginx partner : List.of(relay, proxy)) {
            HttpResponse<String> answer = ask(partner.baseUrl() + path + QUERY);
            assertEquals(200, answer.statusCode());
            assertEquals("the partner's own page", answer.body());
        }
        assertTrue(arrivals.isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/x/../wechat/callback",
                "//wechat/callback",
                "/wechat/./callback",
                "/wechat/%63allback",
                "/status;/../wechat/callback",
                "/console/%2e%2e/wechat/callback"
            })
    void neitherFileTakesAnotherSpellingOfThePath(String path) throws Exception {
        for (PartnerNginx partner : List.of(relay, proxy)) {
            String answer = raw(
                    partner.port(),
                    "GET " + path + QUERY + " HTTP/1.1\r\nHost: " + PartnerNginx.HOST
                            + "\r\nConnection: close\r\n\r\n");
            assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
        }
        assertTrue(arrivals.isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS"})
    void neitherFileAcceptsAnotherMethod(String method) throws Exception {
        for (PartnerNginx partner : List.of(relay, proxy)) {
            String answer = raw(
                    partner.port(),
                    method + " " + CALLBACK + QUERY + " HTTP/1.1\r\nHost: " + PartnerNginx.HOST
                            + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            assertTrue(answer.startsWith("HTTP/1.1 405 "), answer);
        }
        assertTrue(arrivals.isEmpty());
    }

    @Test
    void neitherFileForwardsMoreThanACallbackNeeds() throws Exception {
        for (PartnerNginx partner : List.of(relay, proxy)) {
            assertEquals(
                    414,
                    ask(partner.baseUrl() + CALLBACK + "?code=" + "x".repeat(1_100))
                            .statusCode());
        }
        assertTrue(arrivals.isEmpty());
    }

    @Test
    void theProxyForwardsTheCallbackWithOurHostAndNoHeadersOfThePartner() throws Exception {
        String asked = "GET " + CALLBACK + QUERY + " HTTP/1.1\r\nHost: " + PartnerNginx.HOST
                + "\r\nX-Forwarded-Host: evil.example\r\nForwarded: host=evil.example\r\n"
                + "X-Forwarded-For: 1.2.3.4\r\nCookie: partner=theirs\r\nAuthorization: Basic eDp5\r\nUser-Agent: "
                + "phone\r\nAccept-Language: en\r\nConnection: close\r\n\r\n";
        String answer = raw(proxy.port(), asked);
        assertTrue(answer.startsWith("HTTP/1.1 302 "), answer);
        assertTrue(answer.contains("Location: " + lotteryUrl + CALLBACK + "?code=x&state=y&on=1\r\n"), answer);
        assertFalse(answer.contains("Set-Cookie"), answer);

        assertEquals(1, arrivals.size());
        Arrival arrival = arrivals.element();
        assertEquals(CALLBACK + QUERY, arrival.uri());
        assertEquals(List.of(lotteryUrl.substring(7)), arrival.headers().get("Host"));
        for (String gone : List.of(
                "X-Forwarded-Host",
                "X-Forwarded-For",
                "X-Forwarded-Proto",
                "X-Forwarded-Port",
                "Forwarded",
                "Cookie",
                "Authorization")) {
            assertNull(arrival.headers().get(gone), gone);
        }
        assertEquals(List.of("phone"), arrival.headers().get("User-Agent"));
        assertEquals(List.of("en"), arrival.headers().get("Accept-Language"));
    }

    @Test
    void aLotteryThatIsDownBringsNoCodeIntoTheErrorLog() throws Exception {
        String code = "Qx8Qx8Qx8Qx8";
        PartnerNginx alone = new PartnerNginx(workspace.path().resolve("alone"));
        try (alone) {
            alone.start(Way.PROXY, "http://127.0.0.1:" + Ports.free());
            assertEquals(
                    502,
                    ask(alone.baseUrl() + CALLBACK + "?code=" + code + "&state=y")
                            .statusCode());
            ask(alone.baseUrl() + "/marker");
            Await.until(
                    "the log is written",
                    Duration.ofSeconds(120),
                    () -> alone.logs().contains("/marker"));
            assertFalse(alone.logs().contains(code), alone.logs());
        }
    }

    @Test
    void neitherFileLogsTheCode() throws Exception {
        String code = "Zq7Zq7Zq7Zq7";
        for (PartnerNginx partner : List.of(relay, proxy)) {
            ask(partner.baseUrl() + CALLBACK + "?code=" + code + "&state=y");
            ask(partner.baseUrl() + "/marker-" + partner.port());
            Await.until(
                    "the log is written",
                    Duration.ofSeconds(120),
                    () -> partner.logs().contains("/marker-" + partner.port()));
            assertFalse(partner.logs().contains(code), partner.logs());
        }
    }

    private static String raw(int port, String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** One request, no redirect followed. */
    private static HttpResponse<String> ask(String url) throws Exception {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .build()
                .send(
                        HttpRequest.newBuilder(URI.create(url))
                                .timeout(Duration.ofSeconds(10))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}
