package org.turntable.mariadb.reimport;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.turntable.mariadb.UtcTimes;
import org.turntable.mariadb.sql.Sql;
import org.turntable.player.PlayerId;

/** Statements with their parameters, in one line each. */
final class Statements {
    /** Makes something of a row. */
    interface Read<T> {
        T of(ResultSet row) throws SQLException;
    }

    private Statements() {
    }

    static <T> List<T> list(Connection connection, Read<T> read, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepare(connection, sql, parameters); ResultSet rows = statement.executeQuery()) {
            List<T> list = new ArrayList<>();
            while (rows.next()) {
                list.add(read.of(rows));
            }
            return list;
        }
    }

    /** One of the list, for that many keys. */
    static <T> List<T> list(Connection connection, Read<T> read, Sql sql, int keys, Object... parameters) throws SQLException {
        try (PreparedStatement statement = sql.prepare(connection, keys)) {
            fill(statement, parameters);
            try (ResultSet rows = statement.executeQuery()) {
                List<T> list = new ArrayList<>();
                while (rows.next()) {
                    list.add(read.of(rows));
                }
                return list;
            }
        }
    }

    /** One of the list; answers how many rows it changed. */
    static int run(Connection connection, Sql sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = sql.prepare(connection)) {
            fill(statement, parameters);
            return statement.executeUpdate();
        }
    }

    static long number(Connection connection, String sql, Object... parameters) throws SQLException {
        List<Long> numbers = list(connection, row -> row.getLong(1), sql, parameters);
        return numbers.isEmpty() ? 0 : numbers.get(0);
    }

    static int run(Connection connection, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepare(connection, sql, parameters)) {
            return statement.executeUpdate();
        }
    }

    /** Inserts a row and answers the key that it was given. */
    static long insert(Connection connection, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql, Statement.RETURN_GENERATED_KEYS)) {
            fill(statement, parameters);
            statement.executeUpdate();
            try (ResultSet keys = statement.getGeneratedKeys()) {
                keys.next();
                return keys.getLong(1);
            }
        }
    }

    /** Runs one statement for many rows; answers how many rows each changed. */
    static int[] batch(Connection connection, String sql, List<Object[]> rows) throws SQLException {
        if (rows.isEmpty()) {
            return new int[0];
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (Object[] row : rows) {
                fill(statement, row);
                statement.addBatch();
            }
            return statement.executeBatch();
        }
    }

    /** As many question marks as that, separated by commas. */
    static String marks(int count) {
        return "?" + ", ?".repeat(count - 1);
    }

    private static PreparedStatement prepare(Connection connection, String sql, Object... parameters) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        fill(statement, parameters);
        return statement;
    }

    private static void fill(PreparedStatement statement, Object... parameters) throws SQLException {
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
