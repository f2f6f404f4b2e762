package org.turntable.mariadb.claim;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import org.turntable.claim.ClaimKeys;
import org.turntable.claim.ClaimKeys.Sealed;
import org.turntable.claim.redpacket.RedPackets;
import org.turntable.mariadb.sql.SqlErrors;
import org.turntable.mariadb.sql.SqlStatement;
import org.turntable.mariadb.sql.StatementBudget;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.player.DrawKey;
import org.turntable.player.PlayerId;

/** Red packets in {@code red_packet}, as winners collect them. */
public final class MariaDbRedPackets implements RedPackets {
    /** The use to which a sealed openid is bound, besides the draw. */
    public static final String USE = "openid";

    private static final SqlStatement OF_PLAYER = new SqlStatement(
            StatementBudget.RED_PACKETS_OF_PLAYER,
            "SELECT draw_number, state FROM red_packet WHERE campaign_id = ? AND player_id = ?");
    private static final SqlStatement WON = new SqlStatement(StatementBudget.RED_PACKET_WIN, """
            SELECT d.prize_id, a.amount_fen FROM draw d JOIN prize p ON p.id = d.prize_id LEFT JOIN red_packet_prize a ON a.prize_id = d.prize_id
            WHERE d.campaign_id = ? AND d.player_id = ? AND d.number = ? AND d.unit_ordinal IS NOT NULL AND p.kind = 'red_packet'""");
    private static final SqlStatement COLLECT = new SqlStatement(StatementBudget.RED_PACKET_COLLECT, """
            INSERT INTO red_packet (campaign_id, player_id, draw_number, prize_id, amount_fen, state, key_id, sealed, next_try_at, collected_at)
            VALUES (?, ?, ?, ?, ?, 'due', ?, ?, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))""");

    private final ClaimTransactions transactions;
    private final ClaimKeys keys;

    public MariaDbRedPackets(ClaimTransactions transactions, ClaimKeys keys) {
        this.transactions = transactions;
        this.keys = keys;
    }

    @Override
    public Map<Integer, State> of(int campaignId, PlayerId player) throws DatabaseUnavailableException {
        return transactions.run(connection ->
                PlayerClaimKeys.read(connection, OF_PLAYER, campaignId, player, row -> state(row.getString("state"))));
    }

    public static State state(String word) {
        return State.valueOf(word.toUpperCase(java.util.Locale.ROOT));
    }

    @Override
    public Collected collect(DrawKey draw, String openid) throws DatabaseUnavailableException {
        return transactions.run(connection -> {
            try (PreparedStatement statement = WON.prepare(connection)) {
                MariaDbAddressBook.key(statement, 1, draw);
                try (ResultSet row = statement.executeQuery()) {
                    if (!row.next()) {
                        return Collected.NO_SUCH_WIN;
                    }
                    int amount = row.getInt("amount_fen");
                    if (amount == 0) {
                        return Collected.NO_AMOUNT;
                    }
                    insert(connection, draw, row.getInt("prize_id"), amount, keys.seal(USE, draw, openid));
                    return Collected.DONE;
                }
            }
        });
    }

    private static void insert(Connection connection, DrawKey draw, int prizeId, int amount, Sealed sealed)
            throws SQLException {
        try (PreparedStatement statement = COLLECT.prepare(connection)) {
            int next = MariaDbAddressBook.key(statement, 1, draw);
            statement.setInt(next, prizeId);
            statement.setInt(next + 1, amount);
            statement.setString(next + 2, sealed.keyId());
            statement.setBytes(next + 3, sealed.bytes());
            statement.executeUpdate();
        } catch (SQLException error) {
            // Collected before: that row remains.
            if (!SqlErrors.isDuplicate(error)) {
                throw error;
            }
        }
    }
}
