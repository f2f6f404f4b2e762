package org.turntable.mariadb.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.turntable.mariadb.sql.Budget;
import org.turntable.mariadb.sql.Sql;

/** How far a server is behind another one, asked of any account. */
public final class ReplicaLag {
    private static final Sql POSITION = new Sql(Budget.SERVER_POSITION, "SELECT @@gtid_binlog_pos");
    private static final Sql REACHED = new Sql(Budget.SERVER_REACHED, "SELECT MASTER_GTID_WAIT(?, ?)");

    private ReplicaLag() {
    }

    /** Where a server's own binlog ends now. */
    public static String position(Connection connection) throws SQLException {
        try (PreparedStatement statement = POSITION.prepare(connection); ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getString(1);
        }
    }

    /** Whether a server has applied everything up to there, or does within that time. */
    public static boolean reached(Connection replica, String position, double seconds) throws SQLException {
        try (PreparedStatement statement = REACHED.prepare(replica)) {
            statement.setString(1, position);
            statement.setDouble(2, seconds);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getInt(1) == 0;
            }
        }
    }
}
