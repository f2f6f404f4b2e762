package org.turntable.mariadb;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.turntable.award.CouponCodes;
import org.turntable.mariadb.sql.Budget;
import org.turntable.mariadb.sql.Sql;
import org.turntable.player.PlayerId;

/**
 * Codes out of {@code prize_unit}: one read of the primary key for each win. A slow database must not hold the threads that serve the
 * wheel: few ask at the same time, and nobody while the ledger holds it for away.
 */
public final class MariaDbCouponCodes implements CouponCodes {
    private static final Sql CODE = new Sql(Budget.COUPON_CODE, """
            SELECT code FROM prize_unit WHERE prize_id = ? AND ordinal = ? AND player_id = ? AND code IS NOT NULL""");
    private static final int AT_ONCE = 2;

    private final DataSource pool;
    private final BooleanSupplier answers;
    private final Semaphore asking = new Semaphore(AT_ONCE);

    /**
     * @param pool    the application's account
     * @param answers whether the database answers, as far as this node knows
     */
    public MariaDbCouponCodes(DataSource pool, BooleanSupplier answers) {
        this.pool = pool;
        this.answers = answers;
    }

    @Override
    public Map<Unit, String> of(PlayerId player, Collection<Unit> units) throws Unavailable {
        if (units.isEmpty()) {
            return Map.of();
        }
        if (!answers.getAsBoolean()) {
            throw new Unavailable("MariaDB is held for away", null);
        }
        if (!asking.tryAcquire()) {
            throw new Unavailable(AT_ONCE + " players ask for their codes already", null);
        }
        try (Connection connection = pool.getConnection(); PreparedStatement statement = CODE.prepare(connection)) {
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
            throw new Unavailable("the codes could not be read: " + error.getMessage(), error);
        } finally {
            asking.release();
        }
    }
}
