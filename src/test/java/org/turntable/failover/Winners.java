package org.turntable.failover;

import com.zaxxer.hikari.HikariDataSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.turntable.ledger.LedgerEntry;
import org.turntable.ledger.LedgerStore;
import org.turntable.ledger.StoredDraw;
import org.turntable.mariadb.MariaDbLedgerStore;
import org.turntable.player.PlayerId;

/**
 * Clients that write winning draws the way a node does, through its own pool and its own ledger's store, one after the other without a pause,
 * and ask for each again until it is answered.
 */
final class Winners implements AutoCloseable {
    private static final long ADMITTED = 1_790_000_000_123L;

    private final HikariDataSource pool;
    private final MariaDbLedgerStore store;
    private final RecordOnDisk record;
    private final int campaignId;
    private final int prizeId;
    private final List<Thread> threads = new ArrayList<>();
    private final ConcurrentSkipListSet<Long> answeredAt = new ConcurrentSkipListSet<>();
    private final Map<String, String> told = new ConcurrentHashMap<>();
    private final Queue<String> contradictions = new ConcurrentLinkedQueue<>();
    private final AtomicInteger unknowns = new AtomicInteger();
    private final ReentrantReadWriteLock gate = new ReentrantReadWriteLock(true);
    private volatile boolean ending;

    Winners(HikariDataSource pool, RecordOnDisk record, int campaignId, int prizeId, int clients) {
        this.pool = pool;
        this.store = new MariaDbLedgerStore(pool, "winners");
        this.record = record;
        this.campaignId = campaignId;
        this.prizeId = prizeId;
        for (int i = 0; i < clients; i++) {
            PlayerId player = PlayerId.of(id(i));
            Thread thread = new Thread(() -> play(player), "winner-" + i);
            threads.add(thread);
            thread.start();
        }
    }

    private static byte[] id(int client) {
        byte[] id = new byte[16];
        java.util.Arrays.fill(id, (byte) (client + 1));
        return id;
    }

    private void play(PlayerId player) {
        for (int number = 1; !ending; number++) {
            gate.readLock().lock();
            try {
                draw(player, number);
            } finally {
                gate.readLock().unlock();
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    /** Does something while every draw is answered and none is under way. */
    void whileNobodyDraws(Runnable work) {
        gate.writeLock().lock();
        try {
            work.run();
        } finally {
            gate.writeLock().unlock();
        }
    }

    private void draw(PlayerId player, int number) {
        String draw = player + "/" + number;
        record.note("intent", draw, "-");
        LedgerEntry entry = new LedgerEntry(campaignId, ADMITTED + "-" + number, player, number, prizeId);
        for (int attempt = 0; attempt < 2_000; attempt++) {
            try {
                StoredDraw stored = store.write(List.of(entry)).get(0);
                String value = Integer.toString(stored.unitOrdinal());
                record.note("answer", draw, value);
                answeredAt.add(System.nanoTime());
                String before = told.putIfAbsent(draw, value);
                if (before != null && !before.equals(value)) {
                    contradictions.add(draw + " was answered " + before + ", then " + value);
                }
                // Some players tap again: the answer stays.
                if (number % 20 != 0 || attempt > 1_000) {
                    return;
                }
                attempt = 1_000;
            } catch (LedgerStore.Unavailable away) {
                unknowns.incrementAndGet();
                record.note("unknown", draw, String.valueOf(away.getMessage()).replace('\n', ' '));
            } catch (LedgerStore.Refused refused) {
                record.note("error", draw, String.valueOf(refused.getMessage()).replace('\n', ' '));
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        contradictions.add(draw + " was never answered");
    }

    /** The longest time without any answer that lies after that moment, in milliseconds. */
    long longestPauseSince(long from) {
        long longest = 0;
        long before = from;
        for (long at : answeredAt.tailSet(from)) {
            longest = Math.max(longest, at - before);
            before = at;
        }
        return TimeUnit.NANOSECONDS.toMillis(Math.max(longest, System.nanoTime() - before));
    }

    /** Whether somebody was answered since that moment. */
    boolean answeredSince(long from) {
        return answeredAt.ceiling(from) != null;
    }

    Map<String, String> told() {
        return new TreeMap<>(told);
    }

    List<String> contradictions() {
        return List.copyOf(contradictions);
    }

    int unknowns() {
        return unknowns.get();
    }

    /** Lets every client finish the draw that it has. */
    @Override
    public void close() {
        ending = true;
        for (Thread thread : threads) {
            try {
                thread.join(TimeUnit.SECONDS.toMillis(60));
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        pool.close();
    }
}
