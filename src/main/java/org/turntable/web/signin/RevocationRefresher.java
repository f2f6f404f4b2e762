package org.turntable.web.signin;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.concurrent.PeriodicTask;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.player.RevocationStore;
import org.turntable.player.Revocations;

/**
 * One background thread that reads the revoked identities about once a second; while MariaDB is unavailable the last
 * list stays in force. It has its own thread, so that neither a hanging Redis nor a lost epoch delays a revocation.
 */
public final class RevocationRefresher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RevocationRefresher.class);
    /** Margin for the difference between the clocks of Redis and MariaDB. */
    private static final Duration MARGIN = Duration.ofDays(1);

    private final RevocationStore store;
    private final Revocations revocations;
    private final Duration lifetime;
    private final Supplier<Instant> clock;
    private final PeriodicTask task =
            new PeriodicTask("revocations", "reading the revoked identities", Duration.ofSeconds(1), this::refresh);
    private boolean unavailable;

    /** @param lifetime the lifetime of an identity: older revocations are not needed */
    public RevocationRefresher(
            RevocationStore store, Revocations revocations, Duration lifetime, Supplier<Instant> clock) {
        this.store = store;
        this.revocations = revocations;
        this.lifetime = lifetime;
        this.clock = clock;
    }

    /** Starts; the first list is read at once. */
    public void start() {
        task.start();
    }

    /** Reads the list now, or leaves the last one in force. */
    void refresh() {
        try {
            revocations.replace(store.since(clock.get().minus(lifetime).minus(MARGIN)));
            if (unavailable) {
                LOG.info("the revoked identities are read again");
            }
            unavailable = false;
        } catch (DatabaseUnavailableException failure) {
            if (!unavailable) {
                LOG.warn("{}; the last list stays in force", failure.getMessage());
            }
            unavailable = true;
        }
    }

    @Override
    public void close() {
        task.close();
    }
}
