package org.turntable.mariadb.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.turntable.ledger.LedgerTotals;
import org.turntable.mariadb.sql.SqlStatement;
import org.turntable.mariadb.sql.StatementBudget;
import org.turntable.outage.DatabaseUnavailableException;

/** The sum over {@code ledger_count}, which has one row per campaign and node. */
public final class MariaDbLedgerTotals implements LedgerTotals {
    private static final SqlStatement TOTAL = new SqlStatement(
            StatementBudget.LEDGER_TOTAL,
            "SELECT COALESCE(SUM(draws), 0), COALESCE(SUM(wins), 0) FROM ledger_count WHERE campaign_id = ?");

    private final DataSource pool;

    /** @param pool the application's account */
    public MariaDbLedgerTotals(DataSource pool) {
        this.pool = pool;
    }

    @Override
    public Total of(int campaignId) throws DatabaseUnavailableException {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = TOTAL.prepare(connection)) {
            statement.setInt(1, campaignId);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new Total(row.getLong(1), row.getLong(2));
            }
        } catch (SQLException error) {
            throw new DatabaseUnavailableException("the totals could not be read: " + error.getMessage(), error);
        }
    }
}
