package org.turntable.tool.reimport.rule;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.turntable.player.Players.player;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.turntable.tool.reimport.row.AddressRow;
import org.turntable.tool.reimport.row.ClaimRow;
import org.turntable.tool.reimport.row.DrawLocation;
import org.turntable.tool.reimport.row.PacketRow;
import org.turntable.tool.reimport.row.PacketRow.State;
import org.turntable.tool.reimport.row.PlayerDrawKey;
import org.turntable.tool.reimport.row.RedemptionRow;
import org.turntable.tool.reimport.row.SealedText;
import org.turntable.tool.reimport.row.UnitRef;
import org.turntable.tool.reimport.rule.ClaimAssessment.Outcome;
import org.turntable.tool.reimport.rule.ClaimRule.DrawMapping;
import org.turntable.tool.reimport.rule.ClaimRule.Result;

/** The rule for claims, for every pair of states. */
class ClaimRuleTest {
    private static final Instant MONDAY = Instant.parse("2026-10-01T02:00:00Z");
    private static final Instant TUESDAY = Instant.parse("2026-10-02T02:00:00Z");
    private static final Instant WEDNESDAY = Instant.parse("2026-10-03T02:00:00Z");
    private static final Instant NOW = Instant.parse("2026-10-08T02:00:00Z");
    private static final PlayerDrawKey THERE = new PlayerDrawKey(player(7), 1);
    private static final UnitRef UNIT = new UnitRef(900, 3, null);
    private static final DrawMapping SAME_NAME = mapping(4, 4, 1);
    private static final DrawMapping OTHER_CAMPAIGN = mapping(4, 70, 1);
    private static final DrawMapping OTHER_NUMBER = mapping(4, 4, 3);

    /** Has the keys that begin with "known"; marks what it encrypts again. */
    private static final ClaimSealer SEALS = new ClaimSealer() {
        @Override
        public boolean hasKey(String keyId) {
            return keyId.startsWith("known");
        }

        @Override
        public Optional<SealedText> reseal(ClaimRow claim, SealedText sealed, DrawLocation from, DrawLocation to) {
            return !hasKey(sealed.keyId())
                    ? Optional.empty()
                    : Optional.of(from.equals(to) ? sealed : new SealedText("known-2", sealed.bytes()));
        }
    };

    private final ClaimRule rule = new ClaimRule(SEALS, InstantSource.fixed(NOW));

    private static DrawMapping mapping(int from, int to, int number) {
        return new DrawMapping(
                new DrawLocation(from, THERE), new DrawLocation(to, new PlayerDrawKey(THERE.player(), number)), UNIT);
    }

    /**
     * Addresses as letters: b given earlier, l given later, S or T shipped with a parcel, e erased on Tuesday, ? an
     * unknown key.
     */
    private static AddressRow address(String letters, DrawMapping mapping, boolean here) {
        if (letters.equals("-")) {
            return null;
        }
        boolean erased = letters.contains("e");
        Instant given = letters.contains("l") ? WEDNESDAY : MONDAY;
        AddressRow.Parcel parcel = letters.contains("S")
                ? new AddressRow.Parcel("SF", "1", WEDNESDAY)
                : letters.contains("T") ? new AddressRow.Parcel("YTO", "2", WEDNESDAY) : null;
        SealedText sealed =
                erased ? null : new SealedText(letters.contains("?") ? "lost" : "known", letters.getBytes());
        return new AddressRow(
                here ? mapping.to().key() : THERE,
                here ? 900 : 11,
                here ? 5 : 2,
                sealed,
                given,
                given,
                parcel,
                erased ? TUESDAY : null);
    }

    /** The resulting address, as letters; "=" where nothing is written. */
    private String address(String there, String here, DrawMapping mapping) {
        Result result = rule.apply(address(there, mapping, false), address(here, mapping, true), mapping);
        AddressRow row = (AddressRow) result.row();
        String now = row == null
                ? "="
                : (row.isErased() ? "e" : new String(row.sealed().bytes()))
                        + (row.parcel() == null ? "" : " " + row.parcel().carrier());
        return (result.kind() == null ? "" : result.kind().word() + " ") + now;
    }

    @Test
    void everyPairOfAddressesHasOneResult() {
        Map<String, String> expected = new LinkedHashMap<>();
        // A column for each row of the target: none, given earlier, given later, shipped, shipped with another
        // parcel, erased, shipped and erased.
        expected.put("b", "b|=|=|=|=|=|=");
        expected.put("l", "l|l|=|=|=|=|=");
        expected.put("bS", "bS SF|b SF|bS SF|=|shipped_twice =|e SF|=");
        expected.put("lS", "lS SF|lS SF|l SF|=|shipped_twice =|e SF|=");
        expected.put("be", "e|e|=|e SF|e YTO|=|=");
        expected.put("beS", "e SF|e SF|e SF|e SF|shipped_twice e YTO|e SF|=");
        expected.put("b?", "address_sealed =|=|=|=|=|=|=");
        expected.put("l?", "address_sealed =|address_sealed =|=|=|=|=|=");
        expected.put("bS?", "e SF|b SF|e SF|=|shipped_twice =|e SF|=");
        Map<String, String> found = new LinkedHashMap<>();
        for (String there : expected.keySet()) {
            List<String> row = new ArrayList<>();
            for (String here : List.of("-", "b", "l", "bS", "bT", "be", "beS")) {
                row.add(address(there, here, SAME_NAME));
                assertEquals(
                        row.get(row.size() - 1),
                        address(there, here, OTHER_CAMPAIGN),
                        "the draw's name matters to the seal alone: " + there + " " + here);
            }
            found.put(there, String.join("|", row));
        }
        assertEquals(String.join("\n", lines(expected)), String.join("\n", lines(found)));
    }

    private static List<String> lines(Map<String, String> table) {
        return table.entrySet().stream()
                .map(entry -> entry.getKey() + ": " + entry.getValue())
                .toList();
    }

    @Test
    void anImportedRowIsTheSameAfterwards() {
        for (String there : List.of("b", "l", "bS", "lS", "be", "beS", "bS?")) {
            for (String here : List.of("-", "b", "l", "bS", "be", "beS")) {
                for (DrawMapping mapping : List.of(SAME_NAME, OTHER_CAMPAIGN)) {
                    AddressRow before = address(there, mapping, false);
                    Result once = rule.apply(before, address(here, mapping, true), mapping);
                    if (once.row() != null) {
                        assertEquals(
                                Outcome.SAME,
                                rule.apply(before, once.row(), mapping).outcome(),
                                there + " " + here);
                    }
                }
            }
        }
    }

    @Test
    void anAddressIsEncryptedAgainOnlyForAnotherDrawKey() {
        AddressRow there = address("b", SAME_NAME, false);
        AddressRow kept = (AddressRow) rule.apply(there, null, SAME_NAME).row();
        assertArrayEquals(there.sealed().bytes(), kept.sealed().bytes());
        assertEquals("known", kept.sealed().keyId());
        AddressRow moved = (AddressRow) rule.apply(there, null, OTHER_CAMPAIGN).row();
        assertEquals("known-2", moved.sealed().keyId());
        assertEquals(List.of(900, new PlayerDrawKey(THERE.player(), 1)), List.of(moved.prizeId(), moved.key()));
        assertEquals(3, rule.apply(there, null, OTHER_NUMBER).row().key().number());
    }

    @Test
    void aShippedParcelIsImportedEvenWithoutItsAddress() {
        AddressRow row = (AddressRow)
                rule.apply(address("bS?", SAME_NAME, false), null, SAME_NAME).row();
        assertEquals(NOW, row.erasedAt());
        assertNull(row.sealed());
        assertEquals("SF", row.parcel().carrier());
    }

    @Test
    void aCouponIsRedeemedOnceOrThereIsAConflict() {
        RedemptionRow there = new RedemptionRow(THERE, 11, 8, new byte[16], "li.na", "湖滨店", MONDAY);
        RedemptionRow brought =
                (RedemptionRow) rule.apply(there, null, OTHER_NUMBER).row();
        assertEquals(
                List.of(3, 900, 3),
                List.of(brought.key().number(), brought.prizeId(), brought.ordinal()),
                "with the draw and the unit of here");
        assertEquals("li.na", brought.verifier());
        assertEquals(Outcome.SAME, rule.apply(there, brought, OTHER_NUMBER).outcome());
        RedemptionRow other = new RedemptionRow(THERE, 900, 3, "another scan 123".getBytes(), "li.na", "湖滨店", TUESDAY);
        assertEquals(
                ConflictKind.REDEEMED_TWICE,
                rule.apply(there, other, OTHER_NUMBER).kind());
        assertNull(rule.apply(there, other, OTHER_NUMBER).row());
    }

    /**
     * Red packets as letters: d due, D due after a try, a asked, A asked with a call in progress, s sent, f failed, g
     * given up, ? an unknown key.
     */
    private static PacketRow packet(String letter, PlayerDrawKey key, Instant collectedAt) {
        State state = switch (letter.charAt(0)) {
            case 'd', 'D' -> State.DUE;
            case 'a', 'A' -> State.ASKED;
            case 's' -> State.SENT;
            case 'f' -> State.FAILED;
            default -> State.GIVEN_UP;
        };
        boolean over = state == State.SENT || state == State.GIVEN_UP;
        return new PacketRow(
                key,
                11,
                8_800,
                state,
                over ? null : new SealedText(letter.contains("?") ? "lost" : "known", new byte[0]),
                letter.startsWith("d") ? 0 : 2,
                TUESDAY,
                letter.startsWith("A"),
                null,
                state == State.SENT ? "RP1" : null,
                collectedAt,
                over ? TUESDAY : null,
                state == State.GIVEN_UP ? "Wang" : null,
                null);
    }

    private String packet(String there, String here, DrawMapping mapping, boolean onePacket) {
        PacketRow itsOwn = here.equals("-") ? null : packet(here, mapping.to().key(), onePacket ? MONDAY : WEDNESDAY);
        Result result = rule.apply(packet(there, THERE, MONDAY), itsOwn, mapping);
        PacketRow row = (PacketRow) result.row();
        String now = row == null
                ? "="
                : ClaimRule.HOLDER.equals(row.givenUpBy())
                        ? "held"
                        : row.state().word();
        return (result.kind() == null ? "" : result.kind().word() + " ") + now;
    }

    private String packets(String there, DrawMapping mapping, boolean onePacket) {
        return String.join(
                "|",
                List.of("d", "D", "a", "A", "s", "f", "g").stream()
                        .map(here -> packet(there, here, mapping, onePacket))
                        .toList());
    }

    @Test
    void aMissingRedPacketIsImportedSoThatThePartnerIsQueriedFirst() {
        Map<String, String> expected = new LinkedHashMap<>();
        // Equal keys; another campaign; another number of the same campaign, which may be the key of another red
        // packet.
        expected.put("d", "asked|packet_key held|packet_key held");
        expected.put("D", "asked|packet_key held|packet_key held");
        expected.put("a", "asked|packet_key held|packet_key held");
        expected.put("A", "asked|packet_key held|packet_key held");
        expected.put("f", "failed|packet_key held|packet_key held");
        expected.put("s", "sent|sent|packet_key sent");
        expected.put("g", "given_up|given_up|packet_key given_up");
        expected.put("a?", "packet_sealed held|packet_key held|packet_key held");
        expected.put("f?", "packet_sealed held|packet_key held|packet_key held");
        expected.forEach((there, outcome) -> assertEquals(
                outcome,
                String.join(
                        "|",
                        packet(there, "-", SAME_NAME, true),
                        packet(there, "-", OTHER_CAMPAIGN, true),
                        packet(there, "-", OTHER_NUMBER, true)),
                there));
    }

    @Test
    void aRedPacketThatIsFurtherInTheStrandedDatabaseIsUpdated() {
        Map<String, String> expected = new LinkedHashMap<>();
        // In the target: due, due after a try, asked, with a call in progress, sent, failed, given up.
        expected.put("d", "asked|=|=|=|=|=|=");
        expected.put("D", "asked|=|=|=|=|=|=");
        expected.put("a", "asked|=|=|=|=|=|=");
        expected.put("f", "asked|=|=|=|=|=|=");
        expected.put("s", "sent|sent|sent|=|=|sent|packet_twice =");
        expected.put(
                "g",
                "packet_twice held|packet_twice held|packet_twice held|packet_twice =|packet_twice =|packet_twice "
                        + "held|=");
        expected.forEach((there, outcome) -> assertEquals(outcome, packets(there, SAME_NAME, true), there));
    }

    @Test
    void aRedPacketClaimedInBothDatabasesIsHeld() {
        for (String there : List.of("d", "D", "a", "f", "s", "g")) {
            for (DrawMapping mapping : List.of(SAME_NAME, OTHER_CAMPAIGN, OTHER_NUMBER)) {
                assertEquals(
                        "packet_twice held|packet_twice held|packet_twice held|packet_twice =|packet_twice "
                                + "=|packet_twice held|packet_twice =",
                        packets(there, mapping, false),
                        there);
            }
        }
    }

    /**
     * For every pair: where the partner may have been called for the stranded row, nothing is paid before the partner
     * was queried with the key of that call.
     */
    @Test
    void noPaymentStartsThatMayHaveBeenMadeUnderAnotherKey() {
        for (String there : List.of("d", "D", "a", "A", "s", "f", "g", "a?")) {
            for (String here : List.of("-", "d", "D", "a", "s", "f", "g")) {
                for (DrawMapping mapping : List.of(OTHER_CAMPAIGN, OTHER_NUMBER)) {
                    PacketRow itsOwn =
                            here.equals("-") ? null : packet(here, mapping.to().key(), WEDNESDAY);
                    Result result = rule.apply(packet(there, THERE, MONDAY), itsOwn, mapping);
                    PacketRow after = result.row() == null ? itsOwn : (PacketRow) result.row();
                    assertTrue(after != null && after.isFinished(), there + " " + here);
                    assertFalse(result.outcome() == Outcome.UPDATE, there + " " + here);
                }
            }
        }
    }

    @Test
    void aHeldRedPacketNamesTheKeyThatThePartnerKnows() {
        PacketRow held = (PacketRow)
                rule.apply(packet("a", THERE, MONDAY), null, OTHER_CAMPAIGN).row();
        assertEquals("the partner knows it as 4." + player(7) + ".1: reimport conflicts", held.reason());
        assertEquals(
                List.of(State.GIVEN_UP, NOW, MONDAY), List.of(held.state(), held.finishedAt(), held.collectedAt()));
        assertNull(held.sealed());
    }
}
