package org.turntable.mariadb;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.turntable.mariadb.sql.Budget;
import org.turntable.mariadb.sql.Sql;

/**
 * The sessions of the asking account on the server, those of all nodes together: also such as no client holds any more, which wait for
 * an acknowledgement.
 *
 * @param now  how many there are
 * @param most how many the server allows the account; 0 for any number
 */
public record AccountSessions(int now, int most) {
    private static final Sql COUNT = new Sql(Budget.ACCOUNT_SESSIONS, """
            SELECT COUNT(*), @@max_user_connections FROM information_schema.PROCESSLIST WHERE USER = SUBSTRING_INDEX(CURRENT_USER(), '@', 1)""");

    /**
     * Counts them.
     *
     * @throws SQLException when the database does not answer
     */
    public static AccountSessions read(DataSource pool) throws SQLException {
        try (Connection connection = pool.getConnection(); PreparedStatement statement = COUNT.prepare(connection); ResultSet row = statement.executeQuery()) {
            row.next();
            return new AccountSessions(row.getInt(1), row.getInt(2));
        }
    }
}
