package org.turntable.tool.mariadb.reimport;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.turntable.mariadb.sql.SqlStatement;
import org.turntable.mariadb.sql.StatementBudget;
import org.turntable.tool.reimport.row.ActionRow;
import org.turntable.tool.reimport.row.AddressRow;
import org.turntable.tool.reimport.row.ClaimRow;
import org.turntable.tool.reimport.row.PacketRow;
import org.turntable.tool.reimport.row.RedemptionRow;
import org.turntable.tool.reimport.row.SealedText;

/** Writes claims, within one transaction. */
final class ClaimWriter {
    private static final SqlStatement ADD_ADDRESS = new SqlStatement(StatementBudget.REIMPORT_ADDRESS_ADD, """
            INSERT INTO claim_address (campaign_id, player_id, draw_number, prize_id, revision, key_id, sealed, consented_at, changed_at, carrier,
                                       tracking, shipped_at, erased_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""");
    private static final SqlStatement CHANGE_ADDRESS = new SqlStatement(StatementBudget.REIMPORT_ADDRESS_CHANGE, """
            UPDATE claim_address SET revision = GREATEST(revision, ?) + 1, key_id = ?, sealed = ?, consented_at = ?, changed_at = ?, carrier = ?,
                   tracking = ?, shipped_at = ?, erased_at = ?
            WHERE campaign_id = ? AND player_id = ? AND draw_number = ? AND revision = ?""");
    private static final SqlStatement VERIFIERS =
            new SqlStatement(StatementBudget.REIMPORT_VERIFIERS, "SELECT id, name FROM verifier WHERE name IN ({?})");
    // No password matches the hash 'none'. A reset of the password enables the account.
    private static final SqlStatement ADD_VERIFIER = new SqlStatement(StatementBudget.REIMPORT_VERIFIER_ADD, """
            INSERT INTO verifier (name, store, password_hash, disabled, created_at, created_by)
            VALUES (?, ?, 'none', TRUE, UTC_TIMESTAMP(3), 'turntable-ops reimport')""");
    private static final SqlStatement ADD_REDEMPTION = new SqlStatement(StatementBudget.REIMPORT_REDEMPTION_ADD, """
            INSERT INTO redemption (campaign_id, player_id, draw_number, prize_id, unit_ordinal, confirmation, verifier_id, store, redeemed_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""");
    private static final SqlStatement CHANGE_REDEMPTION =
            new SqlStatement(StatementBudget.REIMPORT_REDEMPTION_CHANGE, """
            UPDATE redemption SET confirmation = ?, verifier_id = ?, store = ?, redeemed_at = ?
            WHERE campaign_id = ? AND player_id = ? AND draw_number = ? AND confirmation = ?""");
    private static final SqlStatement ADD_PACKET = new SqlStatement(StatementBudget.REIMPORT_RED_PACKET_ADD, """
            INSERT INTO red_packet (campaign_id, player_id, draw_number, prize_id, amount_fen, state, key_id, sealed, tries, next_try_at, said,
                                    payment, collected_at, over_at, given_up_by, reason)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, UTC_TIMESTAMP(3), ?, ?, ?, ?, ?, ?)""");
    private static final SqlStatement CHANGE_PACKET = new SqlStatement(StatementBudget.REIMPORT_RED_PACKET_CHANGE, """
            UPDATE red_packet SET state = ?, key_id = ?, sealed = ?, tries = ?, next_try_at = UTC_TIMESTAMP(3), said = ?, payment = ?, over_at = ?,
                   given_up_by = ?, reason = ?
            WHERE campaign_id = ? AND player_id = ? AND draw_number = ? AND state = ? AND next_try_at = ? AND tries = ?""");
    private static final SqlStatement ADD_AMOUNT = new SqlStatement(StatementBudget.REIMPORT_AMOUNT_ADD, """
            INSERT INTO red_packet_prize (prize_id, amount_fen) SELECT ?, ? FROM DUAL
            WHERE NOT EXISTS (SELECT 1 FROM red_packet_prize WHERE prize_id = ?)""");
    private static final SqlStatement ADD_ACTION = new SqlStatement(StatementBudget.REIMPORT_ACTION_ADD, """
            INSERT INTO claim_action (campaign_id, action, row_count, by_whom, reason, at) SELECT NULLIF(?, 0), ?, ?, ?, ?, ? FROM DUAL
            WHERE NOT EXISTS (SELECT 1 FROM claim_action WHERE campaign_id <=> NULLIF(?, 0) AND action = ? AND row_count = ? AND by_whom = ?
                              AND reason = ? AND at = ?)""");
    private static final SqlStatement RECORD_ACTION = new SqlStatement(StatementBudget.REIMPORT_ACTION_RECORD, """
            INSERT INTO claim_action (campaign_id, action, row_count, by_whom, reason, at) VALUES (?, ?, ?, ?, ?, UTC_TIMESTAMP(3))""");

    private final Connection connection;

    ClaimWriter(Connection connection) {
        this.connection = connection;
    }

    /** Adds claims; returns how many verifiers were added for them. */
    int add(int campaignId, List<ClaimRow> rows) throws SQLException {
        Map<String, Integer> verifiers = new TreeMap<>();
        int added = resolveVerifiers(rows, verifiers);
        for (ClaimRow row : rows) {
            if (row instanceof AddressRow address) {
                add(campaignId, address);
            } else if (row instanceof RedemptionRow redemption) {
                StatementRunner.update(
                        connection,
                        ADD_REDEMPTION,
                        campaignId,
                        row.key().player(),
                        row.key().number(),
                        row.prizeId(),
                        redemption.ordinal(),
                        redemption.confirmation(),
                        verifiers.get(redemption.verifier()),
                        redemption.store(),
                        redemption.redeemedAt());
            } else if (row instanceof PacketRow packet) {
                StatementRunner.update(
                        connection,
                        ADD_PACKET,
                        campaignId,
                        row.key().player(),
                        row.key().number(),
                        row.prizeId(),
                        packet.amountFen(),
                        packet.state().word(),
                        keyId(packet.sealed()),
                        bytes(packet.sealed()),
                        packet.tries(),
                        packet.partnerAnswer(),
                        packet.payment(),
                        packet.collectedAt(),
                        packet.finishedAt(),
                        packet.givenUpBy(),
                        packet.reason());
            }
        }
        return added;
    }

    private void add(int campaignId, AddressRow address) throws SQLException {
        AddressRow.Parcel parcel = address.parcel();
        StatementRunner.update(
                connection,
                ADD_ADDRESS,
                campaignId,
                address.key().player(),
                address.key().number(),
                address.prizeId(),
                address.revision(),
                keyId(address.sealed()),
                bytes(address.sealed()),
                address.consentedAt(),
                address.changedAt(),
                parcel == null ? null : parcel.carrier(),
                parcel == null ? null : parcel.tracking(),
                parcel == null ? null : parcel.at(),
                address.erasedAt());
    }

    /** Replaces a claim; returns false where it differs from {@code expected} by now. */
    boolean change(int campaignId, ClaimRow expected, ClaimRow row) throws SQLException {
        if (row instanceof AddressRow address) {
            AddressRow.Parcel parcel = address.parcel();
            return StatementRunner.update(
                            connection,
                            CHANGE_ADDRESS,
                            address.revision(),
                            keyId(address.sealed()),
                            bytes(address.sealed()),
                            address.consentedAt(),
                            address.changedAt(),
                            parcel == null ? null : parcel.carrier(),
                            parcel == null ? null : parcel.tracking(),
                            parcel == null ? null : parcel.at(),
                            address.erasedAt(),
                            campaignId,
                            expected.key().player(),
                            expected.key().number(),
                            ((AddressRow) expected).revision())
                    == 1;
        }
        if (row instanceof RedemptionRow redemption) {
            Map<String, Integer> verifiers = new TreeMap<>();
            resolveVerifiers(List.of(row), verifiers);
            return StatementRunner.update(
                            connection,
                            CHANGE_REDEMPTION,
                            redemption.confirmation(),
                            verifiers.get(redemption.verifier()),
                            redemption.store(),
                            redemption.redeemedAt(),
                            campaignId,
                            expected.key().player(),
                            expected.key().number(),
                            ((RedemptionRow) expected).confirmation())
                    == 1;
        }
        PacketRow packet = (PacketRow) row;
        PacketRow packetExpected = (PacketRow) expected;
        return StatementRunner.update(
                        connection,
                        CHANGE_PACKET,
                        packet.state().word(),
                        keyId(packet.sealed()),
                        bytes(packet.sealed()),
                        packet.tries(),
                        packet.partnerAnswer(),
                        packet.payment(),
                        packet.finishedAt(),
                        packet.givenUpBy(),
                        packet.reason(),
                        campaignId,
                        expected.key().player(),
                        expected.key().number(),
                        packetExpected.state().word(),
                        packetExpected.nextTryAt(),
                        packetExpected.tries())
                == 1;
    }

    /** Fills ids of verifiers by name, and adds missing ones as disabled accounts; returns how many were added. */
    private int resolveVerifiers(List<ClaimRow> rows, Map<String, Integer> ids) throws SQLException {
        Map<String, String> stores = new TreeMap<>();
        rows.stream()
                .filter(RedemptionRow.class::isInstance)
                .map(RedemptionRow.class::cast)
                .forEach(row -> stores.put(row.verifier(), row.store()));
        if (stores.isEmpty()) {
            return 0;
        }
        List<Object> names = new ArrayList<>(stores.keySet());
        read(names, ids);
        names.removeAll(ids.keySet());
        for (Object missing : names) {
            StatementRunner.update(connection, ADD_VERIFIER, missing, stores.get(missing));
        }
        if (!names.isEmpty()) {
            read(names, ids);
        }
        return names.size();
    }

    private void read(List<Object> names, Map<String, Integer> ids) throws SQLException {
        StatementRunner.queryForKeys(
                connection,
                row -> ids.put(row.getString("name"), row.getInt("id")),
                VERIFIERS,
                names.size(),
                names.toArray());
    }

    int addAmounts(Map<Integer, Integer> fenByPrize) throws SQLException {
        int added = 0;
        for (Map.Entry<Integer, Integer> prize : fenByPrize.entrySet()) {
            added += StatementRunner.update(connection, ADD_AMOUNT, prize.getKey(), prize.getValue(), prize.getKey());
        }
        return added;
    }

    int addActions(List<ActionRow> actions) throws SQLException {
        int added = 0;
        for (ActionRow action : actions) {
            added += StatementRunner.update(
                    connection,
                    ADD_ACTION,
                    action.campaignId(),
                    action.action(),
                    action.rows(),
                    action.by(),
                    action.reason(),
                    action.at(),
                    action.campaignId(),
                    action.action(),
                    action.rows(),
                    action.by(),
                    action.reason(),
                    action.at());
        }
        return added;
    }

    void recordAction(int campaignId, String action, int rows, String by, String reason) throws SQLException {
        StatementRunner.update(connection, RECORD_ACTION, campaignId, action, rows, by, reason);
    }

    private static String keyId(SealedText sealed) {
        return sealed == null ? null : sealed.keyId();
    }

    private static byte[] bytes(SealedText sealed) {
        return sealed == null ? null : sealed.bytes();
    }
}
