package org.turntable.tool.failover;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.turntable.testing.stack.MariaDbPair;
import org.turntable.testing.stack.MariaDbServer;

/**
 * Clients that always write to one server, whatever member the writer is: each logs in again and again and writes
 * there.
 */
final class DirectWriters implements AutoCloseable {
    static final int CLIENTS = 5;

    private final MariaDbServer server;
    private final String password;
    private final Queue<Long> refusals = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicInteger answered = new AtomicInteger();
    private volatile boolean closing;

    /** @param password of the application's account */
    DirectWriters(MariaDbServer server, String password) {
        this.server = server;
        this.password = password;
        // One of them only logs in: it is refused at once, while the others first wait for the answer to a write.
        for (int i = 0; i < CLIENTS; i++) {
            String name = "direct-writer-" + i;
            boolean writes = i > 0;
            Thread thread = new Thread(() -> logIn(name, writes), name);
            thread.start();
            threads.add(thread);
        }
    }

    private void logIn(String name, boolean writes) {
        String url = server.jdbcUrl(MariaDbPair.DATABASE) + "?connectTimeout=200&socketTimeout=1000&user="
                + MariaDbPair.APPLICATION_USER + "&password=" + password;
        while (!closing) {
            try (Connection connection = DriverManager.getConnection(url);
                    Statement statement = connection.createStatement()) {
                if (!writes) {
                    statement.execute("DO 0");
                    continue;
                }
                statement.executeUpdate(
                        "INSERT INTO ledger_beat (node, beats, beaten_at) VALUES ('" + name + "', 1, UTC_TIMESTAMP(3)) "
                                + "ON DUPLICATE KEY UPDATE beats = beats + 1, beaten_at = UTC_TIMESTAMP(3)");
                answered.incrementAndGet();
            } catch (SQLException failed) {
                if (String.valueOf(failed.getMessage()).contains("init_connect")) {
                    refusals.add(System.nanoTime());
                }
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    int answered() {
        return answered.get();
    }

    int refusals() {
        return refusals.size();
    }

    boolean refusedSince(long at) {
        return firstRefusalSince(at) != 0;
    }

    long firstRefusalSince(long at) {
        return refusals.stream().filter(when -> when - at > 0).findFirst().orElse(0L);
    }

    @Override
    public void close() throws InterruptedException {
        closing = true;
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
