package org.turntable.app;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.player.RevocationStore;
import org.turntable.player.Revocations;

/**
 * One background thread that reads the revoked identities about once a second; while MariaDB is away the last list stays. A thread of
 * its own, so that neither a hanging Redis nor a lost epoch delays a sign-out.
 */
final class RevocationRefresh implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RevocationRefresh.class);
    private static final long ROUND_MS = 1_000;
    /** Clocks of Redis and MariaDB differ a little, and an extra row costs nothing. */
    private static final Duration MARGIN = Duration.ofDays(1);

    private final RevocationStore store;
    private final Revocations revocations;
    private final Duration lifetime;
    private final Supplier<Instant> clock;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread made = new Thread(work, "revocations");
        made.setDaemon(true);
        return made;
    });
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
        thread.scheduleWithFixedDelay(this::refresh, 0, ROUND_MS, TimeUnit.MILLISECONDS);
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
        } catch (RuntimeException unexpected) {
            // An exception would end the schedule for good.
            LOG.error("reading the revoked identities met something unexpected", unexpected);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        try {
            thread.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
