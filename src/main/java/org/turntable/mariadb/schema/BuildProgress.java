package org.turntable.mariadb.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.turntable.mariadb.sql.Budget;
import org.turntable.mariadb.sql.Sql;

/**
 * How far the server is with a change of a table.
 *
 * @param state    what it does, in its own words, such as {@code Waiting for table metadata lock}
 * @param seconds  since when
 * @param percent  of the present stage; 0 where the server does not say
 */
public record BuildProgress(String state, long seconds, double percent) {
    private static final Sql LOOK = new Sql(Budget.INDEX_PROGRESS, """
            SELECT p.STATE, p.TIME_MS / 1000, GREATEST(p.PROGRESS, s.VARIABLE_VALUE / 100)
            FROM information_schema.PROCESSLIST p JOIN information_schema.GLOBAL_STATUS s ON s.VARIABLE_NAME = 'INNODB_ONLINEDDL_PCT_PROGRESS'
            WHERE p.ID = ? AND p.COMMAND = 'Query'""");

    /**
     * Looks at a session of the same account.
     *
     * @return null when it does nothing just now
     */
    static BuildProgress of(Connection connection, long session) throws SQLException {
        try (PreparedStatement statement = LOOK.prepare(connection)) {
            statement.setLong(1, session);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? new BuildProgress(String.valueOf(row.getString(1)), row.getLong(2), Math.min(100, row.getDouble(3))) : null;
            }
        }
    }

    /** Whether it waits for others to let go of the table. */
    public boolean waitsForALock() {
        return state.contains("metadata lock");
    }
}
