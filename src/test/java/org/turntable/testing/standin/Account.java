package org.turntable.testing.standin;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The state of the one account in WeChat: signed-in users, codes, access tokens and the ticket for pages. */
final class Account {
    private static final long CODE_SECONDS = 300;
    private static final long TOKEN_SECONDS = 7_200;
    /** How long before its end a token is replaced; both are valid until then. */
    private static final long OVERLAP_SECONDS = 300;

    /** The state of a code or a token. */
    enum Standing {
        GOOD,
        USED,
        EXPIRED,
        UNKNOWN
    }

    /** The result of redeeming a code. */
    record Redeemed(Standing standing, Persona persona) {}

    /** A token and the seconds that it has left. */
    record Token(String value, long secondsLeft) {}

    private record Code(Persona persona, long issued) {}

    private record Issued(String value, long until) {}

    private static final Code SPENT = new Code(null, 0);

    private final StandInClock clock;
    private final Map<String, Code> codes = new ConcurrentHashMap<>();
    private final Map<String, Boolean> followers = new ConcurrentHashMap<>();
    private final Map<String, Issued> tokens = new ConcurrentHashMap<>();
    private Issued current;
    private Issued ticket;

    Account(StandInClock clock) {
        this.clock = clock;
    }

    /** Signs a user in; returns a code that is valid once, for five minutes. */
    String codeFor(Persona persona) {
        followers.putIfAbsent(persona.openid(), persona.follower());
        String code = RandomText.of(32);
        codes.put(code, new Code(persona, clock.seconds()));
        return code;
    }

    /** Redeems a code; of two concurrent callers one succeeds. */
    Redeemed redeem(String code) {
        Code found = codes.get(code);
        if (found == null) {
            return new Redeemed(Standing.UNKNOWN, null);
        }
        if (found == SPENT || !codes.replace(code, found, SPENT)) {
            return new Redeemed(Standing.USED, null);
        }
        return clock.seconds() - found.issued > CODE_SECONDS
                ? new Redeemed(Standing.EXPIRED, null)
                : new Redeemed(Standing.GOOD, found.persona);
    }

    /** Whether a user follows the account; empty for a user who never signed in. */
    Optional<Boolean> follows(String openid) {
        return Optional.ofNullable(followers.get(openid));
    }

    void setFollows(String openid, boolean follows) {
        followers.put(openid, follows);
    }

    /** The current access token, replaced in time. */
    synchronized Token accessToken(boolean forced) {
        if (current == null || forced || current.until - clock.seconds() <= OVERLAP_SECONDS) {
            if (forced && current != null) {
                tokens.remove(current.value);
            }
            current = new Issued("80_" + RandomText.of(133), clock.seconds() + TOKEN_SECONDS);
            tokens.put(current.value, current);
        }
        return new Token(current.value, current.until - clock.seconds());
    }

    Standing standingOf(String accessToken) {
        Issued issued = tokens.get(accessToken);
        return issued == null ? Standing.UNKNOWN : clock.seconds() >= issued.until ? Standing.EXPIRED : Standing.GOOD;
    }

    /** The ticket that pages are signed with. */
    synchronized Token ticket() {
        if (ticket == null || clock.seconds() >= ticket.until - OVERLAP_SECONDS) {
            ticket = new Issued("kgt8ON7yVITDhtdw" + RandomText.of(70), clock.seconds() + TOKEN_SECONDS);
        }
        return new Token(ticket.value, ticket.until - clock.seconds());
    }

    /** Invalidates all access tokens, as when another client has forced a new one. */
    synchronized void invalidateTokens() {
        tokens.clear();
        current = null;
    }

    /** Invalidates the ticket. */
    synchronized void invalidateTicket() {
        ticket = null;
    }
}
