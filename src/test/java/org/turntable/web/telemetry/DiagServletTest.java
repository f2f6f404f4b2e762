package org.turntable.web.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.when;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.Cookie;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.turntable.player.IdentitySigner;
import org.turntable.player.Revocations;
import org.turntable.web.http.EntryLines;
import org.turntable.web.http.RateLimiter;
import org.turntable.web.http.Requests;
import org.turntable.web.http.Responses;
import org.turntable.web.http.TestViews;
import org.turntable.web.signin.Identities;

class DiagServletTest {
    private static final String SECRET = "a secret of at least 32 characters, or more";
    private static final Instant NOW = Instant.parse("2026-10-01T02:00:00.125Z");
    private static final Pattern CODE = Pattern.compile("<strong>([A-HJKMNP-Z2-9]{6})</strong>");

    private final Revocations revocations = new Revocations();
    private final Identities identities =
            new Identities(new IdentitySigner(SECRET, Duration.ofDays(30)), revocations, () -> NOW, new SecureRandom());
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private Optional<Duration> redis = Optional.of(Duration.ofNanos(412_000));
    private Map<String, String> parts = Map.of("plans", "loaded", "redis", "ok", "mariadb", "ok");
    private final DiagServlet diag = new DiagServlet(
            new DiagServlet.NodeFacts("node-7", "1.2.3", () -> parts, () -> redis),
            new EntryLines(List.of("https://one.example.com", "https://two.example.com")),
            identities,
            new RateLimiter(new RateLimiter.Rate(100, 10), new RateLimiter.Rate(3, 0.1), () -> 0L),
            () -> NOW,
            new SecureRandom(),
            TestViews.VIEWS,
            new Responses(TestViews.VIEWS));

    @BeforeEach
    void listen() {
        revocations.replace(Map.of());
        log.start();
        Logger logger = (Logger) LoggerFactory.getLogger(DiagServlet.class);
        // A test of a command may have set the root's level in this process before.
        logger.setLevel(Level.INFO);
        logger.addAppender(log);
    }

    @AfterEach
    void stopListening() {
        ((Logger) LoggerFactory.getLogger(DiagServlet.class)).detachAppender(log);
    }

    @Test
    void thePageShowsHowTheRequestArrived() throws Exception {
        String html = get(arriving("two.example.com")).text();
        for (String shown : List.of(
                "Number 2 of 2",
                "https://two.example.com",
                "203.0.113.7",
                "node-7",
                "1.2.3",
                "0.4 ms",
                "2026-10-01 02:00:00.125 UTC",
                "8.0.49",
                "All fine",
                "data-server-now=\"" + NOW.toEpochMilli() + "\"")) {
            assertTrue(html.contains(shown), () -> shown + " is not in " + html);
        }
    }

    @Test
    void onlyARequestFromATrustedProxyCountsAsFromTheEdge() throws Exception {
        String through = "<dt>Through the edge</dt><dd>";
        Requests claimed = arriving("one.example.com").header("X-Forwarded-Proto", "https");
        assertTrue(get(claimed).text().contains(through + "No"), "every client can send the header");
        Requests direct = arriving("one.example.com");
        direct.request.setAttribute("org.apache.tomcat.request.forwarded", true);
        assertTrue(get(direct).text().contains(through + "No"), "from the edge's machine, and not by the edge");
        Requests edge = arriving("one.example.com").header("X-Forwarded-Proto", "https");
        edge.request.setAttribute("org.apache.tomcat.request.forwarded", true);
        when(edge.request.getRemoteAddr()).thenReturn("203.0.113.9");
        assertTrue(get(edge).text().contains(through + "Yes"));
    }

    @Test
    void aForeignHostIsMarkedAndEscaped() throws Exception {
        String html = get(arriving("<img src=x>.partner.example.net")).text();
        assertTrue(html.contains("None of ours"));
        assertTrue(html.contains("&lt;img src=x&gt;.partner.example.net"));
        assertFalse(html.contains("<img"));
        assertEquals(1, html.split("partner\\.example\\.net", -1).length - 1, "shown once and not used elsewhere");
    }

    @Test
    void theCodeIsInTheLog() throws Exception {
        Matcher code = CODE.matcher(get(arriving("one.example.com")).text());
        assertTrue(code.find());
        List<String> lines =
                log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
        assertEquals(1, lines.size());
        assertTrue(
                lines.get(0)
                        .startsWith("diag " + code.group(1) + ": entry https://one.example.com, host one.example.com"),
                lines.get(0));
        Matcher other = CODE.matcher(get(arriving("one.example.com")).text());
        assertTrue(other.find());
        assertNotEquals(code.group(1), other.group(1));
    }

    @Test
    void noSecretAndNoPlayerIsShown() throws Exception {
        Requests signIn = Requests.get("/");
        String player = identities
                .signIn(signIn.request, signIn.response, "openid-anna")
                .player()
                .toString();
        Cookie identity = signIn.cookies.get(0);
        Requests asked = arriving("one.example.com").sends(identity, new Cookie("JSESSIONID", "0123456789SESSION"));
        String shown = get(asked).text()
                + log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
        assertTrue(shown.contains("<dt>Signed in</dt><dd>Yes</dd>"), shown);
        for (String secret : List.of(player, identity.getValue(), "SESSION", SECRET, "openid")) {
            assertFalse(shown.contains(secret), secret);
        }
    }

    @Test
    void anUnavailableComponentIsMarked() throws Exception {
        redis = Optional.empty();
        parts = Map.of("plans", "loaded", "redis", "away");
        String html = get(arriving("one.example.com")).text();
        assertTrue(html.contains("No answer") && html.contains("redis: away"), html);
        assertEquals(2, html.split("class=\"bad\"", -1).length - 1, "Redis and the parts");
    }

    @Test
    void theScriptRequestsTheTimeOnly() throws Exception {
        Requests asked = get(arriving("one.example.com").header("Accept", "application/json"));
        assertEquals(
                NOW.toEpochMilli(),
                new ObjectMapper().readTree(asked.text()).get("now").asLong());
        assertEquals(
                "node-7", new ObjectMapper().readTree(asked.text()).get("node").asText());
    }

    @Test
    void aClientOverItsLimitGetsARetryTimeAndOtherClientsAreServed() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertEquals(200, get(arriving("one.example.com")).status);
        }
        Requests page = get(arriving("one.example.com"));
        assertEquals(429, page.status);
        assertEquals("10", page.headers.get("Retry-After"));
        assertTrue(page.text().contains("too often"), page.text());
        Requests json = get(arriving("one.example.com").header("Accept", "application/json"));
        assertEquals(429, json.status);
        assertNotNull(new ObjectMapper().readTree(json.text()).get("message"));

        Requests other = arriving("one.example.com");
        when(other.request.getRemoteAddr()).thenReturn("203.0.113.8");
        assertEquals(200, get(other).status);
    }

    @Test
    void allItsMessagesExistInChinese() throws Exception {
        String html = get(arriving("one.example.com").header("Accept-Language", "zh-CN"))
                .text();
        assertTrue(html.contains("诊断码") && html.contains("第 1 条，共 2 条"), html);
    }

    private Requests get(Requests asked) throws Exception {
        diag.doGet(asked.request, asked.response);
        return asked;
    }

    private static Requests arriving(String host) {
        Requests asked = Requests.get("/diag")
                .header("Host", host)
                .header("Accept-Language", "en")
                .header("User-Agent", "Mozilla/5.0 (iPhone) MicroMessenger/8.0.49 NetType/WIFI");
        when(asked.request.getRemoteAddr()).thenReturn("203.0.113.7");
        when(asked.request.isSecure()).thenReturn(true);
        return asked;
    }
}
