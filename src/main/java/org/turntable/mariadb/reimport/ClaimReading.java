package org.turntable.mariadb.reimport;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.turntable.mariadb.UtcTimes;
import org.turntable.mariadb.sql.Budget;
import org.turntable.mariadb.sql.Sql;
import org.turntable.player.PlayerId;
import org.turntable.reimport.row.ActionRow;
import org.turntable.reimport.row.AddressRow;
import org.turntable.reimport.row.ClaimRow;
import org.turntable.reimport.row.DrawKey;
import org.turntable.reimport.row.PacketRow;
import org.turntable.reimport.row.RedemptionRow;
import org.turntable.reimport.row.Sealed;

/** What became of prizes, read in either database. One that is older than the tables has none. */
final class ClaimReading {
    private static final int NO_SUCH_TABLE = 1146;
    private static final String OF_DRAWS = "campaign_id = ? AND ({(player_id = ? AND draw_number = ?)| OR })";
    private static final Sql ADDRESSES = new Sql(Budget.REIMPORT_ADDRESSES, """
            SELECT player_id, draw_number, prize_id, revision, key_id, sealed, consented_at, changed_at, carrier, tracking, shipped_at, erased_at
            FROM claim_address WHERE\s""" + OF_DRAWS);
    private static final Sql REDEMPTIONS = new Sql(Budget.REIMPORT_REDEMPTIONS, """
            SELECT player_id, draw_number, prize_id, unit_ordinal, confirmation, verifier.name, redemption.store, redeemed_at
            FROM redemption STRAIGHT_JOIN verifier ON verifier.id = redemption.verifier_id WHERE\s""" + OF_DRAWS);
    private static final Sql PACKETS = new Sql(Budget.REIMPORT_RED_PACKETS, """
            SELECT player_id, draw_number, prize_id, amount_fen, state, key_id, sealed, tries, next_try_at, said, payment, collected_at, over_at,
                   given_up_by, reason, state = 'asked' AND next_try_at > UTC_TIMESTAMP(3) AS in_hand
            FROM red_packet WHERE\s""" + OF_DRAWS);
    private static final Sql AMOUNTS = new Sql(Budget.REIMPORT_AMOUNTS, """
            SELECT pays.prize_id, pays.amount_fen FROM prize JOIN red_packet_prize pays ON pays.prize_id = prize.id WHERE prize.campaign_id = ?""");
    private static final Sql ACTIONS = new Sql(Budget.REIMPORT_ACTIONS, """
            SELECT id, COALESCE(campaign_id, 0) AS campaign_id, action, row_count, by_whom, reason, at
            FROM claim_action WHERE id > ? ORDER BY id LIMIT ?""");
    // Neither the draw nor a unit knows of a win of that prize.
    private static final String ADRIFT = """
             claim LEFT JOIN draw ON draw.campaign_id = claim.campaign_id AND draw.player_id = claim.player_id AND draw.number = claim.draw_number
                                     AND draw.prize_id = claim.prize_id AND draw.unit_ordinal IS NOT NULL
                   LEFT JOIN prize_unit unit ON unit.prize_id = claim.prize_id AND unit.player_id = claim.player_id
                                                AND unit.draw_number = claim.draw_number
            WHERE claim.campaign_id = ? AND draw.number IS NULL AND unit.ordinal IS NULL LIMIT 1000""";
    private static final String KEY = "SELECT claim.player_id, claim.draw_number FROM ";
    private static final Sql ADDRESSES_ADRIFT = new Sql(Budget.REIMPORT_ADDRESSES_ADRIFT, KEY + "claim_address" + ADRIFT);
    private static final Sql REDEMPTIONS_ADRIFT = new Sql(Budget.REIMPORT_REDEMPTIONS_ADRIFT, KEY + "redemption" + ADRIFT);
    private static final Sql PACKETS_ADRIFT = new Sql(Budget.REIMPORT_RED_PACKETS_ADRIFT, KEY + "red_packet" + ADRIFT);

    private ClaimReading() {
    }

    static List<ClaimRow> claims(Connection connection, int campaignId, Collection<DrawKey> keys) throws SQLException {
        if (keys.isEmpty()) {
            return List.of();
        }
        Object[] parameters = Looked.parameters(campaignId, keys);
        List<ClaimRow> rows = new ArrayList<>(list(connection, ClaimReading::address, ADDRESSES, keys.size(), parameters));
        rows.addAll(list(connection, ClaimReading::redemption, REDEMPTIONS, keys.size(), parameters));
        rows.addAll(list(connection, ClaimReading::packet, PACKETS, keys.size(), parameters));
        return rows;
    }

    private static AddressRow address(ResultSet row) throws SQLException {
        AddressRow.Parcel parcel = row.getString("carrier") == null ? null
                : new AddressRow.Parcel(row.getString("carrier"), row.getString("tracking"), UtcTimes.instant(row, "shipped_at"));
        return new AddressRow(key(row), row.getInt("prize_id"), row.getInt("revision"), sealed(row), UtcTimes.instant(row, "consented_at"),
                UtcTimes.instant(row, "changed_at"), parcel, Looked.instant(row, "erased_at"));
    }

    private static RedemptionRow redemption(ResultSet row) throws SQLException {
        return new RedemptionRow(key(row), row.getInt("prize_id"), row.getInt("unit_ordinal"), row.getBytes("confirmation"), row.getString("name"),
                row.getString("store"), UtcTimes.instant(row, "redeemed_at"));
    }

    private static PacketRow packet(ResultSet row) throws SQLException {
        return new PacketRow(key(row), row.getInt("prize_id"), row.getInt("amount_fen"),
                PacketRow.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)), sealed(row), row.getInt("tries"),
                UtcTimes.instant(row, "next_try_at"), row.getBoolean("in_hand"), row.getString("said"), row.getString("payment"),
                UtcTimes.instant(row, "collected_at"), Looked.instant(row, "over_at"), row.getString("given_up_by"), row.getString("reason"));
    }

    private static DrawKey key(ResultSet row) throws SQLException {
        return new DrawKey(PlayerId.of(row.getBytes("player_id")), row.getInt("draw_number"));
    }

    private static Sealed sealed(ResultSet row) throws SQLException {
        byte[] bytes = row.getBytes("sealed");
        return bytes == null ? null : new Sealed(row.getString("key_id"), bytes);
    }

    static Map<Integer, Integer> amounts(Connection connection, int campaignId) throws SQLException {
        Map<Integer, Integer> amounts = new TreeMap<>();
        list(connection, row -> amounts.put(row.getInt("prize_id"), row.getInt("amount_fen")), AMOUNTS, 1, campaignId);
        return amounts;
    }

    static List<ActionRow> actions(Connection connection, long afterId, int most) throws SQLException {
        return list(connection, row -> new ActionRow(row.getLong("id"), row.getInt("campaign_id"), row.getString("action"), row.getInt("row_count"),
                row.getString("by_whom"), row.getString("reason"), UtcTimes.instant(row, "at")), ACTIONS, 1, afterId, most);
    }

    static List<DrawKey> adrift(Connection connection, int campaignId) throws SQLException {
        Set<DrawKey> keys = new LinkedHashSet<>();
        for (Sql sql : List.of(ADDRESSES_ADRIFT, REDEMPTIONS_ADRIFT, PACKETS_ADRIFT)) {
            keys.addAll(list(connection, ClaimReading::key, sql, 1, campaignId));
        }
        return List.copyOf(keys);
    }

    private static <T> List<T> list(Connection connection, Statements.Read<T> read, Sql sql, int keys, Object... parameters) throws SQLException {
        try {
            return Statements.list(connection, read, sql, keys, parameters);
        } catch (SQLException error) {
            if (error.getErrorCode() == NO_SUCH_TABLE) {
                return List.of();
            }
            throw error;
        }
    }
}
