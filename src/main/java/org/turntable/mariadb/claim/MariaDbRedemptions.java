package org.turntable.mariadb.claim;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.turntable.campaign.LocalizedText;
import org.turntable.claim.CouponCodes.Unit;
import org.turntable.claim.redemption.Redemptions;
import org.turntable.claim.redemption.Verifiers;
import org.turntable.mariadb.ledger.Heartbeat;
import org.turntable.mariadb.sql.SqlErrors;
import org.turntable.mariadb.sql.SqlStatement;
import org.turntable.mariadb.sql.StatementBudget;
import org.turntable.mariadb.sql.UtcTimes;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.player.DrawKey;
import org.turntable.player.PlayerId;

/**
 * Redemptions in {@code redemption}: one row for each redemption, and unique keys prevent a second one. An existing row
 * is confirmed only together with a write of the heartbeat row, because a row that was read may not be on a second
 * machine yet.
 */
public final class MariaDbRedemptions implements Redemptions {
    private static final SqlStatement OF_PLAYER = new SqlStatement(
            StatementBudget.REDEMPTIONS_OF_PLAYER,
            "SELECT draw_number, store, redeemed_at FROM redemption WHERE campaign_id = ? AND player_id = ?");
    private static final SqlStatement COUPON = new SqlStatement(StatementBudget.REDEMPTION_COUPON, """
            SELECT p.campaign_id, c.name AS campaign, c.name_en AS campaign_en, c.time_zone, p.name, p.name_en, u.player_id, u.draw_number, u.awarded_at,
                   r.store, r.redeemed_at
            FROM prize_unit u JOIN prize p ON p.id = u.prize_id JOIN campaign c ON c.id = p.campaign_id
                 LEFT JOIN redemption r ON r.prize_id = u.prize_id AND r.unit_ordinal = u.ordinal
            WHERE u.prize_id = ? AND u.ordinal = ? AND u.player_id IS NOT NULL AND p.kind = 'coupon'""");
    private static final SqlStatement MAY = new SqlStatement(
            StatementBudget.REDEMPTION_VERIFIER,
            "SELECT store FROM verifier WHERE id = ? AND generation = ? AND NOT disabled");
    private static final SqlStatement REDEEM = new SqlStatement(StatementBudget.REDEMPTION_INSERT, """
            INSERT INTO redemption (campaign_id, player_id, draw_number, prize_id, unit_ordinal, confirmation, verifier_id, store, redeemed_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, UTC_TIMESTAMP(3))""");
    private static final SqlStatement STANDING = new SqlStatement(StatementBudget.REDEMPTION_STANDING, """
            SELECT confirmation, verifier_id, store, redeemed_at FROM redemption WHERE prize_id = ? AND unit_ordinal = ?""");

    private final ClaimTransactions transactions;
    private final String node;

    /** @param node this node's name, for its heartbeat row */
    public MariaDbRedemptions(ClaimTransactions transactions, String node) {
        this.transactions = transactions;
        this.node = node;
    }

    @Override
    public Map<Integer, Redeemed> of(int campaignId, PlayerId player) throws DatabaseUnavailableException {
        return transactions.run(connection ->
                PlayerClaimKeys.read(connection, OF_PLAYER, campaignId, player, MariaDbRedemptions::redeemed));
    }

    @Override
    public Optional<Coupon> find(Unit unit) throws DatabaseUnavailableException {
        return transactions.run(connection -> {
            try (PreparedStatement statement = COUPON.prepare(connection)) {
                unit(statement, 1, unit);
                try (ResultSet row = statement.executeQuery()) {
                    return row.next() ? Optional.of(coupon(row)) : Optional.empty();
                }
            }
        });
    }

    private static Coupon coupon(ResultSet row) throws SQLException {
        DrawKey draw = new DrawKey(
                row.getInt("campaign_id"), PlayerId.of(row.getBytes("player_id")), row.getInt("draw_number"));
        return new Coupon(
                draw,
                new LocalizedText(row.getString("campaign"), row.getString("campaign_en")),
                ZoneId.of(row.getString("time_zone")),
                new LocalizedText(row.getString("name"), row.getString("name_en")),
                UtcTimes.instant(row, "awarded_at"),
                row.getString("store") == null ? Optional.empty() : Optional.of(redeemed(row)));
    }

    private static Redeemed redeemed(ResultSet row) throws SQLException {
        return new Redeemed(
                row.getString("store"),
                row.getObject("redeemed_at", LocalDateTime.class).toInstant(ZoneOffset.UTC));
    }

    @Override
    public Confirmed confirm(Unit unit, DrawKey draw, byte[] confirmation, Verifiers.Session verifier)
            throws DatabaseUnavailableException {
        return transactions.run(connection -> {
            Optional<String> store = store(connection, verifier);
            if (store.isEmpty()) {
                return new Confirmed(Outcome.NOT_ALLOWED, null);
            }
            boolean fresh = insert(connection, unit, draw, confirmation, verifier, store.get());
            if (!fresh) {
                Heartbeat.write(connection, node);
            }
            return standing(connection, unit, confirmation, verifier);
        });
    }

    @Override
    public boolean allows(Verifiers.Session verifier) throws DatabaseUnavailableException {
        return transactions.run(connection -> store(connection, verifier)).isPresent();
    }

    private static Optional<String> store(Connection connection, Verifiers.Session verifier) throws SQLException {
        try (PreparedStatement statement = MAY.prepare(connection)) {
            statement.setInt(1, verifier.id());
            statement.setInt(2, verifier.generation());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
            }
        }
    }

    private static boolean insert(
            Connection connection,
            Unit unit,
            DrawKey draw,
            byte[] confirmation,
            Verifiers.Session verifier,
            String store)
            throws SQLException {
        try (PreparedStatement statement = REDEEM.prepare(connection)) {
            int next = MariaDbAddressBook.key(statement, 1, draw);
            unit(statement, next, unit);
            statement.setBytes(next + 2, confirmation);
            statement.setInt(next + 3, verifier.id());
            statement.setString(next + 4, store);
            statement.executeUpdate();
            return true;
        } catch (SQLException error) {
            if (SqlErrors.isDuplicate(error)) {
                return false;
            }
            throw error;
        }
    }

    private static Confirmed standing(Connection connection, Unit unit, byte[] confirmation, Verifiers.Session verifier)
            throws SQLException {
        try (PreparedStatement statement = STANDING.prepare(connection)) {
            unit(statement, 1, unit);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    throw new SQLException("a redemption that existed was deleted");
                }
                boolean same = Arrays.equals(confirmation, row.getBytes("confirmation"))
                        && row.getInt("verifier_id") == verifier.id();
                return new Confirmed(same ? Outcome.DONE : Outcome.BEFORE, redeemed(row));
            }
        }
    }

    private static void unit(PreparedStatement statement, int from, Unit unit) throws SQLException {
        statement.setInt(from, unit.prizeId());
        statement.setInt(from + 1, unit.ordinal());
    }
}
