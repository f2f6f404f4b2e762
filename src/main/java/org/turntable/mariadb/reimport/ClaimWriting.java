package org.turntable.mariadb.reimport;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.turntable.mariadb.sql.Budget;
import org.turntable.mariadb.sql.Sql;
import org.turntable.reimport.row.ActionRow;
import org.turntable.reimport.row.AddressRow;
import org.turntable.reimport.row.ClaimRow;
import org.turntable.reimport.row.PacketRow;
import org.turntable.reimport.row.RedemptionRow;
import org.turntable.reimport.row.Sealed;

/** Writes what became of prizes, within one transaction. */
final class ClaimWriting {
    private static final Sql ADD_ADDRESS = new Sql(Budget.REIMPORT_ADDRESS_ADD, """
            INSERT INTO claim_address (campaign_id, player_id, draw_number, prize_id, revision, key_id, sealed, consented_at, changed_at, carrier,
                                       tracking, shipped_at, erased_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""");
    private static final Sql CHANGE_ADDRESS = new Sql(Budget.REIMPORT_ADDRESS_CHANGE, """
            UPDATE claim_address SET revision = GREATEST(revision, ?) + 1, key_id = ?, sealed = ?, consented_at = ?, changed_at = ?, carrier = ?,
                   tracking = ?, shipped_at = ?, erased_at = ?
            WHERE campaign_id = ? AND player_id = ? AND draw_number = ? AND revision = ?""");
    private static final Sql VERIFIERS = new Sql(Budget.REIMPORT_VERIFIERS, "SELECT id, name FROM verifier WHERE name IN ({?})");
    // No password is the one that belongs to 'none', and a reset by a person lets the verifier in again.
    private static final Sql ADD_VERIFIER = new Sql(Budget.REIMPORT_VERIFIER_ADD, """
            INSERT INTO verifier (name, store, password_hash, disabled, created_at, created_by)
            VALUES (?, ?, 'none', TRUE, UTC_TIMESTAMP(3), 'turntable-ops reimport')""");
    private static final Sql ADD_REDEMPTION = new Sql(Budget.REIMPORT_REDEMPTION_ADD, """
            INSERT INTO redemption (campaign_id, player_id, draw_number, prize_id, unit_ordinal, confirmation, verifier_id, store, redeemed_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""");
    private static final Sql CHANGE_REDEMPTION = new Sql(Budget.REIMPORT_REDEMPTION_CHANGE, """
            UPDATE redemption SET confirmation = ?, verifier_id = ?, store = ?, redeemed_at = ?
            WHERE campaign_id = ? AND player_id = ? AND draw_number = ? AND confirmation = ?""");
    private static final Sql ADD_PACKET = new Sql(Budget.REIMPORT_RED_PACKET_ADD, """
            INSERT INTO red_packet (campaign_id, player_id, draw_number, prize_id, amount_fen, state, key_id, sealed, tries, next_try_at, said,
                                    payment, collected_at, over_at, given_up_by, reason)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, UTC_TIMESTAMP(3), ?, ?, ?, ?, ?, ?)""");
    private static final Sql CHANGE_PACKET = new Sql(Budget.REIMPORT_RED_PACKET_CHANGE, """
            UPDATE red_packet SET state = ?, key_id = ?, sealed = ?, tries = ?, next_try_at = UTC_TIMESTAMP(3), said = ?, payment = ?, over_at = ?,
                   given_up_by = ?, reason = ?
            WHERE campaign_id = ? AND player_id = ? AND draw_number = ? AND state = ? AND next_try_at = ? AND tries = ?""");
    private static final Sql ADD_AMOUNT = new Sql(Budget.REIMPORT_AMOUNT_ADD, """
            INSERT INTO red_packet_prize (prize_id, amount_fen) SELECT ?, ? FROM DUAL
            WHERE NOT EXISTS (SELECT 1 FROM red_packet_prize WHERE prize_id = ?)""");
    private static final Sql ADD_ACTION = new Sql(Budget.REIMPORT_ACTION_ADD, """
            INSERT INTO claim_action (campaign_id, action, row_count, by_whom, reason, at) SELECT NULLIF(?, 0), ?, ?, ?, ?, ? FROM DUAL
            WHERE NOT EXISTS (SELECT 1 FROM claim_action WHERE campaign_id <=> NULLIF(?, 0) AND action = ? AND row_count = ? AND by_whom = ?
                              AND reason = ? AND at = ?)""");
    private static final Sql RECORD = new Sql(Budget.REIMPORT_ACTION_RECORD, """
            INSERT INTO claim_action (campaign_id, action, row_count, by_whom, reason, at) VALUES (?, ?, ?, ?, ?, UTC_TIMESTAMP(3))""");

    private final Connection connection;

    ClaimWriting(Connection connection) {
        this.connection = connection;
    }

    /** Answers how many verifiers were added for it. */
    int add(int campaignId, List<ClaimRow> rows) throws SQLException {
        Map<String, Integer> verifiers = new TreeMap<>();
        int added = verifiers(rows, verifiers);
        for (ClaimRow row : rows) {
            if (row instanceof AddressRow address) {
                add(campaignId, address);
            } else if (row instanceof RedemptionRow redemption) {
                Statements.run(connection, ADD_REDEMPTION, campaignId, row.key().player(), row.key().number(), row.prizeId(), redemption.ordinal(),
                        redemption.confirmation(), verifiers.get(redemption.verifier()), redemption.store(), redemption.redeemedAt());
            } else if (row instanceof PacketRow packet) {
                Statements.run(connection, ADD_PACKET, campaignId, row.key().player(), row.key().number(), row.prizeId(), packet.amountFen(),
                        packet.state().word(), keyId(packet.sealed()), bytes(packet.sealed()), packet.tries(), packet.said(), packet.payment(),
                        packet.collectedAt(), packet.overAt(), packet.givenUpBy(), packet.reason());
            }
        }
        return added;
    }

    private void add(int campaignId, AddressRow address) throws SQLException {
        AddressRow.Parcel parcel = address.parcel();
        Statements.run(connection, ADD_ADDRESS, campaignId, address.key().player(), address.key().number(), address.prizeId(), address.revision(),
                keyId(address.sealed()), bytes(address.sealed()), address.consentedAt(), address.changedAt(),
                parcel == null ? null : parcel.carrier(), parcel == null ? null : parcel.tracking(),
                parcel == null ? null : parcel.at(), address.erasedAt());
    }

    /** Answers whether what was seen was still there. */
    boolean change(int campaignId, ClaimRow seen, ClaimRow row) throws SQLException {
        if (row instanceof AddressRow address) {
            AddressRow.Parcel parcel = address.parcel();
            return Statements.run(connection, CHANGE_ADDRESS, address.revision(), keyId(address.sealed()), bytes(address.sealed()),
                    address.consentedAt(), address.changedAt(), parcel == null ? null : parcel.carrier(), parcel == null ? null : parcel.tracking(),
                    parcel == null ? null : parcel.at(), address.erasedAt(), campaignId, seen.key().player(), seen.key().number(),
                    ((AddressRow) seen).revision()) == 1;
        }
        if (row instanceof RedemptionRow redemption) {
            Map<String, Integer> verifiers = new TreeMap<>();
            verifiers(List.of(row), verifiers);
            return Statements.run(connection, CHANGE_REDEMPTION, redemption.confirmation(), verifiers.get(redemption.verifier()), redemption.store(),
                    redemption.redeemedAt(), campaignId, seen.key().player(), seen.key().number(), ((RedemptionRow) seen).confirmation()) == 1;
        }
        PacketRow packet = (PacketRow) row;
        PacketRow before = (PacketRow) seen;
        return Statements.run(connection, CHANGE_PACKET, packet.state().word(), keyId(packet.sealed()), bytes(packet.sealed()), packet.tries(),
                packet.said(), packet.payment(), packet.overAt(), packet.givenUpBy(), packet.reason(), campaignId, seen.key().player(), seen.key().number(),
                before.state().word(), before.nextTryAt(), before.tries()) == 1;
    }

    /** Their numbers here, by their names; who is not known here is added as one who was disabled. */
    private int verifiers(List<ClaimRow> rows, Map<String, Integer> numbers) throws SQLException {
        Map<String, String> stores = new TreeMap<>();
        rows.stream().filter(RedemptionRow.class::isInstance).map(RedemptionRow.class::cast).forEach(row -> stores.put(row.verifier(), row.store()));
        if (stores.isEmpty()) {
            return 0;
        }
        List<Object> names = new ArrayList<>(stores.keySet());
        read(names, numbers);
        names.removeAll(numbers.keySet());
        for (Object missing : names) {
            Statements.run(connection, ADD_VERIFIER, missing, stores.get(missing));
        }
        if (!names.isEmpty()) {
            read(names, numbers);
        }
        return names.size();
    }

    private void read(List<Object> names, Map<String, Integer> numbers) throws SQLException {
        Statements.list(connection, row -> numbers.put(row.getString("name"), row.getInt("id")), VERIFIERS, names.size(), names.toArray());
    }

    int amounts(Map<Integer, Integer> fenByPrize) throws SQLException {
        int added = 0;
        for (Map.Entry<Integer, Integer> prize : fenByPrize.entrySet()) {
            added += Statements.run(connection, ADD_AMOUNT, prize.getKey(), prize.getValue(), prize.getKey());
        }
        return added;
    }

    int actions(List<ActionRow> actions) throws SQLException {
        int added = 0;
        for (ActionRow one : actions) {
            added += Statements.run(connection, ADD_ACTION, one.campaignId(), one.action(), one.rows(), one.by(), one.reason(), one.at(),
                    one.campaignId(), one.action(), one.rows(), one.by(), one.reason(), one.at());
        }
        return added;
    }

    void record(int campaignId, String action, int rows, String by, String reason) throws SQLException {
        Statements.run(connection, RECORD, campaignId, action, rows, by, reason);
    }

    private static String keyId(Sealed sealed) {
        return sealed == null ? null : sealed.keyId();
    }

    private static byte[] bytes(Sealed sealed) {
        return sealed == null ? null : sealed.bytes();
    }
}
