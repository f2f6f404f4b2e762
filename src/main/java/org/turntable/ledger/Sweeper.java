package org.turntable.ledger;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
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
 * twice. A node whose circuit breaker is open cannot write: it neither acquires nor keeps the lease.
 *
 * <p>A holder may leave entries all the same: an older WAR keeps its lease while it does not reach MariaDB, and does
 * not read entries of a newer version. So when the oldest entry stays where it is, one of the other nodes, by a second
 * lease, writes what is older than an expired lease would explain.
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

    /** Whose draws a stream has. */
    @FunctionalInterface
    public interface StreamOwners {
        /** What identifies the campaign of the stream, also in MariaDB; empty if MariaDB has another one there. */
        Optional<String> owner(int campaignId) throws DatabaseUnavailableException, RedisUnavailableException;
    }

    private final GroupWriter writer;
    private final LedgerStream log;
    private final CircuitBreaker breaker;
    private final LedgerSettings settings;
    private final LedgerMetrics metrics;
    private final Supplier<List<Target>> campaigns;
    private final StreamOwners owners;
    private final String node;
    private final LongSupplier nanos;
    private final UnwrittenDraws unwritten;
    /** Campaigns whose lease this node has. For the sweeping thread only. */
    private final Set<Integer> held = new HashSet<>();
    /** The entries of each campaign. For the sweeping thread only. */
    private final Map<Integer, EntryAges> ages = new HashMap<>();
    /** The same, for those that the holder of the lease leaves. */
    private final Map<Integer, EntryAges> overdueAges = new HashMap<>();
    /** Until when that holder counts as one that does not write. For the sweeping thread only. */
    private final Map<Integer, Long> leftUntil = new HashMap<>();

    private final Duration overdueAge;

    private final PeriodicTask task = new PeriodicTask("ledger-sweeper", "the sweeper", PAUSE, this::round)
            .atEnd(() -> List.copyOf(held).forEach(this::release));

    /**
     * @param campaigns whose streams to sweep, called in each run
     * @param owners tells that a stream is not that of the campaign in MariaDB, which is then not written
     * @param node this node's name, for the lease
     * @param nanos the clock for the age of entries, such as {@link System#nanoTime}
     * @param unwritten this node's unwritten draws, which are dropped when they have left the stream
     */
    public Sweeper(
            LedgerStore store,
            LedgerStream log,
            CircuitBreaker breaker,
            LedgerSettings settings,
            LedgerMetrics metrics,
            Supplier<List<Target>> campaigns,
            StreamOwners owners,
            String node,
            LongSupplier nanos,
            UnwrittenDraws unwritten) {
        this.writer = new GroupWriter(store, log, metrics);
        this.log = log;
        this.breaker = breaker;
        this.settings = settings;
        this.overdueAge = settings.sweepAge().plusMillis(LEASE_MS);
        this.metrics = metrics;
        this.campaigns = campaigns;
        this.owners = owners;
        this.node = node;
        this.nanos = nanos;
        this.unwritten = unwritten;
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
            observe(campaign);
            if (breaker.isClosed()) {
                if (holdLease(campaign.id())) {
                    sweep(campaign, ages, () -> holdLease(campaign.id()));
                } else if (isLeft(campaign)) {
                    sweepOverdue(campaign);
                }
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
        if (!breaker.isClosed()) {
            release(campaign.id());
        }
        metrics.breaker(breaker.state());
    }

    private void observe(Target campaign) throws RedisUnavailableException {
        long mark = unwritten.mark(campaign.id());
        LedgerStream.Backlog backlog = log.backlog(campaign.id());
        unwritten.trim(campaign.id(), backlog.epoch(), backlog.oldestId(), mark);
        metrics.unwritten(unwritten.size());
        EntryAges known = ages.computeIfAbsent(campaign.id(), id -> new EntryAges(settings.sweepAge()));
        long now = nanos.getAsLong();
        known.observe(backlog, now);
        overdueAges
                .computeIfAbsent(campaign.id(), id -> new EntryAges(overdueAge))
                .observe(backlog, now);
        metrics.backlog(campaign.slug(), backlog, Math.max(backlog.oldestAgeMs(), known.oldestMs(now)));
    }

    private boolean holdLease(int campaignId) throws RedisUnavailableException {
        boolean holder = log.holdSweeperLease(campaignId, node, LEASE_MS);
        if (holder) {
            held.add(campaignId);
        } else {
            held.remove(campaignId);
        }
        return holder;
    }

    private void release(int campaignId) {
        if (held.remove(campaignId)) {
            try {
                log.releaseSweeperLease(campaignId, node);
            } catch (RedisUnavailableException unavailable) {
                LOG.debug("the sweeper's lease expires by itself: {}", unavailable.getMessage());
            }
        }
    }

    /**
     * Whether the holder of the lease does not write: one that does begins with the oldest entry. What this node writes
     * in its place does not tell that it does, so the next entries do not wait for another such time.
     */
    private boolean isLeft(Target campaign) {
        long now = nanos.getAsLong();
        Long until = leftUntil.get(campaign.id());
        return until != null && now - until < 0
                || overdueAges.get(campaign.id()).oldestMs(now) >= overdueAge.toMillis();
    }

    private void sweepOverdue(Target campaign) throws RedisUnavailableException, DatabaseUnavailableException {
        int id = campaign.id();
        if (!log.holdOverdueLease(id, node, LEASE_MS)) {
            return;
        }
        LOG.debug("the holder of the sweeper's lease leaves entries of campaign {}", campaign.slug());
        try {
            if (sweep(campaign, overdueAges, () -> log.holdOverdueLease(id, node, LEASE_MS))) {
                leftUntil.put(id, nanos.getAsLong() + overdueAge.toNanos());
            }
        } finally {
            try {
                log.releaseOverdueLease(id, node);
            } catch (RedisUnavailableException unavailable) {
                LOG.debug("the lease for overdue entries expires by itself: {}", unavailable.getMessage());
            }
        }
    }

    /** Writes what is old; false if there was nothing. */
    private boolean sweep(Target campaign, Map<Integer, EntryAges> old, BooleanSupplier holdsLease)
            throws RedisUnavailableException, DatabaseUnavailableException {
        String until = old.get(campaign.id()).newestOld(nanos.getAsLong());
        if (until == null) {
            return false;
        }
        Optional<String> owner = owners.owner(campaign.id());
        if (owner.isEmpty()) {
            return false;
        }
        boolean written = false;
        String after = null;
        do {
            Page page = log.read(campaign.id(), after, until, settings.sweeperRows());
            after = page.lastId();
            if (!page.entries().isEmpty()) {
                // Again after the page was read: the stream may have become that of another campaign.
                if (!breaker.isClosed() || !owner.equals(owners.owner(campaign.id()))) {
                    return written;
                }
                List<Settlement> settlements = writer.write(page.entries(), Map.of(campaign.id(), owner.get()));
                log.settle(settlements);
                written = true;
            }
        } while (after != null && !task.isStopped() && holdsLease.getAsBoolean());
        return written;
    }

    /** Stops after the current group and ends the leases, so that another node continues at once. */
    @Override
    public void close() {
        task.close();
    }
}
