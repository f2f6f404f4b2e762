package org.turntable.ledger;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.ledger.LedgerStream.Settlement;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.outage.RedisUnavailableException;

/**
 * A node's own ledger: one thread collects the entries that this node admitted into groups and writes each group in one
 * transaction. Entries that are not written soon leave the queue, and the sweeper writes them from the stream. They
 * stay among the {@link UnwrittenDraws}, and if the stream is lost this thread writes them from there. The thread is
 * not a {@code PeriodicTask} because it waits for queued entries, and the pause of a periodic task would delay the
 * answers to candidates.
 */
public final class Ledger implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);

    /**
     * @param campaign the uid of its campaign; null if it is not compared
     * @param held the same draw among the unwritten ones; null if another node admitted it
     */
    private record Item(
            LedgerEntry entry,
            String campaign,
            long queuedAt,
            CompletableFuture<Optional<StoredDraw>> waiter,
            UnwrittenDraws.Held held) {
        void complete(Optional<StoredDraw> stored) {
            if (waiter != null) {
                waiter.complete(stored);
            }
        }
    }

    private final LedgerStore store;
    private final GroupWriter writer;
    private final LedgerStream log;
    private final CircuitBreaker breaker;
    private final LedgerSettings settings;
    private final LedgerMetrics metrics;
    private final UnwrittenDraws unwritten;
    private final BlockingQueue<Item> queue = new LinkedBlockingQueue<>();
    private final Thread thread = new Thread(this::run, "ledger");
    private volatile boolean closing;

    /** Creates a ledger; {@link #start()} starts it. */
    public Ledger(
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

    /** Probes the database if the breaker is open, then starts the writing thread. */
    public void start() {
        probe();
        thread.setDaemon(true);
        thread.start();
    }

    /** Whether this node holds as many unwritten draws as it may: then it admits none. */
    public boolean isFull() {
        return unwritten.isFull();
    }

    /**
     * Takes over a draw that this node has admitted, without waiting for its result.
     *
     * @param campaign the uid of its campaign
     * @param epoch the epoch in which it was admitted
     */
    public void record(DrawEntry entry, String campaign, long epoch) {
        queue(entry, campaign, unwritten.add(entry, campaign, epoch), null);
    }

    /** The same for an entry that another node may have admitted, or that tells nobody a result. */
    public void record(LedgerEntry entry, String campaign) {
        queue(entry, campaign, null, null);
    }

    /** The same without a comparison of campaigns. */
    public void record(LedgerEntry entry) {
        record(entry, null);
    }

    /**
     * Takes over a candidate that this node has admitted.
     *
     * @param campaign the uid of its campaign
     * @param epoch the epoch in which it was admitted
     * @return what is stored, after the commit; empty if it is not known (the database does not answer, or the entry is
     *     left to the sweeper). Completes within the time for which entries are kept in the queue.
     */
    public CompletableFuture<Optional<StoredDraw>> confirm(DrawEntry entry, String campaign, long epoch) {
        return confirm(entry, campaign, unwritten.add(entry, campaign, epoch));
    }

    /** The same for a candidate that another node may have admitted. */
    public CompletableFuture<Optional<StoredDraw>> confirm(LedgerEntry entry, String campaign) {
        return confirm(entry, campaign, null);
    }

    /** The same without a comparison of campaigns. */
    public CompletableFuture<Optional<StoredDraw>> confirm(LedgerEntry entry) {
        return confirm(entry, null, null);
    }

    private CompletableFuture<Optional<StoredDraw>> confirm(
            LedgerEntry entry, String campaign, UnwrittenDraws.Held held) {
        CompletableFuture<Optional<StoredDraw>> waiter = new CompletableFuture<>();
        if (closing || !queue(entry, campaign, held, waiter)) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return waiter;
    }

    /** While the breaker is open nothing is queued: the sweeper writes it from the stream later. */
    private boolean queue(
            LedgerEntry entry,
            String campaign,
            UnwrittenDraws.Held held,
            CompletableFuture<Optional<StoredDraw>> waiter) {
        return breaker.isClosed() && queue.add(new Item(entry, campaign, System.nanoTime(), waiter, held));
    }

    /** Number of entries that wait in this node's memory. */
    public int waiting() {
        return queue.size();
    }

    private void run() {
        List<Item> group = new ArrayList<>(settings.groupRows());
        while (!closing || !queue.isEmpty()) {
            try {
                group.clear();
                Item first = queue.poll(100, TimeUnit.MILLISECONDS);
                if (first != null) {
                    group.add(first);
                }
                probe();
                if (!group.isEmpty()) {
                    gather(group);
                    writeByCampaign(group);
                }
                writeLost();
            } catch (InterruptedException stopped) {
                closing = true;
            } catch (RuntimeException unexpected) {
                LOG.error("unexpected error in the ledger; the sweeper will write this group", unexpected);
                group.forEach(item -> item.complete(Optional.empty()));
            }
        }
    }

    /** Collects in intervals: waking up for every draw would cost more than writing it. */
    private void gather(List<Item> group) {
        long startNanos = System.nanoTime();
        do {
            LockSupport.parkNanos(this, settings.groupWait().toNanos());
            queue.drainTo(group, settings.groupRows() - group.size());
        } while (group.size() < settings.groupRows()
                && !closing
                && System.nanoTime() - startNanos < settings.idleWait().toNanos()
                && group.stream().noneMatch(item -> item.waiter() != null));
    }

    /** One group, unless a campaign was made anew: no group has entries of two campaigns with one number. */
    private void writeByCampaign(List<Item> group) {
        List<Item> left = group;
        while (!left.isEmpty()) {
            Map<Integer, String> campaigns = new HashMap<>();
            List<Item> part = new ArrayList<>(left.size());
            List<Item> others = new ArrayList<>();
            for (Item item : left) {
                String known = item.campaign() == null
                        ? null
                        : campaigns.putIfAbsent(item.entry().campaignId(), item.campaign());
                (known == null || known.equals(item.campaign()) ? part : others).add(item);
            }
            write(part, campaigns);
            left = others;
        }
    }

    private void write(List<Item> group, Map<Integer, String> campaigns) {
        List<Item> current = dropOld(group);
        if (current.isEmpty()) {
            return;
        }
        if (!breaker.isClosed()) {
            current.forEach(item -> item.complete(Optional.empty()));
            return;
        }
        try {
            List<Settlement> settlements =
                    writer.write(current.stream().map(Item::entry).toList(), campaigns);
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
    private void writeLost() {
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
    private void probe() {
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
    private List<Item> dropOld(List<Item> group) {
        long now = System.nanoTime();
        List<Item> current = new ArrayList<>(group.size());
        for (Item item : group) {
            if (now - item.queuedAt() > settings.ownAge().toNanos()) {
                item.complete(Optional.empty());
            } else {
                current.add(item);
            }
        }
        return current;
    }

    private void complete(List<Item> items, List<Settlement> settlements) {
        int next = 0;
        for (Item item : items) {
            boolean settled = next < settlements.size() && settlements.get(next).entry() == item.entry();
            if (settled && item.held() != null) {
                unwritten.written(item.held());
            }
            item.complete(settled ? Optional.of(settlements.get(next).stored()) : Optional.empty());
            next += settled ? 1 : 0;
        }
    }

    /** Writes the entries in memory, then stops; waits up to 5 s. */
    @Override
    public void close() {
        closing = true;
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        thread.interrupt();
    }
}
