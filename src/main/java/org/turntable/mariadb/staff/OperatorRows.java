package org.turntable.mariadb.staff;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import org.turntable.mariadb.sql.SqlStatement;
import org.turntable.mariadb.sql.StatementBudget;
import org.turntable.mariadb.sql.UtcTimes;
import org.turntable.staff.OperatorAccounts.Change;

/** Changes of rows of operators, with their records. */
final class OperatorRows {
    private static final SqlStatement RECORD = new SqlStatement(
            StatementBudget.OPERATOR_RECORD,
            "INSERT INTO operator_change (operator, what, by_whom, reason, at) VALUES (?, ?, ?, ?, ?)");

    private OperatorRows() {}

    /** @return always true */
    static boolean record(Connection connection, String name, Change what, String byWhom, String reason, Instant now)
            throws SQLException {
        return run(connection, RECORD, name, what.word(), byWhom, reason, UtcTimes.column(now)) == 1;
    }

    static int run(Connection connection, SqlStatement sql, Object... values) throws SQLException {
        try (PreparedStatement statement = sql.prepare(connection)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            return statement.executeUpdate();
        }
    }
}
