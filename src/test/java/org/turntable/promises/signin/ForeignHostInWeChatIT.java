package org.turntable.promises.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.turntable.node.Routes;
import org.turntable.testing.browser.WeChatPhone;
import org.turntable.testing.system.SharedWeChatCluster;
import org.turntable.web.http.Route;

/**
 * {@link ForeignHostIT}'s promise where players sign in with WeChat, and addresses of ours travel to others: into
 * WeChat's sign-in, share cards, QR codes and signatures.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForeignHostInWeChatIT {
    private static final String FOREIGN = "www.partner.example";
    private static final String HERE = "127.0.0.1";

    private SharedWeChatCluster system;
    private String cookies;

    @BeforeEach
    void whole() {
        system = SharedWeChatCluster.whole();
        if (cookies == null) {
            WeChatPhone phone = system.phone();
            phone.follow(system.direct().baseUrl() + "/sign-in?return=/", "ming");
            cookies = phone.cookies(HERE).entrySet().stream()
                    .map(Map.Entry::toString)
                    .collect(Collectors.joining("; "));
        }
    }

    /** The table itself, so that a route that is new is asked too. */
    static Stream<String> routes() {
        List<String> routes =
                Routes.TABLE.routes().stream().map(Route::path).distinct().toList();
        assertTrue(
                routes.size() > 12 && routes.contains("/wechat/callback") && routes.contains("/diag"),
                "the table was not read: " + routes);
        return Stream.concat(
                routes.stream(), Stream.of("/assets/nothing.js", "/nothing", "/c/nothing", "/c/{slug}/", "/wechat"));
    }

    @ParameterizedTest
    @MethodSource("routes")
    void noAnswerSaysTheHostThatWasAsked(String route) throws IOException {
        String path = route.replace("{slug}", SharedWeChatCluster.SLUG).replace("{number}", "1");
        for (String query :
                List.of("", "?return=%2Fc%2F" + SharedWeChatCluster.SLUG + "&url=x&state=x&code=x&lang=en")) {
            for (String method : List.of("GET", "POST", "HEAD")) {
                for (String accept : List.of("text/html", "application/json")) {
                    for (String cookie : List.of("none=1", cookies)) {
                        for (String agent : List.of(WeChatPhone.IPHONE, WeChatPhone.OTHER)) {
                            assertNoTrace(method, path + query, accept, cookie, agent);
                        }
                    }
                }
            }
        }
    }

    private void assertNoTrace(String method, String target, String accept, String cookie, String agent)
            throws IOException {
        String answer = ask(
                method,
                target,
                FOREIGN,
                "Accept: " + accept,
                "Cookie: " + cookie,
                "User-Agent: " + agent,
                "X-Forwarded-Host: " + FOREIGN,
                "X-Forwarded-Server: " + FOREIGN,
                "X-Original-Host: " + FOREIGN,
                "X-Host: " + FOREIGN,
                "Forwarded: host=" + FOREIGN,
                "X-Forwarded-Proto: https",
                "X-Forwarded-Port: 443",
                "X-Forwarded-For: 203.0.113.9",
                "Content-Length: 0");
        assertTrue(answer.startsWith("HTTP/1.1 "), method + " " + target + " was answered: " + answer);
        assertFalse(answer.startsWith("HTTP/1.1 500"), method + " " + target + ": " + answer);
        String told = target.startsWith("/diag") ? withoutTheHostThatDiagIsFor(answer) : answer;
        assertFalse(
                told.toLowerCase(Locale.ROOT).contains("partner.example"),
                method + " " + target + " as " + accept + ": " + answer);
    }

    /** The one place where it is meant to be read: as text, on the page that finds such faults. */
    private static String withoutTheHostThatDiagIsFor(String answer) {
        return answer.replaceFirst("<code>" + Pattern.quote(FOREIGN) + "</code>", "");
    }

    @Test
    void theConnectionCheckShowsAForeignHostEscapedAndSaysThatItIsNotOurs() throws IOException {
        String answer = ask("GET", "/diag", FOREIGN, "Accept: text/html", "Accept-Language: en");
        assertTrue(answer.contains("<code>" + FOREIGN + "</code>") && answer.contains("None of ours"), answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {FOREIGN, FOREIGN + ":8443", "127.0.0.1:1", "localhost", ""})
    void aForeignHostStillYieldsOurLinks(String host) throws IOException {
        String first = system.cluster().settings().get("entry.origins").split(",")[0];
        String away = ask("GET", "/sign-in?return=%2F", host, "User-Agent: " + WeChatPhone.IPHONE);
        assertTrue(away.startsWith("HTTP/1.1 302"), away);
        assertTrue(
                header(away, "Location")
                        .contains("redirect_uri=" + first.replace(":", "%3A").replace("/", "%2F")
                                + "%2Fwechat%2Fcallback"),
                away);
        assertFalse(away.toLowerCase(Locale.ROOT).contains("domain="), "a cookie for a domain: " + away);

        String page = ask("GET", SharedWeChatCluster.PAGE, host, "User-Agent: " + WeChatPhone.IPHONE);
        assertTrue(page.contains("data-link=\"" + first + SharedWeChatCluster.PAGE + "\""), page);
        String other = ask("GET", SharedWeChatCluster.PAGE, host, "User-Agent: " + WeChatPhone.OTHER);
        assertTrue(other.contains(first + SharedWeChatCluster.PAGE), other);
    }

    /** A request line that names a host itself overrides the header, says HTTP: not here. */
    @Test
    void aHostInTheRequestLineIsNoHostEither() throws IOException {
        String away = ask(
                "GET",
                "http://" + FOREIGN + "/sign-in?return=%2F",
                HERE + ":" + system.direct().port(),
                "User-Agent: " + WeChatPhone.IPHONE);
        assertFalse(away.contains(FOREIGN), away);
    }

    @Test
    void aPostUnderAForeignNameIsRefusedEvenWhereOriginAndHostAgree() throws IOException {
        String answer = ask(
                "POST",
                SharedWeChatCluster.PAGE + "/draws",
                FOREIGN,
                "Origin: https://" + FOREIGN,
                "Cookie: " + cookies,
                "Accept: application/json",
                "Content-Length: 0");
        assertEquals("403", answer.substring(9, 12), answer);
    }

    private static String header(String answer, String name) {
        return answer.lines()
                .takeWhile(line -> !line.isEmpty())
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
                .findFirst()
                .orElse("");
    }

    private String ask(String method, String target, String host, String... headers) throws IOException {
        try (Socket socket = new Socket(HERE, system.direct().port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write((method + " " + target + " HTTP/1.1\r\nHost: " + host + "\r\n"
                                    + Stream.of(headers)
                                            .map(line -> line + "\r\n")
                                            .collect(Collectors.joining()) + "Connection: close\r\n\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
