package org.turntable.mariadb.pool;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Runs each statement that the pool itself runs. */
public final class PoolStatements {
    private PoolStatements() {}

    public static void runAll(DataSource pool) throws SQLException {
        AbandonedSessions left = new AbandonedSessions(5);
        try (Connection former = pool.getConnection()) {
            Writability.of(former);
            ServerTime.millis(former);
            SessionReadCounters.STATUS.prepare(former).executeQuery().close();
            left.register(former, "one");
        }
        try (Connection next = pool.getConnection()) {
            left.register(next, "one");
        }
    }
}
