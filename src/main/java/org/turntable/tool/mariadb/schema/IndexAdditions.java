package org.turntable.tool.mariadb.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.turntable.mariadb.schema.IndexDefinition;
import org.turntable.mariadb.sql.SqlStatement;
import org.turntable.mariadb.sql.StatementBudget;

/** Log of added indexes in {@code index_addition}. */
public final class IndexAdditions {
    private static final int MAX_OUTCOME_LENGTH = 200;
    private static final SqlStatement BEGIN = new SqlStatement(StatementBudget.INDEX_BEGIN, """
            INSERT INTO index_addition (table_name, index_name, by_whom, began_at) VALUES (?, ?, ?, UTC_TIMESTAMP(3))""");
    private static final SqlStatement END = new SqlStatement(StatementBudget.INDEX_END, """
            UPDATE index_addition SET ended_at = UTC_TIMESTAMP(3), outcome = ? WHERE id = ?""");

    private IndexAdditions() {}

    /** Records the start of a build; returns the id of the record. */
    public static long begin(Connection connection, IndexDefinition index, String by) throws SQLException {
        try (PreparedStatement statement = BEGIN.prepareForKey(connection)) {
            statement.setString(1, index.table());
            statement.setString(2, index.name());
            statement.setString(3, by);
            statement.executeUpdate();
            try (ResultSet keys = statement.getGeneratedKeys()) {
                keys.next();
                return keys.getLong(1);
            }
        }
    }

    /** Records the outcome. */
    public static void end(Connection connection, long id, String outcome) throws SQLException {
        try (PreparedStatement statement = END.prepare(connection)) {
            statement.setString(1, outcome.substring(0, Math.min(MAX_OUTCOME_LENGTH, outcome.length())));
            statement.setLong(2, id);
            statement.executeUpdate();
        }
    }
}
