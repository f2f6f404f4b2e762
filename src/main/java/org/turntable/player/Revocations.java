package org.turntable.player;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/**
 * The revoked identities in memory, so that a request needs no query; the list is replaced as a whole. Until it was
 * read once, every identity is refused.
 */
public final class Revocations {
    /**
     * Most that the clock by which identities are issued (that of the Redis for draws) may be ahead of MariaDB's, which
     * gives the time of a revocation. An identity is accepted up to 60 s before its time of issue, so that the one of
     * the next sign-in, which is as far ahead, is valid at once although the clocks differ the other way.
     */
    static final Duration CLOCK_MARGIN = Duration.ofSeconds(30);

    private volatile Map<PlayerId, Instant> revokedBefore;

    /**
     * The time before which a revocation refuses identities: after every identity that was issued until now, also by a
     * clock that is ahead, and by {@link #issueTime} after an earlier revocation.
     *
     * @param now of the clock that gives the time of revocations
     * @param latest the latest such time of this player until now; null where there is none
     */
    public static Instant limit(Instant now, Instant latest) {
        Instant limit = now.plus(CLOCK_MARGIN);
        Instant afterLatest = latest == null ? limit : nextSecond(latest).plusMillis(1);
        return afterLatest.isAfter(limit) ? afterLatest : limit;
    }

    private static Instant nextSecond(Instant instant) {
        return instant.plusMillis(999).truncatedTo(ChronoUnit.SECONDS);
    }

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
     * The time of issue for a player who signs in now: not before the last revocation's limit, rounded up because
     * identities have whole seconds only.
     */
    public Instant issueTime(PlayerId player, Instant now) {
        Map<PlayerId, Instant> current = revokedBefore;
        Instant second = now.truncatedTo(ChronoUnit.SECONDS);
        Instant limit = current == null ? null : current.get(player);
        return limit == null || !second.isBefore(limit) ? second : nextSecond(limit);
    }
}
