package org.turntable.mariadb.pool;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.turntable.mariadb.sql.SqlStatement;
import org.turntable.mariadb.sql.StatementBudget;

/**
 * The sessions of the application's account on the server, from all nodes together; includes sessions whose client has
 * closed the connection and whose COMMIT waits for an acknowledgement.
 *
 * @param count how many there are
 * @param limit how many the server allows the account; 0 for no limit
 */
public record AccountSessions(int count, int limit) {
    private static final SqlStatement COUNT = new SqlStatement(StatementBudget.ACCOUNT_SESSIONS, """
            SELECT COUNT(*), @@max_user_connections FROM information_schema.PROCESSLIST WHERE USER = SUBSTRING_INDEX(CURRENT_USER(), '@', 1)""");

    /**
     * Counts them.
     *
     * @throws SQLException when the database does not answer
     */
    public static AccountSessions read(DataSource pool) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = COUNT.prepare(connection);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return new AccountSessions(row.getInt(1), row.getInt(2));
        }
    }
}
