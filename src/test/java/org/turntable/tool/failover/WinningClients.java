package org.turntable.tool.failover;

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
import org.turntable.ledger.Entries;
import org.turntable.ledger.LedgerEntry;
import org.turntable.ledger.LedgerStore;
import org.turntable.ledger.StoredDraw;
import org.turntable.mariadb.ledger.MariaDbLedgerStore;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.player.PlayerId;

/**
 * Clients that write winning draws as a node does, through the node's connection pool and ledger store. Each client
 * draws without a pause and repeats a draw until it is answered.
 */
final class WinningClients implements AutoCloseable {
    private static final long ADMITTED = 1_790_000_000_123L;

    private final HikariDataSource pool;
    private final MariaDbLedgerStore store;
    private final AnswerLog answerLog;
    private final int campaignId;
    private final int prizeId;
    private final List<Thread> threads = new ArrayList<>();
    private final ConcurrentSkipListSet<Long> answeredAt = new ConcurrentSkipListSet<>();
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final Queue<String> contradictions = new ConcurrentLinkedQueue<>();
    private final AtomicInteger unknownResults = new AtomicInteger();
    private final ReentrantReadWriteLock pauseLock = new ReentrantReadWriteLock(true);
    private volatile boolean closing;

    WinningClients(HikariDataSource pool, AnswerLog answerLog, int campaignId, int prizeId, int clients) {
        this.pool = pool;
        this.store = new MariaDbLedgerStore(pool, "winners");
        this.answerLog = answerLog;
        this.campaignId = campaignId;
        this.prizeId = prizeId;
        for (int i = 0; i < clients; i++) {
            PlayerId player = PlayerId.of(id(i));
            Thread thread = new Thread(() -> drawUntilClosed(player), "winner-" + i);
            threads.add(thread);
            thread.start();
        }
    }

    private static byte[] id(int client) {
        byte[] id = new byte[16];
        java.util.Arrays.fill(id, (byte) (client + 1));
        return id;
    }

    private void drawUntilClosed(PlayerId player) {
        for (int number = 1; !closing; number++) {
            pauseLock.readLock().lock();
            try {
                draw(player, number);
            } finally {
                pauseLock.readLock().unlock();
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    /** Runs something while no draw is in progress and every draw is answered. */
    void whilePaused(Runnable work) {
        pauseLock.writeLock().lock();
        try {
            work.run();
        } finally {
            pauseLock.writeLock().unlock();
        }
    }

    private void draw(PlayerId player, int number) {
        String draw = player + "/" + number;
        answerLog.append("intent", draw, "-");
        LedgerEntry entry = Entries.entry(campaignId, ADMITTED + "-" + number, player, number, prizeId);
        for (int attempt = 0; attempt < 2_000; attempt++) {
            try {
                StoredDraw stored = store.write(List.of(entry)).get(0);
                String value = Integer.toString(Entries.unit(stored));
                answerLog.append("answer", draw, value);
                answeredAt.add(System.nanoTime());
                String before = answers.putIfAbsent(draw, value);
                if (before != null && !before.equals(value)) {
                    contradictions.add(draw + " was answered " + before + ", then " + value);
                }
                // Some players tap again: the answer must be the same.
                if (number % 20 != 0 || attempt > 1_000) {
                    return;
                }
                attempt = 1_000;
            } catch (DatabaseUnavailableException away) {
                unknownResults.incrementAndGet();
                answerLog.append(
                        "unknown", draw, String.valueOf(away.getMessage()).replace('\n', ' '));
            } catch (LedgerStore.RejectedException refused) {
                answerLog.append(
                        "error", draw, String.valueOf(refused.getMessage()).replace('\n', ' '));
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        contradictions.add(draw + " was never answered");
    }

    /** The longest time without any answer since that moment, in milliseconds. */
    long longestPauseSince(long from) {
        long longest = 0;
        long before = from;
        for (long at : answeredAt.tailSet(from)) {
            longest = Math.max(longest, at - before);
            before = at;
        }
        return TimeUnit.NANOSECONDS.toMillis(Math.max(longest, System.nanoTime() - before));
    }

    /** Whether a client received an answer since that moment. */
    boolean answeredSince(long from) {
        return answeredAt.ceiling(from) != null;
    }

    Map<String, String> answers() {
        return new TreeMap<>(answers);
    }

    List<String> contradictions() {
        return List.copyOf(contradictions);
    }

    int unknownResults() {
        return unknownResults.get();
    }

    /** Waits until every client has finished its draw. */
    @Override
    public void close() {
        closing = true;
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
