package org.turntable.player;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/**
 * The revoked identities in memory, so that a request needs no query; the list is replaced as a whole. Until it was
 * read once, every identity is refused.
 */
public final class Revocations {
    private volatile Map<PlayerId, Instant> revokedBefore;

    /** Replaces the list. */
    public void replace(Map<PlayerId, Instant> current) {
        revokedBefore = Map.copyOf(current);
    }

    /** Whether the list was read at least once. */
    public boolean isLoaded() {
        return revokedBefore != null;
    }

    /** Whether an identity is revoked. */
    public boolean covers(Identity identity) {
        Map<PlayerId, Instant> current = revokedBefore;
        Instant limit = current == null ? Instant.MAX : current.get(identity.player());
        return limit != null && identity.issuedAt().isBefore(limit);
    }

    /**
     * The time of issue for a player who signs in now. Identities have whole seconds only, so one that is issued within
     * the second of a revocation gets the next second.
     */
    public Instant issueTime(PlayerId player, Instant now) {
        Map<PlayerId, Instant> current = revokedBefore;
        Instant second = now.truncatedTo(ChronoUnit.SECONDS);
        Instant limit = current == null ? null : current.get(player);
        return limit == null || !second.isBefore(limit)
                ? second
                : limit.plusMillis(999).truncatedTo(ChronoUnit.SECONDS);
    }
}
