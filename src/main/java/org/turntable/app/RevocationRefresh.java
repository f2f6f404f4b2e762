package org.turntable.app;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.player.RevocationStore;
import org.turntable.player.Revocations;
import org.turntable.rounds.Rounds;

/**
 * One background thread that reads the revoked identities about once a second; while MariaDB is away the last list stays. A thread of
 * its own, so that neither a hanging Redis nor a lost epoch delays a sign-out.
 */
final class RevocationRefresh implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RevocationRefresh.class);
    /** Clocks of Redis and MariaDB differ a little, and an extra row costs nothing. */
    private static final Duration MARGIN = Duration.ofDays(1);

    private final RevocationStore store;
    private final Revocations revocations;
    private final Duration lifetime;
    private final Supplier<Instant> clock;
    private final Rounds rounds = new Rounds("revocations", "reading the revoked identities", Duration.ofSeconds(1), this::refresh);
    private boolean away;

    /** @param lifetime how long an identity is good: older revocations are of no more use */
    RevocationRefresh(RevocationStore store, Revocations revocations, Duration lifetime, Supplier<Instant> clock) {
        this.store = store;
        this.revocations = revocations;
        this.lifetime = lifetime;
        this.clock = clock;
    }

    /** Begins; the first list is read at once. */
    void start() {
        rounds.start();
    }

    /** Reads the list now, or leaves the last one in force. */
    void refresh() {
        try {
            revocations.replace(store.since(clock.get().minus(lifetime).minus(MARGIN)));
            if (away) {
                LOG.info("the revoked identities are read again");
            }
            away = false;
        } catch (RevocationStore.Unavailable unavailable) {
            if (!away) {
                LOG.warn("{}; the last list stays in force", unavailable.getMessage());
            }
            away = true;
        }
    }

    @Override
    public void close() {
        rounds.close();
    }
}
