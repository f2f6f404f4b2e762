package org.turntable.web.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.when;

import jakarta.servlet.http.Cookie;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.turntable.player.Identity;
import org.turntable.player.IdentitySigner;
import org.turntable.player.Players;
import org.turntable.player.Revocations;
import org.turntable.web.http.RequestRejectedException;
import org.turntable.web.http.Requests;
import org.turntable.web.page.Notice;

class IdentitiesTest {
    private static final IdentitySigner SIGNER =
            new IdentitySigner("a secret of at least 32 characters, or more", Duration.ofDays(30));

    private final Revocations revocations = new Revocations();
    private Instant now = Instant.parse("2026-10-01T02:00:00.987Z");
    private final Identities identities = new Identities(SIGNER, revocations, () -> now, new SecureRandom());

    @BeforeEach
    void nobodyIsSignedOutByOps() {
        revocations.replace(Map.of());
    }

    @Test
    void aCookieFromBeforeARevocationIsInvalidAndOneFromAfterItIsValid() {
        Requests before = Requests.post("/sign-in");
        Identity identity = identities.signIn(before.request, before.response, "simple:Anna");
        Requests other = Requests.post("/sign-in");
        identities.signIn(other.request, other.response, "simple:Bo");
        revocations.replace(Map.of(identity.player(), now));
        assertEquals(Optional.empty(), identities.of(Requests.get("/").sends(before.cookies.get(0)).request));
        assertTrue(
                identities
                        .of(Requests.get("/").sends(other.cookies.get(0)).request)
                        .isPresent(),
                "other players stay signed in");

        Requests within = Requests.post("/sign-in");
        identities.signIn(within.request, within.response, "simple:Anna");
        assertTrue(
                identities
                        .of(Requests.get("/").sends(within.cookies.get(0)).request)
                        .isPresent(),
                "in the very second of the revocation, after it");
        assertEquals(Optional.empty(), identities.of(Requests.get("/").sends(before.cookies.get(0)).request));
    }

    @Test
    void untilTheRevocationsWereReadNoCookieIsAccepted() {
        Requests signIn = Requests.post("/sign-in");
        identities.signIn(signIn.request, signIn.response, "simple:Anna");
        Identities fresh = new Identities(SIGNER, new Revocations(), () -> now, new SecureRandom());
        assertEquals(Optional.empty(), fresh.of(Requests.get("/").sends(signIn.cookies.get(0)).request));
    }

    @Test
    void afterTheSignInTheCookieAloneIdentifiesThePlayer() {
        Requests signIn = Requests.post("/sign-in");
        Identity identity = identities.signIn(signIn.request, signIn.response, "simple:Anna");
        assertEquals(SIGNER.playerOf("simple:Anna"), identity.player());
        Cookie cookie = signIn.cookies.get(0);
        assertEquals(Optional.of(identity), identities.of(Requests.get("/").sends(cookie).request));

        now = now.plus(Duration.ofDays(31));
        assertEquals(Optional.empty(), identities.of(Requests.get("/").sends(cookie).request));
    }

    @Test
    void theCookieIsHiddenFromScriptsAndFromOtherSites() {
        Requests signIn = Requests.post("/sign-in");
        identities.signIn(signIn.request, signIn.response, "simple:Anna");
        Cookie cookie = signIn.cookies.get(0);
        assertEquals("tt_id", cookie.getName());
        assertTrue(cookie.isHttpOnly());
        assertEquals("Lax", cookie.getAttribute("SameSite"));
        assertEquals("/", cookie.getPath());
        assertEquals(30 * 24 * 3600, cookie.getMaxAge());
        assertFalse(cookie.getSecure(), "over plain HTTP a browser would drop it");

        Requests secure = Requests.post("/sign-in");
        when(secure.request.isSecure()).thenReturn(true);
        identities.signIn(secure.request, secure.response, "simple:Anna");
        assertTrue(secure.cookies.get(0).getSecure());
    }

    @Test
    void overTlsTheCookieHasANameThatNoOtherHostCanSetAndOneThatEarlierWarsRead() {
        Requests secure = Requests.post("/sign-in");
        when(secure.request.isSecure()).thenReturn(true);
        identities.signIn(secure.request, secure.response, "simple:Anna");
        assertEquals(
                List.of("__Host-tt_id", "tt_id", "__Host-tt_edge"),
                secure.cookies.stream().map(Cookie::getName).toList());
        secure.cookies.forEach(cookie -> {
            assertTrue(cookie.getSecure() && cookie.isHttpOnly(), cookie.getName());
            assertEquals("/", cookie.getPath());
            assertNull(cookie.getDomain());
        });
        assertEquals(secure.cookies.get(0).getValue(), secure.cookies.get(1).getValue());
    }

    @Test
    void aForeignCookieOfTheSameNameKeepsNobodyOut() {
        String ours = SIGNER.sign(identity(1));
        for (List<Cookie> sent : List.of(
                List.of(new Cookie("tt_id", "foreign"), new Cookie("tt_id", ours)),
                List.of(new Cookie("tt_id", "foreign"), new Cookie("__Host-tt_id", ours)),
                List.of(new Cookie("__Host-tt_id", "1.forged"), new Cookie("tt_id", ours)))) {
            assertEquals(
                    Optional.of(identity(1)),
                    identities.of(Requests.get("/").sends(sent.toArray(Cookie[]::new)).request));
        }
        List<Cookie> many = new ArrayList<>(Collections.nCopies(500, new Cookie("tt_id", "foreign")));
        many.add(new Cookie("__Host-tt_id", ours));
        assertEquals(
                Optional.of(identity(1)), identities.of(Requests.get("/").sends(many.toArray(Cookie[]::new)).request));
        many.set(500, new Cookie("tt_id", ours));
        assertEquals(
                Optional.empty(),
                identities.of(Requests.get("/").sends(many.toArray(Cookie[]::new)).request),
                "so many no browser sends, and none is paid for");
    }

    @Test
    void whoSignedInAsAnotherAtAnEarlierWarIsThatPlayer() {
        Identity later = new Identity(Players.player(2), identity(1).issuedAt().plusSeconds(30));
        now = now.plusSeconds(60);
        assertEquals(
                Optional.of(later),
                identities.of(Requests.get("/")
                        .sends(
                                new Cookie("__Host-tt_id", SIGNER.sign(identity(1))),
                                new Cookie("tt_id", SIGNER.sign(later)))
                        .request));
    }

    @Test
    void aForeignFormCookieKeepsNobodyFromSigningIn() {
        Requests page = Requests.get("/sign-in").sends(new Cookie("tt_form", "foreign"));
        String token = identities.visitorToken(page.request, page.response);
        Requests form = Requests.post("/sign-in").sends(new Cookie("tt_form", "foreign"), page.cookies.get(0));
        identities.requireVisitorToken(form.request, token);
    }

    @Test
    void signingOutRemovesTheCookie() {
        Requests secure = Requests.post("/sign-out");
        when(secure.request.isSecure()).thenReturn(true);
        identities.signOut(secure.request, secure.response);
        assertEquals(
                List.of("__Host-tt_id", "tt_id", "__Host-tt_edge"),
                secure.cookies.stream().map(Cookie::getName).toList());
        secure.cookies.forEach(cookie -> assertEquals(0, cookie.getMaxAge()));
        Requests signOut = Requests.post("/sign-out");
        identities.signOut(signOut.request, signOut.response);
        assertEquals("tt_id", signOut.cookies.get(0).getName());
        assertEquals("", signOut.cookies.get(0).getValue());
        assertEquals(0, signOut.cookies.get(0).getMaxAge());
        assertEquals("/", signOut.cookies.get(0).getPath());
    }

    @Test
    void withoutACookieOrWithAnInvalidOneThereIsNoPlayer() {
        assertRefused(Notice.NOT_SIGNED_IN, () -> identities.require(Requests.get("/").request));
        assertRefused(
                Notice.NOT_SIGNED_IN,
                () -> identities.require(Requests.get("/")
                        .sends(new Cookie("JSESSIONID", "x"), new Cookie("tt_id", "1.forged"))
                        .request));
        assertRefused(
                Notice.NOT_SIGNED_IN,
                () -> identities.require(
                        Requests.get("/").sends(new Cookie("tt_other", SIGNER.sign(identity(1)))).request));
    }

    @Test
    void aFormWithAnotherPlayersTokenIsForbidden() {
        identities.requireCsrfToken(identity(1), identities.csrfToken(identity(1)));
        assertRefused(
                Notice.FORBIDDEN, () -> identities.requireCsrfToken(identity(1), identities.csrfToken(identity(2))));
        assertRefused(Notice.FORBIDDEN, () -> identities.requireCsrfToken(identity(1), null));
        assertRefused(Notice.FORBIDDEN, () -> identities.requireCsrfToken(identity(1), ""));
    }

    @Test
    void theSignInFormOfAVisitorBelongsToTheVisitorsBrowser() {
        Requests mine = Requests.get("/sign-in");
        String token = identities.visitorToken(mine.request, mine.response);
        Cookie cookie = mine.cookies.get(0);
        assertTrue(cookie.isHttpOnly());
        identities.requireVisitorToken(Requests.post("/sign-in").sends(cookie).request, token);

        Requests another = Requests.get("/sign-in");
        String foreign = identities.visitorToken(another.request, another.response);
        assertNotEquals(token, foreign);
        assertRefused(
                Notice.FORBIDDEN,
                () -> identities.requireVisitorToken(Requests.post("/sign-in").sends(cookie).request, foreign));
        assertRefused(Notice.FORBIDDEN, () -> identities.requireVisitorToken(Requests.post("/sign-in").request, token));
        assertRefused(
                Notice.FORBIDDEN,
                () -> identities.requireVisitorToken(
                        Requests.post("/sign-in").sends(new Cookie("tt_form", "unsound")).request, token));
    }

    @Test
    void aVisitorWithTwoOpenPagesKeepsOneCookieAndBothFormsWork() {
        Requests first = Requests.get("/sign-in");
        String token = identities.visitorToken(first.request, first.response);
        Requests second = Requests.get("/sign-in").sends(first.cookies.get(0));
        assertEquals(token, identities.visitorToken(second.request, second.response));
        assertEquals(0, second.cookies.size());
    }

    private static Identity identity(int player) {
        return new Identity(Players.player(player), Instant.parse("2026-10-01T02:00:00Z"));
    }

    private static void assertRefused(Notice notice, Runnable something) {
        assertEquals(
                notice,
                assertThrows(RequestRejectedException.class, something::run).notice());
    }
}
