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
import org.turntable.mariadb.sql.Budget;
import org.turntable.mariadb.sql.Sql;

/**
 * Sessions that a pool gave up and that are still on the server: a commit that nobody acknowledges outlives its client's connection. A
 * pool that put a new connection into the place of each would use up the server's, one every two seconds for each writer.
 */
final class LeftBehind {
    private static final Sql STILL_THERE = new Sql(Budget.SESSIONS_LEFT, "SELECT ID FROM information_schema.PROCESSLIST WHERE ID IN ({?})");

    private final int most;
    /** By the server's number of the session; the pool's adding thread is alone here. */
    private final Map<Long, Connection> opened = new HashMap<>();

    /** @param most sessions that may be left behind before no more connections are opened */
    LeftBehind(int most) {
        this.most = most;
    }

    /**
     * Takes a connection that was just opened into account.
     *
     * @throws SQLException when too many of this pool's former sessions still hang; the connection is closed then
     */
    synchronized void add(Connection fresh) throws SQLException {
        try {
            List<Long> gone = opened.entrySet().stream().filter(LeftBehind::isClosed).map(Map.Entry::getKey).toList();
            if (!gone.isEmpty()) {
                Set<Long> there = stillThere(fresh, gone);
                gone.stream().filter(session -> !there.contains(session)).forEach(opened::remove);
                if (there.size() >= most) {
                    throw new SQLTransientConnectionException(there.size() + " sessions of this node still hang on the server: no more are opened until a replica "
                            + "acknowledges their commits", "08004");
                }
            }
            opened.put(fresh.unwrap(org.mariadb.jdbc.Connection.class).getThreadId(), fresh);
        } catch (SQLException refused) {
            fresh.close();
            throw refused;
        }
    }

    private static Set<Long> stillThere(Connection connection, List<Long> sessions) throws SQLException {
        try (PreparedStatement statement = STILL_THERE.prepare(connection, sessions.size())) {
            for (int i = 0; i < sessions.size(); i++) {
                statement.setLong(i + 1, sessions.get(i));
            }
            Set<Long> there = new HashSet<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    there.add(rows.getLong(1));
                }
            }
            return there;
        }
    }

    private static boolean isClosed(Map.Entry<Long, Connection> entry) {
        try {
            return entry.getValue().isClosed();
        } catch (SQLException gone) {
            return true;
        }
    }
}
