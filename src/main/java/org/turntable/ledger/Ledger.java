package org.turntable.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node's own ledger: one thread collects the entries that this node admitted into groups and writes each group in one
 * transaction. Entries that are not written soon leave the queue, and the sweeper writes them from the stream. They
 * stay among the {@link UnwrittenDraws}, and if the stream is lost this thread writes them from there. The thread is
 * not a {@code PeriodicTask} because it waits for queued entries, and the pause of a periodic task would delay the
 * answers to candidates.
 */
public final class Ledger implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);

    private final OwnDrawWriter writer;
    private final CircuitBreaker breaker;
    private final LedgerSettings settings;
    private final UnwrittenDraws unwritten;
    private final BlockingQueue<QueuedEntry> queue = new LinkedBlockingQueue<>();
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
        this.writer = new OwnDrawWriter(store, log, breaker, settings, metrics, unwritten);
        this.breaker = breaker;
        this.settings = settings;
        this.unwritten = unwritten;
    }

    /** Probes the database if the breaker is open, then starts the writing thread. */
    public void start() {
        writer.probe();
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
        return breaker.isClosed() && queue.add(new QueuedEntry(entry, campaign, System.nanoTime(), waiter, held));
    }

    /** Number of entries that wait in this node's memory. */
    public int waiting() {
        return queue.size();
    }

    private void run() {
        List<QueuedEntry> group = new ArrayList<>(settings.groupRows());
        while (!closing || !queue.isEmpty()) {
            try {
                group.clear();
                QueuedEntry first = queue.poll(100, TimeUnit.MILLISECONDS);
                if (first != null) {
                    group.add(first);
                }
                writer.probe();
                if (!group.isEmpty()) {
                    gather(group);
                    QueuedEntry.byCampaign(group, writer::write);
                }
                writer.writeLost();
            } catch (InterruptedException stopped) {
                closing = true;
            } catch (RuntimeException unexpected) {
                LOG.error("unexpected error in the ledger; the sweeper will write this group", unexpected);
                group.forEach(item -> item.complete(Optional.empty()));
            }
        }
    }

    /** Collects in intervals: waking up for every draw would cost more than writing it. */
    private void gather(List<QueuedEntry> group) {
        long startNanos = System.nanoTime();
        do {
            LockSupport.parkNanos(this, settings.groupWait().toNanos());
            queue.drainTo(group, settings.groupRows() - group.size());
        } while (group.size() < settings.groupRows()
                && !closing
                && System.nanoTime() - startNanos < settings.idleWait().toNanos()
                && group.stream().noneMatch(item -> item.waiter() != null));
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
