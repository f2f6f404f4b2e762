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
import org.turntable.ledger.DrawLog.Settlement;

/**
 * A node's own ledger: one thread that gathers what this node admitted into groups and writes each in one transaction. What is
 * not written soon is forgotten here and found in the stream by the sweeper, so memory is bounded by time, whatever MariaDB does.
 */
public final class Ledger implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);

    private record Item(LedgerEntry entry, long queuedAt, CompletableFuture<Optional<StoredDraw>> waiter) {
        void tell(Optional<StoredDraw> stored) {
            if (waiter != null) {
                waiter.complete(stored);
            }
        }
    }

    private final LedgerStore store;
    private final GroupWriter writer;
    private final DrawLog log;
    private final Breaker breaker;
    private final LedgerSettings settings;
    private final LedgerMetrics metrics;
    private final BlockingQueue<Item> queue = new LinkedBlockingQueue<>();
    private final Thread thread = new Thread(this::run, "ledger");
    private volatile boolean closing;

    /** Makes a ledger; {@link #start()} begins to write. */
    public Ledger(LedgerStore store, DrawLog log, Breaker breaker, LedgerSettings settings, LedgerMetrics metrics) {
        this.store = store;
        this.writer = new GroupWriter(store, log, metrics);
        this.log = log;
        this.breaker = breaker;
        this.settings = settings;
        this.metrics = metrics;
    }

    /** Starts the writing thread; a database that has not proved itself yet is asked first. */
    public void start() {
        probe();
        thread.setDaemon(true);
        thread.start();
    }

    /** Takes a loss or a first visit; nobody waits for it. */
    public void record(LedgerEntry entry) {
        if (breaker.isClosed()) {
            queue.add(new Item(entry, System.nanoTime(), null));
        }
    }

    /**
     * Takes a candidate.
     *
     * @return what is stored once a commit confirmed it; empty when that is not known now (the database is away, or the entry is
     *         left to the sweeper). Completes within the time for which entries are kept.
     */
    public CompletableFuture<Optional<StoredDraw>> confirm(LedgerEntry entry) {
        if (!breaker.isClosed() || closing) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        Item item = new Item(entry, System.nanoTime(), new CompletableFuture<>());
        queue.add(item);
        return item.waiter();
    }

    /** Entries that wait in this node's memory. */
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
                    write(group);
                }
            } catch (InterruptedException stopped) {
                closing = true;
            } catch (RuntimeException unexpected) {
                LOG.error("the ledger met something unexpected; the sweeper will write this group", unexpected);
                group.forEach(item -> item.tell(Optional.empty()));
            }
        }
    }

    /** Gathers in slices and not by each arrival: waking up for every draw would cost more than writing it. */
    private void gather(List<Item> group) {
        long begun = System.nanoTime();
        do {
            LockSupport.parkNanos(this, settings.groupWait().toNanos());
            queue.drainTo(group, settings.groupRows() - group.size());
        } while (group.size() < settings.groupRows() && !closing && System.nanoTime() - begun < settings.idleWait().toNanos()
                && group.stream().noneMatch(item -> item.waiter() != null));
    }

    private void write(List<Item> group) {
        List<Item> young = forgetOld(group);
        if (young.isEmpty()) {
            return;
        }
        if (!breaker.isClosed()) {
            young.forEach(item -> item.tell(Optional.empty()));
            return;
        }
        try {
            List<Settlement> settlements = writer.write(young.stream().map(Item::entry).toList());
            tell(young, settlements);
            log.settle(settlements);
        } catch (LedgerStore.Unavailable away) {
            breaker.failed();
            metrics.storeAway();
            LOG.warn("MariaDB did not answer; {} draws stay in the stream: {}", young.size(), away.getMessage());
            young.forEach(item -> item.tell(Optional.empty()));
        } catch (DrawLog.Unavailable away) {
            LOG.warn("Redis did not answer after a commit; the sweeper will settle: {}", away.getMessage());
        }
        metrics.breaker(breaker.state());
    }

    /** While the breaker is open no work comes that could close it, on a node that does not sweep: so it is asked on purpose. */
    private void probe() {
        if (breaker.isClosed() || !breaker.allows()) {
            return;
        }
        try {
            store.probe();
            breaker.succeeded();
            LOG.info("MariaDB takes writes");
        } catch (LedgerStore.Unavailable away) {
            breaker.failed();
        }
        metrics.breaker(breaker.state());
    }

    /** Old entries belong to the sweeper: two writers on the same rows would only hinder each other. */
    private List<Item> forgetOld(List<Item> group) {
        long now = System.nanoTime();
        List<Item> young = new ArrayList<>(group.size());
        for (Item item : group) {
            if (now - item.queuedAt() > settings.ownAge().toNanos()) {
                item.tell(Optional.empty());
            } else {
                young.add(item);
            }
        }
        return young;
    }

    private static void tell(List<Item> items, List<Settlement> settlements) {
        int next = 0;
        for (Item item : items) {
            boolean settled = next < settlements.size() && settlements.get(next).entry() == item.entry();
            item.tell(settled ? Optional.of(settlements.get(next).stored()) : Optional.empty());
            next += settled ? 1 : 0;
        }
    }

    /** Writes what is still in memory, then ends. */
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
