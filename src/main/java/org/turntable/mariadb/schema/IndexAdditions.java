package org.turntable.mariadb.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.turntable.mariadb.sql.Budget;
import org.turntable.mariadb.sql.Sql;

/** Who added which index, in {@code index_addition}. */
final class IndexAdditions {
    private static final int LONGEST_OUTCOME = 200;
    private static final Sql BEGIN = new Sql(Budget.INDEX_BEGIN, """
            INSERT INTO index_addition (table_name, index_name, by_whom, began_at) VALUES (?, ?, ?, UTC_TIMESTAMP(3))""");
    private static final Sql END = new Sql(Budget.INDEX_END, """
            UPDATE index_addition SET ended_at = UTC_TIMESTAMP(3), outcome = ? WHERE id = ?""");

    private IndexAdditions() {
    }

    /** Records that it begins; the record's number. */
    static long begin(Connection connection, Index index, String by) throws SQLException {
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

    /** Records how it ended. */
    static void end(Connection connection, long id, String outcome) throws SQLException {
        try (PreparedStatement statement = END.prepare(connection)) {
            statement.setString(1, outcome.substring(0, Math.min(LONGEST_OUTCOME, outcome.length())));
            statement.setLong(2, id);
            statement.executeUpdate();
        }
    }
}
