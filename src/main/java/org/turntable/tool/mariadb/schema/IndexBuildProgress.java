package org.turntable.tool.mariadb.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.turntable.mariadb.sql.SqlStatement;
import org.turntable.mariadb.sql.StatementBudget;

/**
 * Progress of an ALTER TABLE on the server.
 *
 * @param state state of the session in SHOW PROCESSLIST, such as {@code Waiting for table metadata lock}
 * @param seconds time since the start of the statement
 * @param percent progress of the current stage; 0 if the server reports none
 */
public record IndexBuildProgress(String state, long seconds, double percent) {
    private static final SqlStatement PROGRESS = new SqlStatement(StatementBudget.INDEX_PROGRESS, """
            SELECT p.STATE, p.TIME_MS / 1000, GREATEST(p.PROGRESS, s.VARIABLE_VALUE / 100)
            FROM information_schema.PROCESSLIST p JOIN information_schema.GLOBAL_STATUS s ON s.VARIABLE_NAME = 'INNODB_ONLINEDDL_PCT_PROGRESS'
            WHERE p.ID = ? AND p.COMMAND = 'Query'""");

    /**
     * Reads the progress of a session of the same account.
     *
     * @return null if the session runs no statement
     */
    public static IndexBuildProgress of(Connection connection, long session) throws SQLException {
        try (PreparedStatement statement = PROGRESS.prepare(connection)) {
            statement.setLong(1, session);
            try (ResultSet row = statement.executeQuery()) {
                return row.next()
                        ? new IndexBuildProgress(
                                String.valueOf(row.getString(1)), row.getLong(2), Math.min(100, row.getDouble(3)))
                        : null;
            }
        }
    }

    /** Whether it waits for a lock on the table. */
    public boolean waitsForALock() {
        return state.contains("metadata lock");
    }
}
