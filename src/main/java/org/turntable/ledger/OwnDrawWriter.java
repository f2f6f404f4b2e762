package org.turntable.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.ledger.LedgerStream.Settlement;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.outage.RedisUnavailableException;

/**
 * Writes what a node has in its memory: the groups that its {@link Ledger} collects, and what the stream has lost. The
 * circuit breaker learns from it whether MariaDB takes writes. For the ledger's thread only.
 */
final class OwnDrawWriter {
    private static final Logger LOG = LoggerFactory.getLogger(OwnDrawWriter.class);

    private final LedgerStore store;
    private final GroupWriter writer;
    private final LedgerStream log;
    private final CircuitBreaker breaker;
    private final LedgerSettings settings;
    private final LedgerMetrics metrics;
    private final UnwrittenDraws unwritten;

    OwnDrawWriter(
            LedgerStore store,
            LedgerStream log,
            CircuitBreaker breaker,
            LedgerSettings settings,
            LedgerMetrics metrics,
            UnwrittenDraws unwritten) {
        this.store = store;
        this.writer = new GroupWriter(store, log, metrics);
        this.log = log;
        this.breaker = breaker;
        this.settings = settings;
        this.metrics = metrics;
        this.unwritten = unwritten;
    }

    /**
     * Writes a group and answers those who wait; what is not written stays in the stream.
     *
     * @param campaigns the uid of the campaign to which the entries of a number belong
     */
    void write(List<QueuedEntry> group, Map<Integer, String> campaigns) {
        List<QueuedEntry> current = dropOld(group);
        if (current.isEmpty()) {
            return;
        }
        if (!breaker.isClosed()) {
            current.forEach(item -> item.complete(Optional.empty()));
            return;
        }
        try {
            List<Settlement> settlements =
                    writer.write(current.stream().map(QueuedEntry::entry).toList(), campaigns);
            complete(current, settlements);
            log.settle(settlements);
        } catch (DatabaseUnavailableException unavailable) {
            breaker.failed();
            metrics.storeUnavailable();
            LOG.warn(
                    "MariaDB did not answer; {} draws stay in the stream: {}",
                    current.size(),
                    unavailable.getMessage());
            current.forEach(item -> item.complete(Optional.empty()));
        } catch (RedisUnavailableException unavailable) {
            LOG.warn("Redis did not answer after a commit; the sweeper will settle: {}", unavailable.getMessage());
        }
        metrics.breaker(breaker.state());
    }

    /** Writes what the stream has lost, until nothing is left or MariaDB does not answer. */
    void writeLost() {
        List<UnwrittenDraws.Held> lost = unwritten.nextLost(settings.groupRows());
        while (!lost.isEmpty() && breaker.isClosed()) {
            try {
                List<LedgerEntry> entries = new ArrayList<>(lost.size());
                lost.forEach(draw -> entries.add(draw.entry()));
                writer.write(
                        entries, Map.of(lost.get(0).campaignId(), lost.get(0).campaign()));
                // Also those that MariaDB has rejected: they are among the dead letters.
                lost.forEach(unwritten::written);
                LOG.warn("{} draws were written from this node's memory, because Redis has lost them", lost.size());
            } catch (DatabaseUnavailableException unavailable) {
                breaker.failed();
                metrics.storeUnavailable();
                return;
            }
            lost = unwritten.nextLost(settings.groupRows());
        }
    }

    /**
     * While the breaker is open, a node that does not sweep has no writes that could close it. So it is closed by a
     * probe.
     */
    void probe() {
        if (breaker.isClosed() || !breaker.allows()) {
            return;
        }
        try {
            store.probe();
            breaker.succeeded();
            LOG.info("MariaDB takes writes");
        } catch (DatabaseUnavailableException unavailable) {
            breaker.failed();
        }
        metrics.breaker(breaker.state());
    }

    /** Leaves old entries to the sweeper: two writers of the same rows would block each other. */
    private List<QueuedEntry> dropOld(List<QueuedEntry> group) {
        long now = System.nanoTime();
        List<QueuedEntry> current = new ArrayList<>(group.size());
        for (QueuedEntry item : group) {
            if (now - item.queuedAt() > settings.ownAge().toNanos()) {
                item.complete(Optional.empty());
            } else {
                current.add(item);
            }
        }
        return current;
    }

    private void complete(List<QueuedEntry> items, List<Settlement> settlements) {
        int next = 0;
        for (QueuedEntry item : items) {
            boolean settled = next < settlements.size() && settlements.get(next).entry() == item.entry();
            if (settled && item.held() != null) {
                unwritten.written(item.held());
            }
            item.complete(settled ? Optional.of(settlements.get(next).stored()) : Optional.empty());
            next += settled ? 1 : 0;
        }
    }
}
