package org.turntable.tool.mariadb.failover;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;

/**
 * The lock that prevents a second agent from acting. On each server the connection of the prober holds it, and it is
 * released with that connection.
 */
final class AgentLock {
    private static final String NAME = "turntable.failover-agent";
    // When the host of an agent fails, its lock is released after its connection was idle for this time.
    private static final int IDLE_SECONDS = 15;

    private final Set<Long> own = new HashSet<>();
    private boolean other;

    /** Takes the lock for a new connection; an earlier connection of this agent that still holds it is killed. */
    void take(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET SESSION wait_timeout = " + IDLE_SECONDS);
            long me = number(statement, "SELECT CONNECTION_ID()");
            if (number(statement, "SELECT GET_LOCK('" + NAME + "', 0)") == 1) {
                other = false;
            } else {
                long holder = number(statement, "SELECT COALESCE(IS_USED_LOCK('" + NAME + "'), 0)");
                other = !own.contains(holder);
                if (!other) {
                    statement.execute("KILL CONNECTION " + holder);
                    other = number(statement, "SELECT GET_LOCK('" + NAME + "', 0.3)") != 1;
                }
            }
            own.add(me);
        }
    }

    boolean heldByOther() {
        return other;
    }

    private static long number(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getLong(1) : 0;
        }
    }
}
