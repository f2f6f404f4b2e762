package org.turntable.player;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/**
 * The identities that are refused although their signature is sound: held in memory and replaced as a whole, so that a request looks
 * nothing up. Until the list was read once, every identity is refused.
 */
public final class Revocations {
    private volatile Map<PlayerId, Instant> revokedBefore;

    /** Puts another list into force. */
    public void replace(Map<PlayerId, Instant> current) {
        revokedBefore = Map.copyOf(current);
    }

    /** Whether the list was read at least once. */
    public boolean isLoaded() {
        return revokedBefore != null;
    }

    /** Whether an identity is not to be believed. */
    public boolean covers(Identity identity) {
        Map<PlayerId, Instant> held = revokedBefore;
        Instant limit = held == null ? Instant.MAX : held.get(identity.player());
        return limit != null && identity.issuedAt().isBefore(limit);
    }

    /**
     * The second of issue for a player who signs in now: identities know whole seconds only, so one that is issued within the second
     * of a revocation has to carry the next.
     */
    public Instant issueTime(PlayerId player, Instant now) {
        Map<PlayerId, Instant> held = revokedBefore;
        Instant second = now.truncatedTo(ChronoUnit.SECONDS);
        Instant limit = held == null ? null : held.get(player);
        return limit == null || !second.isBefore(limit) ? second : limit.plusMillis(999).truncatedTo(ChronoUnit.SECONDS);
    }
}
