package org.turntable.web.signin;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.turntable.player.Identity;
import org.turntable.player.IdentitySigner;
import org.turntable.player.PlayerId;
import org.turntable.player.Revocations;
import org.turntable.web.http.RequestRejectedException;
import org.turntable.web.page.Notice;

/** The player of a request, from the signed cookie, and the CSRF tokens of forms. Needs no read of any store. */
public final class Identities {
    private static final String COOKIE = "tt_id";
    private static final String VISITOR_COOKIE = "tt_form";
    /** The session attribute with the player's id. */
    private static final String PLAYER = "player";

    private final IdentitySigner signer;
    private final Revocations revocations;
    private final Supplier<Instant> clock;
    private final SecureRandom random;

    public Identities(IdentitySigner signer, Revocations revocations, Supplier<Instant> clock, SecureRandom random) {
        this.signer = signer;
        this.revocations = revocations;
        this.clock = clock;
        this.random = random;
    }

    /** The player's identity; empty when there is none, or when ops revoked it. */
    public Optional<Identity> of(HttpServletRequest request) {
        return cookie(request, COOKIE)
                .flatMap(value -> signer.read(value, clock.get()))
                .filter(identity -> !revocations.covers(identity));
    }

    /** The player's identity, or a refusal. */
    public Identity require(HttpServletRequest request) {
        return of(request)
                .orElseThrow(() ->
                        new RequestRejectedException(Notice.NOT_SIGNED_IN, "no identity cookie, or not a valid one"));
    }

    /** The token for forms of a signed-in player. */
    public String csrfToken(Identity identity) {
        return signer.csrfToken(identity);
    }

    /** Refuses a form whose token is not this player's. */
    public void requireCsrfToken(Identity identity, String token) {
        if (!signer.isCsrfToken(identity, token)) {
            throw new RequestRejectedException(Notice.FORBIDDEN, "CSRF token missing or not this player's");
        }
    }

    /** Whether an openid is this player's. */
    public boolean isOpenidOf(String openid, Identity identity) {
        return signer.playerOf(openid).equals(identity.player());
    }

    /** Signs a player in on this browser. */
    public Identity signIn(HttpServletRequest request, HttpServletResponse response, String openid) {
        PlayerId player = signer.playerOf(openid);
        Identity identity = new Identity(player, revocations.issueTime(player, clock.get()));
        response.addCookie(cookie(
                request, COOKIE, signer.sign(identity), (int) signer.lifetime().toSeconds()));
        return identity;
    }

    /** The pass that a page of this identity carries for the other entry lines. */
    public String pass(Identity identity) {
        return signer.pass(identity, clock.get());
    }

    /** The identity of a pass; empty when the pass is invalid, or when ops revoked the identity. */
    public Optional<Identity> ofPass(String pass) {
        return signer.readPass(pass, clock.get()).filter(identity -> !revocations.covers(identity));
    }

    /** Signs in on this host with an identity of another host of this site; it has the same expiry. */
    public void bringOver(HttpServletRequest request, HttpServletResponse response, Identity identity) {
        long left = Duration.between(clock.get(), identity.issuedAt().plus(signer.lifetime()))
                .toSeconds();
        response.addCookie(cookie(request, COOKIE, signer.sign(identity), (int) left));
    }

    /** Fills a new session from the identity cookie, so that players stay signed in when Redis has lost its data. */
    public void seed(HttpServletRequest request, HttpSession session) {
        of(request)
                .ifPresent(identity ->
                        session.setAttribute(PLAYER, identity.player().toString()));
    }

    /** Signs out on this browser. */
    public void signOut(HttpServletRequest request, HttpServletResponse response) {
        response.addCookie(cookie(request, COOKIE, "", 0));
    }

    /** The token for the sign-in form of a visitor: bound to a random cookie. */
    public String visitorToken(HttpServletRequest request, HttpServletResponse response) {
        Optional<PlayerId> there = cookie(request, VISITOR_COOKIE).flatMap(PlayerId::parse);
        PlayerId visitor = there.orElseGet(() -> {
            byte[] bytes = new byte[16];
            random.nextBytes(bytes);
            PlayerId made = PlayerId.of(bytes);
            response.addCookie(cookie(request, VISITOR_COOKIE, made.toString(), -1));
            return made;
        });
        return signer.csrfToken(new Identity(visitor, Instant.EPOCH));
    }

    /** Refuses a sign-in form whose token does not belong to this browser. */
    public void requireVisitorToken(HttpServletRequest request, String token) {
        PlayerId visitor = cookie(request, VISITOR_COOKIE)
                .flatMap(PlayerId::parse)
                .orElseThrow(() -> new RequestRejectedException(Notice.FORBIDDEN, "sign-in form without its cookie"));
        requireCsrfToken(new Identity(visitor, Instant.EPOCH), token);
    }

    private static Optional<String> cookie(HttpServletRequest request, String name) {
        Cookie[] cookies = request.getCookies();
        if (cookies != null) {
            for (Cookie cookie : cookies) {
                if (cookie.getName().equals(name)) {
                    return Optional.of(cookie.getValue());
                }
            }
        }
        return Optional.empty();
    }

    private static Cookie cookie(HttpServletRequest request, String name, String value, int maxAge) {
        Cookie cookie = new Cookie(name, value);
        cookie.setPath("/");
        cookie.setHttpOnly(true);
        cookie.setSecure(request.isSecure());
        cookie.setAttribute("SameSite", "Lax");
        cookie.setMaxAge(maxAge);
        return cookie;
    }
}
