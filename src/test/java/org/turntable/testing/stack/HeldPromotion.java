package org.turntable.testing.stack;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * A replica that receives and acknowledges, and cannot apply: its promotion does not complete until this is closed, so
 * that whatever is done meanwhile always hits the promotion. Draws have to be written all the time.
 */
public final class HeldPromotion implements AutoCloseable {
    private static final Duration LOCKED_WITHIN = Duration.ofSeconds(60);
    private static final Duration BLOCKED_WITHIN = Duration.ofSeconds(20);

    private final MariaDbServer replica;
    private final Connection lock;

    /** From now on it applies no draws. */
    public HeldPromotion(MariaDbServer replica) throws SQLException {
        this.replica = replica;
        lock = replica.root();
        try (Statement statement = lock.createStatement()) {
            // Appliers in parallel may hold the table and wait for one that waits behind this lock: then it gives way.
            statement.execute("SET SESSION lock_wait_timeout = 1");
            Await.until("the candidate's draws are locked", LOCKED_WITHIN, () -> {
                statement.execute("LOCK TABLES turntable.draw WRITE");
                return true;
            });
        } catch (SQLException | AssertionError failed) {
            lock.close();
            throw failed;
        }
    }

    /** Waits until it has received a draw that it cannot apply. */
    public void awaitBlocked() {
        Await.until("the candidate has received a draw that it cannot apply", BLOCKED_WITHIN, this::isBlocked);
    }

    private boolean isBlocked() {
        return !replica.ask("SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE USER = 'system user' "
                        + "AND STATE LIKE 'Waiting for table metadata lock%'")
                .equals("0");
    }

    @Override
    public void close() throws SQLException {
        lock.close();
    }
}
