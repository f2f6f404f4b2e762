package org.turntable.testing.bench;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Counts rows on primary and replica as of one instant, however long the counting takes. */
final class DatabaseCount {
    private final Connection primary;
    private final Connection replica;

    DatabaseCount(Connection primary, Connection replica) {
        this.primary = primary;
        this.replica = replica;
    }

    /**
     * Rows that are on both.
     *
     * @param query counts them
     * @param instant in System.nanoTime; waited for, and both databases are looked at as they are then
     */
    long onBothAt(String query, long instant) throws SQLException, InterruptedException {
        long left = instant - System.nanoTime();
        if (left > 0) {
            Thread.sleep(left / 1_000_000, (int) (left % 1_000_000));
        }
        execute(primary, "START TRANSACTION WITH CONSISTENT SNAPSHOT");
        execute(replica, "START TRANSACTION WITH CONSISTENT SNAPSHOT");
        try {
            return Math.min(number(primary, query), number(replica, query));
        } finally {
            execute(primary, "ROLLBACK");
            execute(replica, "ROLLBACK");
        }
    }

    /** Rows on both now. */
    long onBoth(String query) throws SQLException, InterruptedException {
        return onBothAt(query, System.nanoTime());
    }

    static long number(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
