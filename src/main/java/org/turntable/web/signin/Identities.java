package org.turntable.web.signin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.turntable.player.Identity;
import org.turntable.player.IdentitySigner;
import org.turntable.player.PlayerId;
import org.turntable.player.Revocations;
import org.turntable.web.http.RequestRejectedException;
import org.turntable.web.page.Notice;
import org.turntable.web.request.HostCookie;

/** The player of a request, from the signed cookie, and the CSRF tokens of forms. Needs no read of any store. */
public final class Identities {
    private static final HostCookie COOKIE = new HostCookie("tt_id", true);
    /** Shows the edge that a node verified the player; see {@code nginx/parts/verified-player.js}. */
    private static final HostCookie EDGE_COOKIE = new HostCookie("tt_edge", false);

    private static final HostCookie VISITOR_COOKIE = new HostCookie("tt_form", true);
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
        return newest(request, identity -> !revocations.covers(identity));
    }

    /** The identity whose signature is valid, revoked or not: a node issued it, so it may be counted by. */
    Optional<Identity> signed(HttpServletRequest request) {
        return newest(request, identity -> true);
    }

    /**
     * Of all values of the cookie. The newest: where an earlier WAR runs beside, which writes the plain name alone, the
     * cookie with the prefix may be of a sign-in before.
     */
    private Optional<Identity> newest(HttpServletRequest request, Predicate<Identity> accepted) {
        Instant now = clock.get();
        Optional<Identity> best = Optional.empty();
        for (String value : COOKIE.values(request)) {
            Optional<Identity> read = signer.read(value, now).filter(accepted);
            if (read.isPresent()
                    && (best.isEmpty()
                            || read.get().issuedAt().isAfter(best.get().issuedAt()))) {
                best = read;
            }
        }
        return best;
    }

    /** Whether the browser shows any identity cookie, valid or not. */
    boolean isClaimed(HttpServletRequest request) {
        return !COOKIE.values(request).isEmpty();
    }

    /** Sends the cookies of the player that this browser has not under every name; to be called before the body. */
    void completeCookies(HttpServletRequest request, HttpServletResponse response) {
        if (isClaimed(request)) {
            of(request)
                    .filter(identity -> !COOKIE.has(request, signer.sign(identity))
                            || !EDGE_COOKIE.has(request, signer.signForEdge(identity)))
                    .ifPresent(identity -> send(request, response, identity));
        }
    }

    private void send(HttpServletRequest request, HttpServletResponse response, Identity identity) {
        long left = Duration.between(
                        clock.get().truncatedTo(ChronoUnit.SECONDS),
                        identity.issuedAt().plus(signer.lifetime()))
                .toSeconds();
        int maxAge = (int) Math.min(left, signer.lifetime().toSeconds());
        COOKIE.send(request, response, signer.sign(identity), maxAge);
        EDGE_COOKIE.send(request, response, signer.signForEdge(identity), maxAge);
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
        send(request, response, identity);
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
        send(request, response, identity);
    }

    /** Fills a new session from the identity cookie, so that players stay signed in when Redis has lost its data. */
    public void seed(HttpServletRequest request, HttpSession session) {
        of(request)
                .ifPresent(identity ->
                        session.setAttribute(PLAYER, identity.player().toString()));
    }

    /** Signs out on this browser. */
    public void signOut(HttpServletRequest request, HttpServletResponse response) {
        COOKIE.remove(request, response);
        EDGE_COOKIE.remove(request, response);
    }

    /** The token for the sign-in form of a visitor: bound to a random cookie. */
    public String visitorToken(HttpServletRequest request, HttpServletResponse response) {
        PlayerId visitor = visitors(request).stream().findFirst().orElseGet(() -> {
            byte[] bytes = new byte[16];
            random.nextBytes(bytes);
            return PlayerId.of(bytes);
        });
        if (!VISITOR_COOKIE.has(request, visitor.toString())) {
            VISITOR_COOKIE.send(request, response, visitor.toString(), -1);
        }
        return tokenOf(visitor);
    }

    /** Refuses a sign-in form whose token does not belong to this browser. */
    public void requireVisitorToken(HttpServletRequest request, String token) {
        List<PlayerId> visitors = visitors(request);
        if (visitors.isEmpty()) {
            throw new RequestRejectedException(Notice.FORBIDDEN, "sign-in form without its cookie");
        }
        if (visitors.stream().noneMatch(visitor -> signer.isCsrfToken(new Identity(visitor, Instant.EPOCH), token))) {
            throw new RequestRejectedException(Notice.FORBIDDEN, "CSRF token missing or not this browser's");
        }
    }

    private static List<PlayerId> visitors(HttpServletRequest request) {
        return VISITOR_COOKIE.values(request).stream()
                .flatMap(value -> PlayerId.parse(value).stream())
                .toList();
    }

    private String tokenOf(PlayerId visitor) {
        return signer.csrfToken(new Identity(visitor, Instant.EPOCH));
    }
}
