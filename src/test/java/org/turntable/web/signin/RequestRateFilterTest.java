package org.turntable.web.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import jakarta.servlet.http.Cookie;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.turntable.player.Identity;
import org.turntable.player.IdentitySigner;
import org.turntable.player.Players;
import org.turntable.player.Revocations;
import org.turntable.web.http.RequestRates;
import org.turntable.web.http.Requests;
import org.turntable.web.http.Responses;

class RequestRateFilterTest {
    private static final IdentitySigner SIGNER =
            new IdentitySigner("a secret of at least 32 characters, or more", Duration.ofDays(30));
    private static final Instant NOW = Instant.parse("2026-10-01T02:00:00Z");

    private final Revocations revocations = new Revocations();
    private final Responses responses = mock(Responses.class);
    private final RequestRateFilter filter = new RequestRateFilter(
            new Identities(SIGNER, revocations, () -> NOW, new SecureRandom()), new RequestRates(() -> 0), responses);
    private int refused;

    @BeforeEach
    void refusals() throws Exception {
        revocations.replace(Map.of());
        doAnswer(call -> refused++).when(responses).tooManyRequests(any(), any());
    }

    @Test
    void aPlayerHasTheShippedRateWhatevereElseIsInTheHeader() throws Exception {
        int[] number = {0};
        assertEquals(
                30,
                passed(
                        100,
                        () -> edge("/")
                                .sends(
                                        new Cookie("tt_id", "invented " + number[0]++),
                                        new Cookie("tt_id", SIGNER.sign(identity(1))))));
        assertEquals(70, refused);
        assertEquals(30, passed(100, () -> edge("/").sends(new Cookie("tt_id", SIGNER.sign(identity(2))))));
    }

    @Test
    void inventedCookiesCountByAddress() throws Exception {
        int[] number = {0};
        assertEquals(180, passed(500, () -> edge("/").sends(new Cookie("__Host-tt_id", "1." + number[0]++))));
        assertEquals(
                30,
                passed(100, () -> edge("/").sends(new Cookie("tt_id", SIGNER.sign(identity(3))))),
                "a player there");
    }

    @Test
    void aRevokedIdentityCountsAsTheOnePlayerItWas() throws Exception {
        revocations.replace(Map.of(identity(4).player(), NOW.plusSeconds(5)));
        assertEquals(30, passed(100, () -> edge("/").sends(new Cookie("tt_id", SIGNER.sign(identity(4))))));
    }

    @Test
    void theEdgeGivesTheFiguresAndAMachineInsideHasNone() throws Exception {
        assertEquals(
                6,
                passed(
                        50,
                        () -> edge("/")
                                .header("X-Request-Rates", "2/5")
                                .sends(new Cookie("tt_id", SIGNER.sign(identity(5))))));
        assertEquals(
                15, passed(50, () -> edge("/").header("X-Request-Rates", "2/5").sends(new Cookie("tt_id", "x"))));
        assertEquals(
                500,
                passed(
                        500,
                        () -> Requests.get("/")
                                .header("X-Request-Rates", "1/1")
                                .sends(new Cookie("tt_id", SIGNER.sign(identity(6))))));
    }

    @Test
    void filesAndRequestsWithoutAnIdentityAreLimitedByTheEdgeAlone() throws Exception {
        assertEquals(500, passed(500, () -> edge("/assets/a.js").sends(new Cookie("tt_id", "x"))));
        assertEquals(500, passed(500, () -> edge("/").sends(new Cookie("TT_ID", "x"))));
    }

    @Test
    void aPageGivesThePlayerOfAnEarlierWarTheCookiesThatAreMissing() throws Exception {
        Cookie old = new Cookie("tt_id", SIGNER.sign(identity(7)));
        Requests page = edge("/c/x").header("Accept", "text/html,*/*").sends(old);
        when(page.request.isSecure()).thenReturn(true);
        filter.doFilter(page.request, page.response, (request, response) -> {});
        assertEquals(
                List.of("__Host-tt_id", "tt_id", "__Host-tt_edge"),
                page.cookies.stream().map(Cookie::getName).toList());

        Requests next = edge("/c/x").header("Accept", "text/html,*/*").sends(page.cookies.toArray(Cookie[]::new));
        when(next.request.isSecure()).thenReturn(true);
        filter.doFilter(next.request, next.response, (request, response) -> {});
        assertEquals(List.of(), next.cookies);
    }

    private static Requests edge(String path) {
        Requests asked = Requests.get(path).header("X-Forwarded-Proto", "https");
        asked.request.setAttribute("org.apache.tomcat.request.forwarded", true);
        when(asked.request.getRemoteAddr()).thenReturn("203.0.113.7");
        return asked;
    }

    private int passed(int number, Supplier<Requests> requests) throws Exception {
        int[] passed = {0};
        for (int i = 0; i < number; i++) {
            Requests one = requests.get();
            filter.doFilter(one.request, one.response, (request, response) -> passed[0]++);
        }
        return passed[0];
    }

    private static Identity identity(int player) {
        return new Identity(Players.player(player), NOW);
    }
}
