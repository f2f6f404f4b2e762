package org.turntable.tool.mariadb.reimport;

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
import org.turntable.mariadb.sql.SqlStatement;
import org.turntable.mariadb.sql.StatementBudget;
import org.turntable.mariadb.sql.UtcTimes;
import org.turntable.player.PlayerId;
import org.turntable.tool.reimport.row.ActionRow;
import org.turntable.tool.reimport.row.AddressRow;
import org.turntable.tool.reimport.row.ClaimRow;
import org.turntable.tool.reimport.row.PacketRow;
import org.turntable.tool.reimport.row.PlayerDrawKey;
import org.turntable.tool.reimport.row.RedemptionRow;
import org.turntable.tool.reimport.row.SealedText;

/** Reads claims of either database. A database without the tables has none. */
final class ClaimReader {
    private static final String OF_DRAWS = "campaign_id = ? AND ({(player_id = ? AND draw_number = ?)| OR })";
    private static final SqlStatement ADDRESSES = new SqlStatement(StatementBudget.REIMPORT_ADDRESSES, """
            SELECT player_id, draw_number, prize_id, revision, key_id, sealed, consented_at, changed_at, carrier, tracking, shipped_at, erased_at
            FROM claim_address WHERE\s""" + OF_DRAWS);
    private static final SqlStatement REDEMPTIONS =
            new SqlStatement(StatementBudget.REIMPORT_REDEMPTIONS, """
            SELECT player_id, draw_number, prize_id, unit_ordinal, confirmation, verifier.name, redemption.store, redeemed_at
            FROM redemption STRAIGHT_JOIN verifier ON verifier.id = redemption.verifier_id WHERE\s""" + OF_DRAWS);
    private static final SqlStatement PACKETS = new SqlStatement(StatementBudget.REIMPORT_RED_PACKETS, """
            SELECT player_id, draw_number, prize_id, amount_fen, state, key_id, sealed, tries, next_try_at, said, payment, collected_at, over_at,
                   given_up_by, reason, state = 'asked' AND next_try_at > UTC_TIMESTAMP(3) AS in_hand
            FROM red_packet WHERE\s""" + OF_DRAWS);
    private static final SqlStatement AMOUNTS = new SqlStatement(StatementBudget.REIMPORT_AMOUNTS, """
            SELECT pays.prize_id, pays.amount_fen FROM prize JOIN red_packet_prize pays ON pays.prize_id = prize.id WHERE prize.campaign_id = ?""");
    private static final SqlStatement ACTIONS = new SqlStatement(StatementBudget.REIMPORT_ACTIONS, """
            SELECT id, COALESCE(campaign_id, 0) AS campaign_id, action, row_count, by_whom, reason, at
            FROM claim_action WHERE id > ? ORDER BY id LIMIT ?""");
    // Neither the draw nor a unit records a win of the prize.
    private static final String OF_NO_WIN = """
             claim LEFT JOIN draw ON draw.campaign_id = claim.campaign_id AND draw.player_id = claim.player_id AND draw.number = claim.draw_number
                                     AND draw.prize_id = claim.prize_id AND draw.unit_ordinal IS NOT NULL
                   LEFT JOIN prize_unit unit ON unit.prize_id = claim.prize_id AND unit.player_id = claim.player_id
                                                AND unit.draw_number = claim.draw_number
            WHERE claim.campaign_id = ? AND draw.number IS NULL AND unit.ordinal IS NULL LIMIT 1000""";
    private static final String KEY = "SELECT claim.player_id, claim.draw_number FROM ";
    private static final SqlStatement ADDRESSES_ORPHANED =
            new SqlStatement(StatementBudget.REIMPORT_ADDRESSES_ORPHANED, KEY + "claim_address" + OF_NO_WIN);
    private static final SqlStatement REDEMPTIONS_ORPHANED =
            new SqlStatement(StatementBudget.REIMPORT_REDEMPTIONS_ORPHANED, KEY + "redemption" + OF_NO_WIN);
    private static final SqlStatement PACKETS_ORPHANED =
            new SqlStatement(StatementBudget.REIMPORT_RED_PACKETS_ORPHANED, KEY + "red_packet" + OF_NO_WIN);

    private ClaimReader() {}

    static List<ClaimRow> claims(Connection connection, int campaignId, Collection<PlayerDrawKey> keys)
            throws SQLException {
        if (keys.isEmpty()) {
            return List.of();
        }
        Object[] parameters = KeyLookups.parameters(campaignId, keys);
        List<ClaimRow> rows = new ArrayList<>(StatementRunner.queryIfTableExists(
                connection, ClaimReader::address, ADDRESSES, keys.size(), parameters));
        rows.addAll(StatementRunner.queryIfTableExists(
                connection, ClaimReader::redemption, REDEMPTIONS, keys.size(), parameters));
        rows.addAll(
                StatementRunner.queryIfTableExists(connection, ClaimReader::packet, PACKETS, keys.size(), parameters));
        return rows;
    }

    private static AddressRow address(ResultSet row) throws SQLException {
        AddressRow.Parcel parcel = row.getString("carrier") == null
                ? null
                : new AddressRow.Parcel(
                        row.getString("carrier"), row.getString("tracking"), UtcTimes.instant(row, "shipped_at"));
        return new AddressRow(
                key(row),
                row.getInt("prize_id"),
                row.getInt("revision"),
                sealed(row),
                UtcTimes.instant(row, "consented_at"),
                UtcTimes.instant(row, "changed_at"),
                parcel,
                KeyLookups.instant(row, "erased_at"));
    }

    private static RedemptionRow redemption(ResultSet row) throws SQLException {
        return new RedemptionRow(
                key(row),
                row.getInt("prize_id"),
                row.getInt("unit_ordinal"),
                row.getBytes("confirmation"),
                row.getString("name"),
                row.getString("store"),
                UtcTimes.instant(row, "redeemed_at"));
    }

    private static PacketRow packet(ResultSet row) throws SQLException {
        return new PacketRow(
                key(row),
                row.getInt("prize_id"),
                row.getInt("amount_fen"),
                PacketRow.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                sealed(row),
                row.getInt("tries"),
                UtcTimes.instant(row, "next_try_at"),
                row.getBoolean("in_hand"),
                row.getString("said"),
                row.getString("payment"),
                UtcTimes.instant(row, "collected_at"),
                KeyLookups.instant(row, "over_at"),
                row.getString("given_up_by"),
                row.getString("reason"));
    }

    private static PlayerDrawKey key(ResultSet row) throws SQLException {
        return new PlayerDrawKey(PlayerId.of(row.getBytes("player_id")), row.getInt("draw_number"));
    }

    private static SealedText sealed(ResultSet row) throws SQLException {
        byte[] bytes = row.getBytes("sealed");
        return bytes == null ? null : new SealedText(row.getString("key_id"), bytes);
    }

    static Map<Integer, Integer> amounts(Connection connection, int campaignId) throws SQLException {
        Map<Integer, Integer> amounts = new TreeMap<>();
        StatementRunner.queryIfTableExists(
                connection,
                row -> amounts.put(row.getInt("prize_id"), row.getInt("amount_fen")),
                AMOUNTS,
                1,
                campaignId);
        return amounts;
    }

    static List<ActionRow> actions(Connection connection, long afterId, int most) throws SQLException {
        return StatementRunner.queryIfTableExists(
                connection,
                row -> new ActionRow(
                        row.getLong("id"),
                        row.getInt("campaign_id"),
                        row.getString("action"),
                        row.getInt("row_count"),
                        row.getString("by_whom"),
                        row.getString("reason"),
                        UtcTimes.instant(row, "at")),
                ACTIONS,
                1,
                afterId,
                most);
    }

    static List<PlayerDrawKey> orphaned(Connection connection, int campaignId) throws SQLException {
        Set<PlayerDrawKey> keys = new LinkedHashSet<>();
        for (SqlStatement sql : List.of(ADDRESSES_ORPHANED, REDEMPTIONS_ORPHANED, PACKETS_ORPHANED)) {
            keys.addAll(StatementRunner.queryIfTableExists(connection, ClaimReader::key, sql, 1, campaignId));
        }
        return List.copyOf(keys);
    }
}
