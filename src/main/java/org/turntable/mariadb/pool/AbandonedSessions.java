package org.turntable.mariadb.pool;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.turntable.mariadb.sql.SqlStatement;
import org.turntable.mariadb.sql.StatementBudget;

/**
 * Limits the server-side sessions that outlive their client connection: a COMMIT that waits for the acknowledgement of
 * a replica keeps its session after the pool has closed the connection. Without a limit, a pool that replaces such
 * connections would use up the server's connections, one every two seconds for each writing thread.
 */
final class AbandonedSessions {
    private static final SqlStatement EXISTING = new SqlStatement(
            StatementBudget.SESSIONS_LEFT, "SELECT ID FROM information_schema.PROCESSLIST WHERE ID IN ({?})");

    private final int limit;
    /** By the server's connection id. */
    private final Map<Long, Connection> opened = new HashMap<>();

    /** @param limit abandoned sessions from which on no more connections are opened */
    AbandonedSessions(int limit) {
        this.limit = limit;
    }

    /**
     * Registers a connection that was just opened.
     *
     * @throws SQLException when too many abandoned sessions of this pool exist; the connection is closed then
     */
    synchronized void register(Connection fresh) throws SQLException {
        try {
            List<Long> closed = opened.entrySet().stream()
                    .filter(AbandonedSessions::isClosed)
                    .map(Map.Entry::getKey)
                    .toList();
            if (!closed.isEmpty()) {
                Set<Long> abandoned = existing(fresh, closed);
                closed.stream().filter(session -> !abandoned.contains(session)).forEach(opened::remove);
                if (abandoned.size() >= limit) {
                    throw new SQLTransientConnectionException(
                            abandoned.size() + " sessions of this node still hang on the server: no more are opened"
                                    + " until a replica acknowledges their commits",
                            "08004");
                }
            }
            opened.put(fresh.unwrap(org.mariadb.jdbc.Connection.class).getThreadId(), fresh);
        } catch (SQLException refused) {
            fresh.close();
            throw refused;
        }
    }

    private static Set<Long> existing(Connection connection, List<Long> sessions) throws SQLException {
        try (PreparedStatement statement = EXISTING.prepare(connection, sessions.size())) {
            for (int i = 0; i < sessions.size(); i++) {
                statement.setLong(i + 1, sessions.get(i));
            }
            Set<Long> existing = new HashSet<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    existing.add(rows.getLong(1));
                }
            }
            return existing;
        }
    }

    private static boolean isClosed(Map.Entry<Long, Connection> entry) {
        try {
            return entry.getValue().isClosed();
        } catch (SQLException unusable) {
            return true;
        }
    }
}
