package org.turntable.mariadb.pool;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.turntable.mariadb.sql.SqlStatement;
import org.turntable.mariadb.sql.StatementBudget;

/**
 * Limits the server-side sessions that outlive their client connection: a COMMIT that waits for the acknowledgement of
 * a replica keeps its session after the pool has closed the connection. Without a limit, a pool that replaces such
 * connections would use up the server's connections, one every two seconds for each writing thread.
 *
 * <p>A server numbers its sessions from 1 after each start, and two servers use the same numbers. So a session is
 * identified by its server, its number and its client's address and port: the session of another server or of another
 * client that has the number of an abandoned one is not taken for it.
 */
final class AbandonedSessions {
    private static final SqlStatement EXISTING = new SqlStatement(
            StatementBudget.SESSIONS_LEFT, "SELECT ID, HOST FROM information_schema.PROCESSLIST WHERE ID IN ({?})");

    /**
     * A session on a server.
     *
     * @param server address:port of the server
     * @param id its number there
     * @param client address:port of its client, as the server sees it
     */
    private record Session(String server, long id, String client) {}

    private final int limit;
    private final Map<Session, Connection> opened = new HashMap<>();

    /** @param limit abandoned sessions on one server from which on no more connections are opened to it */
    AbandonedSessions(int limit) {
        this.limit = limit;
    }

    /**
     * Registers a connection that was just opened.
     *
     * @param server address:port to which it leads
     * @throws SQLException when too many abandoned sessions of this pool exist there; the connection is closed then
     */
    synchronized void register(Connection fresh, String server) throws SQLException {
        try {
            long id = fresh.unwrap(org.mariadb.jdbc.Connection.class).getThreadId();
            List<Session> closed = opened.entrySet().stream()
                    .filter(entry -> entry.getKey().server().equals(server) && isClosed(entry))
                    .map(Map.Entry::getKey)
                    .toList();
            Map<Long, Session> existing = existing(fresh, server, id, closed);
            List<Session> abandoned = closed.stream()
                    .filter(session -> session.equals(existing.get(session.id())))
                    .toList();
            closed.stream().filter(session -> !abandoned.contains(session)).forEach(opened::remove);
            if (abandoned.size() >= limit) {
                throw new SQLTransientConnectionException(
                        abandoned.size() + " sessions of this node still hang on the server: no more are opened"
                                + " until a replica acknowledges their commits",
                        "08004");
            }
            opened.put(existing.get(id), fresh);
        } catch (SQLException refused) {
            fresh.close();
            throw refused;
        }
    }

    /** The sessions that the server has under these numbers and the connection's own, by number. */
    private static Map<Long, Session> existing(Connection connection, String server, long own, List<Session> others)
            throws SQLException {
        try (PreparedStatement statement = EXISTING.prepare(connection, others.size() + 1)) {
            statement.setLong(1, own);
            for (int i = 0; i < others.size(); i++) {
                statement.setLong(i + 2, others.get(i).id());
            }
            Map<Long, Session> existing = new HashMap<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    existing.put(rows.getLong(1), new Session(server, rows.getLong(1), rows.getString(2)));
                }
            }
            return existing;
        }
    }

    private static boolean isClosed(Map.Entry<Session, Connection> entry) {
        try {
            return entry.getValue().isClosed();
        } catch (SQLException unusable) {
            return true;
        }
    }
}
