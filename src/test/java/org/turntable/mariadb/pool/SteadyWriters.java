package org.turntable.mariadb.pool;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.turntable.testing.stack.Await;

/**
 * Threads of a node that write one row after the other through its pool, and remember which ones they were told are
 * stored.
 */
final class SteadyWriters implements AutoCloseable {
    private static final String INSERT = "INSERT INTO thing (id, by_whom) VALUES (?, CONNECTION_ID())";
    private static final Duration BETWEEN_ERRORS = Duration.ofMillis(20);

    private final NodePool pool;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicLong lastAcknowledged = new AtomicLong();
    private final AtomicLong longestNanos = new AtomicLong();
    private final Set<Integer> acknowledged = ConcurrentHashMap.newKeySet();
    private final AtomicInteger refused = new AtomicInteger();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean closing;

    SteadyWriters(NodePool pool, int writers) {
        this.pool = pool;
        for (int i = 0; i < writers; i++) {
            Thread thread = new Thread(this::run, "steady-writer-" + i);
            thread.start();
            threads.add(thread);
        }
        Await.until("something is stored", Duration.ofSeconds(20), () -> acknowledged.size() > 20);
    }

    private void run() {
        while (!closing) {
            int id = next.incrementAndGet();
            long begun = System.nanoTime();
            try (Connection connection = pool.getConnection()) {
                connection.setAutoCommit(false);
                try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
                    insert.setInt(1, id);
                    insert.executeUpdate();
                }
                connection.commit();
                lastAcknowledged.accumulateAndGet(System.nanoTime(), Math::max);
                acknowledged.add(id);
            } catch (SQLException away) {
                refused.incrementAndGet();
                longestNanos.accumulateAndGet(System.nanoTime() - begun, Math::max);
                LockSupport.parkNanos(BETWEEN_ERRORS.toNanos());
            }
        }
    }

    /** How long after that moment a row was stored that was not stored before. */
    Duration firstStoredAfter(long nanoTime, Duration limit) {
        Await.until("a row is stored again", limit, () -> lastAcknowledged.get() - nanoTime > 0);
        return Duration.ofNanos(lastAcknowledged.get() - nanoTime);
    }

    Set<Integer> acknowledged() {
        return acknowledged;
    }

    int refused() {
        return refused.get();
    }

    /** The longest that anybody waited for an error. */
    Duration longestRefusal() {
        return Duration.ofNanos(longestNanos.get());
    }

    @Override
    public void close() {
        closing = true;
        for (Thread thread : threads) {
            try {
                thread.join(10_000);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
