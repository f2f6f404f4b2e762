package org.turntable.mariadb;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;

/** The lock that keeps a second agent from acting: held on each server by the connection that looks at it, and gone with it. */
final class AgentLock {
    private static final String NAME = "turntable.failover-agent";
    // The lock of an agent whose machine died is free again when its connection has been idle for that long.
    private static final int IDLE_SECONDS = 15;

    private final Set<Long> own = new HashSet<>();
    private boolean other;

    /** Takes it for a new connection; an earlier connection of this agent that still has it is ended. */
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
