package org.turntable.ledger;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.ledger.DrawLog.Page;
import org.turntable.ledger.DrawLog.Settlement;
import org.turntable.rounds.Rounds;

/**
 * Writes what a dead or frozen node left in the stream, and the backlog after MariaDB was away. Every node has one; a lease lets
 * one of them sweep a campaign at a time. Two at once would do no harm, only work twice.
 */
public final class Sweeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);
    private static final long LEASE_MS = 10_000;
    private static final Duration PAUSE = Duration.ofMillis(250);

    /**
     * A campaign to sweep.
     *
     * @param id   its key
     * @param slug its name, for metrics
     */
    public record Target(int id, String slug) {
    }

    private final GroupWriter writer;
    private final DrawLog log;
    private final Breaker breaker;
    private final LedgerSettings settings;
    private final LedgerMetrics metrics;
    private final Supplier<List<Target>> campaigns;
    private final String node;
    private final Rounds rounds = new Rounds("ledger-sweeper", "the sweeper", PAUSE, this::round);

    /**
     * @param campaigns whose streams to look after, asked anew each round
     * @param node      this node's name, for the lease
     */
    public Sweeper(LedgerStore store, DrawLog log, Breaker breaker, LedgerSettings settings, LedgerMetrics metrics,
                   Supplier<List<Target>> campaigns, String node) {
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
        rounds.startAfterPause();
    }

    private void round() {
        campaigns.get().forEach(this::look);
    }

    private void look(Target campaign) {
        try {
            metrics.backlog(campaign.slug(), log.backlog(campaign.id()));
            if (log.holdSweeperLease(campaign.id(), node, LEASE_MS)) {
                sweep(campaign);
            }
        } catch (DrawLog.Unavailable away) {
            LOG.debug("Redis did not answer the sweeper: {}", away.getMessage());
        } catch (LedgerStore.Unavailable away) {
            breaker.failed();
            metrics.storeAway();
            LOG.warn("MariaDB did not answer the sweeper: {}", away.getMessage());
        } catch (RuntimeException unexpected) {
            LOG.error("the sweeper met something unexpected in campaign {}", campaign.slug(), unexpected);
        }
        metrics.breaker(breaker.state());
    }

    private void sweep(Target campaign) throws DrawLog.Unavailable, LedgerStore.Unavailable {
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
        } while (after != null && !rounds.isClosing() && log.holdSweeperLease(campaign.id(), node, LEASE_MS));
    }

    /** Ends after the group that is under way. */
    @Override
    public void close() {
        rounds.close();
    }
}
