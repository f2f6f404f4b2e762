package org.turntable.tool.mariadb.reimport;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import javax.sql.DataSource;
import org.turntable.mariadb.sql.SqlStatement;
import org.turntable.mariadb.sql.StatementBudget;

/** Named locks of the server. A lock ends with its connection. */
final class ReimportLocks {
    // A connection that is idle for longer than the server's wait_timeout would lose the lock.
    private static final SqlStatement KEEP_IDLE =
            new SqlStatement(StatementBudget.REIMPORT_KEEP_IDLE, "SET SESSION wait_timeout = 86400");
    private static final SqlStatement LOCK =
            new SqlStatement(StatementBudget.REIMPORT_LOCK, "SELECT GET_LOCK(CONCAT(DATABASE(), '.reimport'), 0)");
    private static final SqlStatement UNLOCK =
            new SqlStatement(StatementBudget.REIMPORT_UNLOCK, "SELECT RELEASE_ALL_LOCKS()");
    private static final SqlStatement LOCK_NAME =
            new SqlStatement(StatementBudget.REIMPORT_SERVER_LOCK, "SELECT GET_LOCK(?, 0)");
    private static final SqlStatement IS_NAME_FREE =
            new SqlStatement(StatementBudget.REIMPORT_SERVER_LOCK_IS_FREE, "SELECT IS_FREE_LOCK(?)");

    private ReimportLocks() {}

    /** Takes the lock of the reimport; empty when another connection holds it. */
    static Optional<AutoCloseable> take(DataSource pool) throws SQLException {
        Connection connection = pool.getConnection();
        connection.setAutoCommit(true);
        StatementRunner.update(connection, KEEP_IDLE);
        if (StatementRunner.number(connection, LOCK) == 1) {
            return Optional.of(() -> {
                try (connection) {
                    StatementRunner.number(connection, UNLOCK);
                }
            });
        }
        connection.close();
        return Optional.empty();
    }

    /** Whether both pools are connected to the same server: a lock of the one is seen by the other. */
    static boolean isSameServer(Connection connection, DataSource other) throws SQLException {
        String name =
                "turntable." + Long.toHexString(ThreadLocalRandom.current().nextLong());
        StatementRunner.number(connection, LOCK_NAME, name);
        try (Connection otherConnection = other.getConnection()) {
            return StatementRunner.number(otherConnection, IS_NAME_FREE, name) == 0;
        } finally {
            StatementRunner.number(connection, UNLOCK);
        }
    }
}
