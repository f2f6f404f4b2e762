package org.turntable.mariadb.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.turntable.mariadb.sql.SqlStatement;
import org.turntable.mariadb.sql.StatementBudget;

/** The tables and indexes of a database, without Flyway's history table. */
public final class LiveSchema {
    // A session sees the tables on which its account has a privilege; the nodes' account has some on each.
    private static final SqlStatement INDEXES = new SqlStatement(StatementBudget.SCHEMA_INDEXES, """
            SELECT TABLE_NAME, INDEX_NAME, MAX(NON_UNIQUE) = 0 AS is_unique, MAX(IGNORED = 'YES') AS is_ignored,
                   GROUP_CONCAT(COLUMN_NAME ORDER BY SEQ_IN_INDEX SEPARATOR ',') AS cols
            FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME <> 'flyway_schema_history'
            GROUP BY TABLE_NAME, INDEX_NAME""");

    /**
     * An index of the database.
     *
     * @param ignored whether it is marked IGNORED, so that the server does not use it
     */
    record Found(IndexDefinition index, boolean ignored) {}

    private final Map<String, Found> byTitle = new TreeMap<>();

    LiveSchema(Collection<Found> found) {
        found.forEach(there -> byTitle.put(there.index().title(), there));
    }

    /**
     * Reads the schema of the connection's database.
     *
     * @throws SQLException when it does not answer
     */
    public static LiveSchema read(Connection connection) throws SQLException {
        LiveSchema live = new LiveSchema(List.of());
        try (PreparedStatement statement = INDEXES.prepare(connection);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                IndexDefinition index = new IndexDefinition(
                        rows.getString("TABLE_NAME"),
                        rows.getString("INDEX_NAME"),
                        rows.getBoolean("is_unique"),
                        rows.getString("cols"));
                live.byTitle.put(index.title(), new Found(index, rows.getBoolean("is_ignored")));
            }
        }
        return live;
    }

    Map<String, Found> byTitle() {
        return byTitle;
    }

    /** Whether the table exists. It is found by its indexes: every table of this application has a primary key. */
    boolean hasTable(String table) {
        return byTitle.values().stream().anyMatch(found -> found.index().table().equals(table));
    }
}
