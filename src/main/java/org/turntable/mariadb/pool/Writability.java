package org.turntable.mariadb.pool;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.turntable.mariadb.sql.Budget;
import org.turntable.mariadb.sql.Sql;

/** Whether a server takes writes. */
public final class Writability {
    /**
     * Fails on a server that is read-only: for a pool's new connections, and for those that come back from being idle. One statement
     * without a semicolon, because the driver cuts initSql at each; SIGNAL in EXECUTE IMMEDIATE needs no grant.
     */
    static final String REFUSE_READ_ONLY = """
            EXECUTE IMMEDIATE IF(@@read_only, 'SIGNAL SQLSTATE ''45000'' SET MESSAGE_TEXT = ''this server is read-only''', 'DO 0')""";

    private static final Sql READ_ONLY = new Sql(Budget.SERVER_READ_ONLY, "SELECT @@read_only");

    private Writability() {
    }

    /** Whether the connection's server takes writes of an account without special rights. */
    public static boolean of(Connection connection) throws SQLException {
        try (PreparedStatement statement = READ_ONLY.prepare(connection); ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getInt(1) == 0;
        }
    }
}
