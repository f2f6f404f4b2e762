package org.turntable.reimport;

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
import org.turntable.reimport.ClaimJudgement.Outcome;
import org.turntable.reimport.ClaimRule.Standing;
import org.turntable.reimport.ClaimRule.Verdict;
import org.turntable.reimport.row.AddressRow;
import org.turntable.reimport.row.ClaimRow;
import org.turntable.reimport.row.DrawKey;
import org.turntable.reimport.row.PacketRow.State;
import org.turntable.reimport.row.PacketRow;
import org.turntable.reimport.row.Place;
import org.turntable.reimport.row.RedemptionRow;
import org.turntable.reimport.row.Sealed;
import org.turntable.reimport.row.UnitRef;

/** The one rule for what became of prizes, for every pair of states. */
class ClaimRuleTest {
    private static final Instant MONDAY = Instant.parse("2026-10-01T02:00:00Z");
    private static final Instant TUESDAY = Instant.parse("2026-10-02T02:00:00Z");
    private static final Instant WEDNESDAY = Instant.parse("2026-10-03T02:00:00Z");
    private static final Instant NOW = Instant.parse("2026-10-08T02:00:00Z");
    private static final DrawKey THERE = new DrawKey(player(7), 1);
    private static final UnitRef UNIT = new UnitRef(900, 3, null);
    private static final Standing SAME_NAME = standing(4, 4, 1);
    private static final Standing OTHER_CAMPAIGN = standing(4, 70, 1);
    private static final Standing OTHER_NUMBER = standing(4, 4, 3);

    /** Knows keys that begin with "known"; what it seals anew says so. */
    private static final Seals SEALS = new Seals() {
        @Override
        public boolean knows(String keyId) {
            return keyId.startsWith("known");
        }

        @Override
        public Optional<Sealed> move(ClaimRow claim, Sealed sealed, Place from, Place to) {
            return !knows(sealed.keyId()) ? Optional.empty() : Optional.of(from.equals(to) ? sealed : new Sealed("known-2", sealed.bytes()));
        }
    };
    private final ClaimRule rule = new ClaimRule(SEALS, InstantSource.fixed(NOW));

    private static Standing standing(int from, int to, int number) {
        return new Standing(new Place(from, THERE), new Place(to, new DrawKey(THERE.player(), number)), UNIT);
    }

    /** Addresses as letters: b before and l later given, a parcel S or T, e erased on Tuesday; a key that is not known is a question mark. */
    private static AddressRow address(String letters, Standing standing, boolean here) {
        if (letters.equals("-")) {
            return null;
        }
        boolean erased = letters.contains("e");
        Instant given = letters.contains("l") ? WEDNESDAY : MONDAY;
        AddressRow.Parcel parcel = letters.contains("S") ? new AddressRow.Parcel("SF", "1", WEDNESDAY)
                : letters.contains("T") ? new AddressRow.Parcel("YTO", "2", WEDNESDAY) : null;
        Sealed sealed = erased ? null : new Sealed(letters.contains("?") ? "lost" : "known", letters.getBytes());
        return new AddressRow(here ? standing.to().key() : THERE, here ? 900 : 11, here ? 5 : 2, sealed, given, given, parcel,
                erased ? TUESDAY : null);
    }

    /** What becomes of an address, in letters again; "=" where nothing is written. */
    private String address(String there, String here, Standing standing) {
        Verdict verdict = rule.of(address(there, standing, false), address(here, standing, true), standing);
        AddressRow row = (AddressRow) verdict.row();
        String now = row == null ? "="
                : (row.isErased() ? "e" : new String(row.sealed().bytes())) + (row.parcel() == null ? "" : " " + row.parcel().carrier());
        return (verdict.kind() == null ? "" : verdict.kind().word() + " ") + now;
    }

    @Test
    void everyPairOfAddressesComesToOneThingThatNobodyDoubts() {
        Map<String, String> expected = new LinkedHashMap<>();
        // A column for each that may be here: none, given before, given later, shipped, shipped elsewhere, erased, shipped and erased.
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
                assertEquals(row.get(row.size() - 1), address(there, here, OTHER_CAMPAIGN),
                        "the draw's name matters to the seal alone: " + there + " " + here);
            }
            found.put(there, String.join("|", row));
        }
        assertEquals(String.join("\n", lines(expected)), String.join("\n", lines(found)));
    }

    private static List<String> lines(Map<String, String> table) {
        return table.entrySet().stream().map(entry -> entry.getKey() + ": " + entry.getValue()).toList();
    }

    @Test
    void whatWasBroughtOverIsFoundAsTheSame() {
        for (String there : List.of("b", "l", "bS", "lS", "be", "beS", "bS?")) {
            for (String here : List.of("-", "b", "l", "bS", "be", "beS")) {
                for (Standing standing : List.of(SAME_NAME, OTHER_CAMPAIGN)) {
                    AddressRow before = address(there, standing, false);
                    Verdict once = rule.of(before, address(here, standing, true), standing);
                    if (once.row() != null) {
                        assertEquals(Outcome.SAME, rule.of(before, once.row(), standing).outcome(), there + " " + here);
                    }
                }
            }
        }
    }

    @Test
    void anAddressKeepsItsBytesWhereTheDrawHasOneNameAndIsSealedAnewWhereNot() {
        AddressRow there = address("b", SAME_NAME, false);
        AddressRow kept = (AddressRow) rule.of(there, null, SAME_NAME).row();
        assertArrayEquals(there.sealed().bytes(), kept.sealed().bytes());
        assertEquals("known", kept.sealed().keyId());
        AddressRow moved = (AddressRow) rule.of(there, null, OTHER_CAMPAIGN).row();
        assertEquals("known-2", moved.sealed().keyId());
        assertEquals(List.of(900, new DrawKey(THERE.player(), 1)), List.of(moved.prizeId(), moved.key()));
        assertEquals(3, rule.of(there, null, OTHER_NUMBER).row().key().number());
    }

    @Test
    void aParcelThatLeftIsToldEvenWhereNobodyCanReadWhereItWent() {
        AddressRow row = (AddressRow) rule.of(address("bS?", SAME_NAME, false), null, SAME_NAME).row();
        assertEquals(NOW, row.erasedAt());
        assertNull(row.sealed());
        assertEquals("SF", row.parcel().carrier());
    }

    @Test
    void aCouponIsRedeemedOnceOrAPersonIsTold() {
        RedemptionRow there = new RedemptionRow(THERE, 11, 8, new byte[16], "li.na", "湖滨店", MONDAY);
        RedemptionRow brought = (RedemptionRow) rule.of(there, null, OTHER_NUMBER).row();
        assertEquals(List.of(3, 900, 3), List.of(brought.key().number(), brought.prizeId(), brought.ordinal()), "with the draw and the unit of here");
        assertEquals("li.na", brought.verifier());
        assertEquals(Outcome.SAME, rule.of(there, brought, OTHER_NUMBER).outcome());
        RedemptionRow other = new RedemptionRow(THERE, 900, 3, "another scan 123".getBytes(), "li.na", "湖滨店", TUESDAY);
        assertEquals(ConflictKind.REDEEMED_TWICE, rule.of(there, other, OTHER_NUMBER).kind());
        assertNull(rule.of(there, other, OTHER_NUMBER).row());
    }

    /**
     * Packets as letters: d due, D due after a try, a asked, A asked and in hand, s sent, f failed, g given up; ? sealed with a key that is
     * not known.
     */
    private static PacketRow packet(String letter, DrawKey key, Instant collectedAt) {
        State state = switch (letter.charAt(0)) {
            case 'd', 'D' -> State.DUE;
            case 'a', 'A' -> State.ASKED;
            case 's' -> State.SENT;
            case 'f' -> State.FAILED;
            default -> State.GIVEN_UP;
        };
        boolean over = state == State.SENT || state == State.GIVEN_UP;
        return new PacketRow(key, 11, 8_800, state, over ? null : new Sealed(letter.contains("?") ? "lost" : "known", new byte[0]),
                letter.startsWith("d") ? 0 : 2,
                TUESDAY, letter.startsWith("A"), null, state == State.SENT ? "RP1" : null, collectedAt, over ? TUESDAY : null, state == State.GIVEN_UP
                ? "Wang" : null, null);
    }

    private String packet(String there, String here, Standing standing, boolean onePacket) {
        PacketRow itsOwn = here.equals("-") ? null : packet(here, standing.to().key(), onePacket ? MONDAY : WEDNESDAY);
        Verdict verdict = rule.of(packet(there, THERE, MONDAY), itsOwn, standing);
        PacketRow row = (PacketRow) verdict.row();
        String now = row == null ? "=" : ClaimRule.HOLDER.equals(row.givenUpBy()) ? "held" : row.state().word();
        return (verdict.kind() == null ? "" : verdict.kind().word() + " ") + now;
    }

    private String packets(String there, Standing standing, boolean onePacket) {
        return String.join("|", List.of("d", "D", "a", "A", "s", "f", "g").stream().map(here -> packet(there, here, standing, onePacket)).toList());
    }

    @Test
    void aRedPacketThatIsNotHereComesSoThatThePartnerIsAskedFirst() {
        Map<String, String> expected = new LinkedHashMap<>();
        // One name; another campaign; another number of the same campaign, where the partner would take it for another one.
        expected.put("d", "asked|packet_key held|packet_key held");
        expected.put("D", "asked|packet_key held|packet_key held");
        expected.put("a", "asked|packet_key held|packet_key held");
        expected.put("A", "asked|packet_key held|packet_key held");
        expected.put("f", "failed|packet_key held|packet_key held");
        expected.put("s", "sent|sent|packet_key sent");
        expected.put("g", "given_up|given_up|packet_key given_up");
        expected.put("a?", "packet_sealed held|packet_key held|packet_key held");
        expected.put("f?", "packet_sealed held|packet_key held|packet_key held");
        expected.forEach((there, outcome) ->
                assertEquals(outcome, String.join("|", packet(there, "-", SAME_NAME, true), packet(there, "-", OTHER_CAMPAIGN, true),
                packet(there, "-", OTHER_NUMBER, true)), there));
    }

    @Test
    void onePacketOfBothThatIsFurtherThereIsBroughtUpToDate() {
        Map<String, String> expected = new LinkedHashMap<>();
        // Here: due, due after a try, asked, in hand, sent, failed, given up.
        expected.put("d", "asked|=|=|=|=|=|=");
        expected.put("D", "asked|=|=|=|=|=|=");
        expected.put("a", "asked|=|=|=|=|=|=");
        expected.put("f", "asked|=|=|=|=|=|=");
        expected.put("s", "sent|sent|sent|=|=|sent|packet_twice =");
        expected.put("g", "packet_twice held|packet_twice held|packet_twice held|packet_twice =|packet_twice =|packet_twice held|=");
        expected.forEach((there, outcome) -> assertEquals(outcome, packets(there, SAME_NAME, true), there));
    }

    @Test
    void whatTheWinnerAskedForInBothIsHeldUntilAPersonHasDecided() {
        for (String there : List.of("d", "D", "a", "f", "s", "g")) {
            for (Standing standing : List.of(SAME_NAME, OTHER_CAMPAIGN, OTHER_NUMBER)) {
                assertEquals("packet_twice held|packet_twice held|packet_twice held|packet_twice =|packet_twice =|packet_twice held|packet_twice =",
                        packets(there, standing, false), there);
            }
        }
    }

    /** Whatever the pair: where the partner may have been called there, nothing here is paid before he was asked by the name that he knows. */
    @Test
    void nothingIsEverSetGoingThatMayHaveBeenPaidByAnotherName() {
        for (String there : List.of("d", "D", "a", "A", "s", "f", "g", "a?")) {
            for (String here : List.of("-", "d", "D", "a", "s", "f", "g")) {
                for (Standing standing : List.of(OTHER_CAMPAIGN, OTHER_NUMBER)) {
                    PacketRow itsOwn = here.equals("-") ? null : packet(here, standing.to().key(), WEDNESDAY);
                    Verdict verdict = rule.of(packet(there, THERE, MONDAY), itsOwn, standing);
                    PacketRow after = verdict.row() == null ? itsOwn : (PacketRow) verdict.row();
                    assertTrue(after != null && after.isOver(), there + " " + here);
                    assertFalse(verdict.outcome() == Outcome.CHANGE, there + " " + here);
                }
            }
        }
    }

    @Test
    void whatIsHeldSaysByWhichNameThePartnerKnowsIt() {
        PacketRow held = (PacketRow) rule.of(packet("a", THERE, MONDAY), null, OTHER_CAMPAIGN).row();
        assertEquals("the partner knows it as 4." + player(7) + ".1: reimport conflicts", held.reason());
        assertEquals(List.of(State.GIVEN_UP, NOW, MONDAY), List.of(held.state(), held.overAt(), held.collectedAt()));
        assertNull(held.sealed());
    }
}
