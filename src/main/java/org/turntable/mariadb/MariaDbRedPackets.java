package org.turntable.mariadb;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import org.turntable.award.ClaimKeys.Sealed;
import org.turntable.award.ClaimKeys;
import org.turntable.award.ClaimsUnavailable;
import org.turntable.award.WonDraw;
import org.turntable.award.redpacket.RedPackets;
import org.turntable.mariadb.sql.Budget;
import org.turntable.mariadb.sql.Sql;
import org.turntable.player.PlayerId;

/** Red packets in {@code red_packet}, as winners ask for them. */
public final class MariaDbRedPackets implements RedPackets {
    /** What the seal of an openid is bound to, besides the draw. */
    public static final String USE = "openid";

    private static final Sql OF_PLAYER = new Sql(Budget.RED_PACKETS_OF_PLAYER, "SELECT draw_number, state FROM red_packet WHERE campaign_id = ? AND player_id = ?");
    private static final Sql WON = new Sql(Budget.RED_PACKET_WIN, """
            SELECT d.prize_id, a.amount_fen FROM draw d JOIN prize p ON p.id = d.prize_id LEFT JOIN red_packet_prize a ON a.prize_id = d.prize_id
            WHERE d.campaign_id = ? AND d.player_id = ? AND d.number = ? AND d.unit_ordinal IS NOT NULL AND p.kind = 'red_packet'""");
    private static final Sql COLLECT = new Sql(Budget.RED_PACKET_COLLECT, """
            INSERT INTO red_packet (campaign_id, player_id, draw_number, prize_id, amount_fen, state, key_id, sealed, next_try_at, collected_at)
            VALUES (?, ?, ?, ?, ?, 'due', ?, ?, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))""");

    private final FewAtOnce line;
    private final ClaimKeys keys;

    public MariaDbRedPackets(FewAtOnce line, ClaimKeys keys) {
        this.line = line;
        this.keys = keys;
    }

    @Override
    public Map<Integer, State> of(int campaignId, PlayerId player) throws ClaimsUnavailable {
        return line.run(connection -> OfPlayer.read(connection, OF_PLAYER, campaignId, player, row -> state(row.getString("state"))));
    }

    static State state(String word) {
        return State.valueOf(word.toUpperCase(java.util.Locale.ROOT));
    }

    @Override
    public Collected collect(WonDraw draw, String openid) throws ClaimsUnavailable {
        return line.run(connection -> {
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

    private static void insert(Connection connection, WonDraw draw, int prizeId, int amount, Sealed sealed) throws SQLException {
        try (PreparedStatement statement = COLLECT.prepare(connection)) {
            int next = MariaDbAddressBook.key(statement, 1, draw);
            statement.setInt(next, prizeId);
            statement.setInt(next + 1, amount);
            statement.setString(next + 2, sealed.keyId());
            statement.setBytes(next + 3, sealed.bytes());
            statement.executeUpdate();
        } catch (SQLException error) {
            // Asked for before: that row is the one.
            if (!SqlErrors.isDuplicate(error)) {
                throw error;
            }
        }
    }
}
