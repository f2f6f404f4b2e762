package org.turntable.mariadb.claim;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.turntable.claim.CouponCodes;
import org.turntable.concurrent.Bulkhead;
import org.turntable.mariadb.sql.SqlStatement;
import org.turntable.mariadb.sql.StatementBudget;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.player.PlayerId;

/**
 * Coupon codes from {@code prize_unit}: one read by primary key for each win, behind a bulkhead, because a slow
 * database must not hold the threads that serve draws. Nothing is read while the ledger's circuit breaker is open.
 */
public final class MariaDbCouponCodes implements CouponCodes {
    private static final SqlStatement CODE = new SqlStatement(StatementBudget.COUPON_CODE, """
            SELECT code FROM prize_unit WHERE prize_id = ? AND ordinal = ? AND player_id = ? AND code IS NOT NULL""");

    private final DataSource pool;
    private final BooleanSupplier databaseAvailable;
    private final Bulkhead bulkhead;

    /**
     * @param pool the application's account
     * @param databaseAvailable whether the database answers, as far as this node knows
     * @param bulkhead limits how many requests read at the same time; others may share it
     */
    public MariaDbCouponCodes(DataSource pool, BooleanSupplier databaseAvailable, Bulkhead bulkhead) {
        this.pool = pool;
        this.databaseAvailable = databaseAvailable;
        this.bulkhead = bulkhead;
    }

    @Override
    public Map<Unit, String> of(PlayerId player, Collection<Unit> units) throws DatabaseUnavailableException {
        if (units.isEmpty()) {
            return Map.of();
        }
        if (!databaseAvailable.getAsBoolean()) {
            throw new DatabaseUnavailableException("MariaDB is considered unavailable", null);
        }
        return bulkhead.run(
                () -> read(player, units),
                () -> new DatabaseUnavailableException(
                        "too many requests of this node read coupon codes already", null));
    }

    private Map<Unit, String> read(PlayerId player, Collection<Unit> units) throws DatabaseUnavailableException {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = CODE.prepare(connection)) {
            Map<Unit, String> codes = new HashMap<>();
            for (Unit unit : units) {
                statement.setInt(1, unit.prizeId());
                statement.setInt(2, unit.ordinal());
                statement.setBytes(3, player.bytes());
                try (ResultSet row = statement.executeQuery()) {
                    if (row.next()) {
                        codes.put(unit, row.getString(1));
                    }
                }
            }
            return codes;
        } catch (SQLException error) {
            throw new DatabaseUnavailableException("the codes could not be read: " + error.getMessage(), error);
        }
    }
}
