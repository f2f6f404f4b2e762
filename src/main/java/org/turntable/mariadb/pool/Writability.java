package org.turntable.mariadb.pool;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.turntable.mariadb.sql.SqlStatement;
import org.turntable.mariadb.sql.StatementBudget;

/** Whether a server accepts writes. */
public final class Writability {
    /**
     * Fails on a read-only server; for new connections of a pool and for the test of idle ones. One statement without a
     * semicolon, because the driver splits initSql there; SIGNAL in EXECUTE IMMEDIATE needs no grant.
     */
    static final String REFUSE_READ_ONLY = """
            EXECUTE IMMEDIATE IF(@@read_only, 'SIGNAL SQLSTATE ''45000'' SET MESSAGE_TEXT = ''this server is read-only''', 'DO 0')""";

    private static final SqlStatement READ_ONLY =
            new SqlStatement(StatementBudget.SERVER_READ_ONLY, "SELECT @@read_only");

    private Writability() {}

    /** Whether the connection's server accepts writes from an account without special privileges. */
    public static boolean of(Connection connection) throws SQLException {
        try (PreparedStatement statement = READ_ONLY.prepare(connection);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getInt(1) == 0;
        }
    }
}
