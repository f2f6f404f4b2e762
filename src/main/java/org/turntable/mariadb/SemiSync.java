package org.turntable.mariadb;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import org.turntable.mariadb.sql.Budget;
import org.turntable.mariadb.sql.Sql;

/** What a commit on a server will find, asked without writing: a write that finds nobody to acknowledge it hangs, and so does its session. */
enum SemiSync {
    /** A replica is connected and acknowledges. */
    ACKNOWLEDGED,
    /** Commits wait for a replica, and none is connected. */
    IN_VAIN,
    /** Commits wait for nobody: the server is run as the only copy. */
    OFF;

    private static final Sql STATUS = new Sql(Budget.LEDGER_ACKNOWLEDGED, """
            SELECT VARIABLE_NAME, VARIABLE_VALUE FROM information_schema.GLOBAL_STATUS
            WHERE VARIABLE_NAME IN ('RPL_SEMI_SYNC_MASTER_STATUS', 'RPL_SEMI_SYNC_MASTER_CLIENTS')""");

    static SemiSync read(Connection connection) throws SQLException {
        try (PreparedStatement statement = STATUS.prepare(connection); ResultSet rows = statement.executeQuery()) {
            boolean on = false;
            boolean listens = false;
            while (rows.next()) {
                String value = rows.getString(2);
                boolean isStatus = rows.getString(1).toUpperCase(Locale.ROOT).endsWith("STATUS");
                on |= isStatus && value.equals("ON");
                listens |= !isStatus && Integer.parseInt(value) > 0;
            }
            return !on ? OFF : listens ? ACKNOWLEDGED : IN_VAIN;
        }
    }
}
