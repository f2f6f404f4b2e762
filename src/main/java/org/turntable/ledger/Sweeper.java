package org.turntable.ledger;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.concurrent.PeriodicTask;
import org.turntable.ledger.LedgerStream.Page;
import org.turntable.ledger.LedgerStream.Settlement;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.outage.RedisUnavailableException;

/**
 * Writes the entries that a dead or frozen node left in the stream, and the backlog after an outage of MariaDB. Every
 * node has a sweeper; by a lease one of them at a time sweeps a campaign. Two at the same time would only do the work
 * twice.
 */
public final class Sweeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);
    private static final long LEASE_MS = 10_000;
    private static final Duration PAUSE = Duration.ofMillis(250);

    /**
     * A campaign to sweep.
     *
     * @param id its key
     * @param slug its name in metrics
     */
    public record Target(int id, String slug) {}

    private final GroupWriter writer;
    private final LedgerStream log;
    private final CircuitBreaker breaker;
    private final LedgerSettings settings;
    private final LedgerMetrics metrics;
    private final Supplier<List<Target>> campaigns;
    private final String node;
    private final PeriodicTask task = new PeriodicTask("ledger-sweeper", "the sweeper", PAUSE, this::round);

    /**
     * @param campaigns whose streams to sweep, called in each run
     * @param node this node's name, for the lease
     */
    public Sweeper(
            LedgerStore store,
            LedgerStream log,
            CircuitBreaker breaker,
            LedgerSettings settings,
            LedgerMetrics metrics,
            Supplier<List<Target>> campaigns,
            String node) {
        this.writer = new GroupWriter(store, log, metrics);
        this.log = log;
        this.breaker = breaker;
        this.settings = settings;
        this.metrics = metrics;
        this.campaigns = campaigns;
        this.node = node;
    }

    /** Starts the sweeping thread. */
    public void start() {
        task.startAfterPause();
    }

    private void round() {
        campaigns.get().forEach(this::checkAndSweep);
    }

    private void checkAndSweep(Target campaign) {
        try {
            metrics.backlog(campaign.slug(), log.backlog(campaign.id()));
            if (log.holdSweeperLease(campaign.id(), node, LEASE_MS)) {
                sweep(campaign);
            }
        } catch (RedisUnavailableException unavailable) {
            LOG.debug("Redis did not answer the sweeper: {}", unavailable.getMessage());
        } catch (DatabaseUnavailableException unavailable) {
            breaker.failed();
            metrics.storeUnavailable();
            LOG.warn("MariaDB did not answer the sweeper: {}", unavailable.getMessage());
        } catch (RuntimeException unexpected) {
            LOG.error("unexpected error in the sweeper for campaign {}", campaign.slug(), unexpected);
        }
        metrics.breaker(breaker.state());
    }

    private void sweep(Target campaign) throws RedisUnavailableException, DatabaseUnavailableException {
        String after = null;
        do {
            Page page = log.read(campaign.id(), after, settings.sweepAge().toMillis(), settings.sweeperRows());
            after = page.lastId();
            if (!page.entries().isEmpty()) {
                if (!breaker.isClosed()) {
                    return;
                }
                List<Settlement> settlements = writer.write(page.entries());
                log.settle(settlements);
            }
        } while (after != null && !task.isStopped() && log.holdSweeperLease(campaign.id(), node, LEASE_MS));
    }

    /** Stops after the current group. */
    @Override
    public void close() {
        task.close();
    }
}
