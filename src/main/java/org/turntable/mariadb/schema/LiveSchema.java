package org.turntable.mariadb.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.turntable.mariadb.sql.Budget;
import org.turntable.mariadb.sql.Sql;

/** The tables and indexes that a database has, Flyway's own history left out. */
public final class LiveSchema {
    // What a session may see of a table depends on its rights on it; the nodes' account has some on each.
    private static final Sql INDEXES = new Sql(Budget.SCHEMA_INDEXES, """
            SELECT TABLE_NAME, INDEX_NAME, MAX(NON_UNIQUE) = 0 AS is_unique, MAX(IGNORED = 'YES') AS is_ignored,
                   GROUP_CONCAT(COLUMN_NAME ORDER BY SEQ_IN_INDEX SEPARATOR ',') AS cols
            FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME <> 'flyway_schema_history'
            GROUP BY TABLE_NAME, INDEX_NAME""");

    /**
     * An index that is there.
     *
     * @param ignored whether the server was told not to use it
     */
    record Found(Index index, boolean ignored) {
    }

    private final Map<String, Found> byTitle = new TreeMap<>();

    LiveSchema(Collection<Found> found) {
        found.forEach(there -> byTitle.put(there.index().title(), there));
    }

    /**
     * Looks at the connection's database.
     *
     * @throws SQLException when it does not answer
     */
    public static LiveSchema read(Connection connection) throws SQLException {
        LiveSchema live = new LiveSchema(List.of());
        try (PreparedStatement statement = INDEXES.prepare(connection); ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                Index index = new Index(rows.getString("TABLE_NAME"), rows.getString("INDEX_NAME"), rows.getBoolean("is_unique"), rows.getString("cols"));
                live.byTitle.put(index.title(), new Found(index, rows.getBoolean("is_ignored")));
            }
        }
        return live;
    }

    Map<String, Found> byTitle() {
        return byTitle;
    }

    /** Whether the table is there, which it is when it has an index: every table of ours has a primary key. */
    boolean hasTable(String table) {
        return byTitle.values().stream().anyMatch(found -> found.index().table().equals(table));
    }
}
