package org.turntable.mariadb;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.turntable.ledger.LedgerStore;
import org.turntable.ledger.LedgerTotals;
import org.turntable.mariadb.sql.Budget;
import org.turntable.mariadb.sql.Sql;

/** The sum over {@code ledger_count}: a row for each node that ever wrote. */
public final class MariaDbLedgerTotals implements LedgerTotals {
    private static final Sql TOTAL = new Sql(Budget.LEDGER_TOTAL,
            "SELECT COALESCE(SUM(draws), 0), COALESCE(SUM(wins), 0) FROM ledger_count WHERE campaign_id = ?");

    private final DataSource pool;

    /** @param pool the application's account */
    public MariaDbLedgerTotals(DataSource pool) {
        this.pool = pool;
    }

    @Override
    public Total of(int campaignId) throws LedgerStore.Unavailable {
        try (Connection connection = pool.getConnection(); PreparedStatement statement = TOTAL.prepare(connection)) {
            statement.setInt(1, campaignId);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new Total(row.getLong(1), row.getLong(2));
            }
        } catch (SQLException error) {
            throw new LedgerStore.Unavailable("the totals could not be read: " + error.getMessage(), error);
        }
    }
}
