package org.turntable.mariadb.pool;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.turntable.mariadb.sql.SqlStatement;
import org.turntable.mariadb.sql.StatementBudget;

/** The clock of a server. */
public final class ServerTime {
    /** Seconds since the epoch with a fraction, whatever the time zone of the session is. */
    private static final SqlStatement NOW = new SqlStatement(StatementBudget.CLOCK_OF_WRITER, "SELECT @@timestamp");

    private ServerTime() {}

    /** The time of the connection's server, in milliseconds since the epoch. */
    public static double millis(Connection connection) throws SQLException {
        try (PreparedStatement statement = NOW.prepare(connection);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getDouble(1) * 1e3;
        }
    }
}
