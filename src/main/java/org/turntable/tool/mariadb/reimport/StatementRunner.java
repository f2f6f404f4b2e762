package org.turntable.tool.mariadb.reimport;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.turntable.mariadb.sql.SqlStatement;
import org.turntable.mariadb.sql.UtcTimes;
import org.turntable.player.PlayerId;

/** Binds the parameters of declared statements and runs them. */
final class StatementRunner {
    private static final int NO_SUCH_TABLE = 1146;

    /** Converts a row of a result. */
    interface RowMapper<T> {
        T map(ResultSet row) throws SQLException;
    }

    private StatementRunner() {}

    /** Reads all rows. */
    static <T> List<T> query(Connection connection, RowMapper<T> mapper, SqlStatement sql, Object... parameters)
            throws SQLException {
        return queryForKeys(connection, mapper, sql, 1, parameters);
    }

    /** Reads all rows of a statement for several keys, 1 or more. */
    static <T> List<T> queryForKeys(
            Connection connection, RowMapper<T> mapper, SqlStatement sql, int keys, Object... parameters)
            throws SQLException {
        try (PreparedStatement statement = sql.prepare(connection, keys)) {
            bind(statement, parameters);
            try (ResultSet rows = statement.executeQuery()) {
                List<T> list = new ArrayList<>();
                while (rows.next()) {
                    list.add(mapper.map(rows));
                }
                return list;
            }
        }
    }

    /** As {@link #queryForKeys}; no rows where the database does not have the table. */
    static <T> List<T> queryIfTableExists(
            Connection connection, RowMapper<T> mapper, SqlStatement sql, int keys, Object... parameters)
            throws SQLException {
        try {
            return queryForKeys(connection, mapper, sql, keys, parameters);
        } catch (SQLException error) {
            if (error.getErrorCode() == NO_SUCH_TABLE) {
                return List.of();
            }
            throw error;
        }
    }

    /** Reads the number in the first column of the first row; 0 for NULL or no row. */
    static long number(Connection connection, SqlStatement sql, Object... parameters) throws SQLException {
        List<Long> numbers = query(connection, row -> row.getLong(1), sql, parameters);
        return numbers.isEmpty() ? 0 : numbers.get(0);
    }

    /** Runs a statement; returns the number of rows that it changed. */
    static int update(Connection connection, SqlStatement sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = sql.prepare(connection)) {
            bind(statement, parameters);
            return statement.executeUpdate();
        }
    }

    /** Inserts a row; returns its generated key. */
    static long insert(Connection connection, SqlStatement sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = sql.prepareForKey(connection)) {
            bind(statement, parameters);
            statement.executeUpdate();
            try (ResultSet keys = statement.getGeneratedKeys()) {
                keys.next();
                return keys.getLong(1);
            }
        }
    }

    /** Runs one statement for many rows of parameters; returns the number of rows that each changed. */
    static int[] batch(Connection connection, SqlStatement sql, List<Object[]> rows) throws SQLException {
        if (rows.isEmpty()) {
            return new int[0];
        }
        try (PreparedStatement statement = sql.prepare(connection)) {
            for (Object[] row : rows) {
                bind(statement, row);
                statement.addBatch();
            }
            return statement.executeBatch();
        }
    }

    private static void bind(PreparedStatement statement, Object... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            Object value = parameters[i];
            if (value == null) {
                statement.setNull(i + 1, Types.NULL);
            } else if (value instanceof Instant instant) {
                statement.setObject(i + 1, UtcTimes.column(instant));
            } else if (value instanceof PlayerId player) {
                statement.setBytes(i + 1, player.bytes());
            } else {
                statement.setObject(i + 1, value);
            }
        }
    }
}
