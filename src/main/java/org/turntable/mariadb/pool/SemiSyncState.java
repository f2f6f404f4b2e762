package org.turntable.mariadb.pool;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import org.turntable.mariadb.sql.SqlStatement;
import org.turntable.mariadb.sql.StatementBudget;

/**
 * Whether a COMMIT on a server would be acknowledged by a replica; read without a write, because a COMMIT that no
 * replica acknowledges hangs, and so does its session.
 */
public enum SemiSyncState {
    /** A replica is connected and acknowledges. */
    ACKNOWLEDGED,
    /** Semi-synchronous replication is on and no replica is connected: commits would hang. */
    NO_REPLICA,
    /** Semi-synchronous replication is off: the server runs in single-copy mode. */
    OFF;

    private static final SqlStatement STATUS = new SqlStatement(StatementBudget.LEDGER_ACKNOWLEDGED, """
            SELECT VARIABLE_NAME, VARIABLE_VALUE FROM information_schema.GLOBAL_STATUS
            WHERE VARIABLE_NAME IN ('RPL_SEMI_SYNC_MASTER_STATUS', 'RPL_SEMI_SYNC_MASTER_CLIENTS')""");

    public static SemiSyncState read(Connection connection) throws SQLException {
        try (PreparedStatement statement = STATUS.prepare(connection);
                ResultSet rows = statement.executeQuery()) {
            boolean on = false;
            boolean replica = false;
            while (rows.next()) {
                String value = rows.getString(2);
                boolean isStatus = rows.getString(1).toUpperCase(Locale.ROOT).endsWith("STATUS");
                on |= isStatus && value.equals("ON");
                replica |= !isStatus && Integer.parseInt(value) > 0;
            }
            return !on ? OFF : replica ? ACKNOWLEDGED : NO_REPLICA;
        }
    }
}
