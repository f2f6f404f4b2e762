package org.turntable.tool.mariadb.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.turntable.mariadb.sql.SqlStatement;
import org.turntable.mariadb.sql.StatementBudget;

/** How far a server is behind another one; needs no privilege. */
public final class ReplicaLag {
    private static final SqlStatement POSITION =
            new SqlStatement(StatementBudget.SERVER_POSITION, "SELECT @@gtid_binlog_pos");
    private static final SqlStatement REACHED =
            new SqlStatement(StatementBudget.SERVER_REACHED, "SELECT MASTER_GTID_WAIT(?, ?)");

    private ReplicaLag() {}

    /** The current end of the server's own binlog, as GTID positions. */
    public static String position(Connection connection) throws SQLException {
        try (PreparedStatement statement = POSITION.prepare(connection);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getString(1);
        }
    }

    /** Whether a server has applied everything up to that position, or does so within that time. */
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
