package org.turntable.tool.command.reimport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.turntable.player.Players.player;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.turntable.claim.CouponCodes.Unit;
import org.turntable.claim.address.AddressAdministration.Author;
import org.turntable.claim.address.AddressAdministration.Shipping;
import org.turntable.claim.address.AddressBook;
import org.turntable.claim.redemption.Redemptions.Outcome;
import org.turntable.claim.redpacket.RedPackets.State;
import org.turntable.mariadb.MigratedDatabase;
import org.turntable.player.DrawKey;
import org.turntable.player.PlayerId;
import org.turntable.tool.command.common.ExitCode;
import org.turntable.tool.command.reimport.ReimportClaims.Partner;

/**
 * Addresses, redemptions and red packets of a stranded database, case by case: a part of {@link ReimportCasesIT}, on
 * its servers.
 */
abstract class ReimportClaimCases {
    private static final int COUPON = 1;
    private static final int WATCH = 2;
    private static final int RED_PACKET = 3;
    private static final PlayerId ANNA = player(1);
    private static final PlayerId BERT = player(2);
    private static final long MONDAY = 1_790_000_000_000L;
    private static final long TUESDAY = MONDAY + 86_400_000;
    private static final String OTHER_KEY = "a key that the nodes of here do not have";
    private static final Author WANG = new Author("Wang", "parcels");
    private static int lastCampaign;

    private final Partner partner = new Partner();
    private ReimportFixture fixture;
    private ReimportClaims old;
    private ReimportClaims now;
    private String slug;
    private String wu;
    private String zhou;
    private int there;
    private int here;

    abstract ReimportFixture fixture();

    @BeforeEach
    void createCampaigns() throws Exception {
        fixture = fixture();
        fixture.keys = List.of(ReimportFixture.KEY);
        fixture.old.server().openAlone();
        old = new ReimportClaims(fixture.old, ReimportFixture.KEY);
        now = new ReimportClaims(fixture.here, ReimportFixture.KEY);
        // Red packets of other tests: the senders would take them, too.
        fixture.here.server().execute("DELETE FROM turntable.red_packet");
        fixture.old.server().execute("DELETE FROM turntable.red_packet");
        slug = "claims-" + ++lastCampaign;
        campaigns();
    }

    private void campaigns() throws Exception {
        there = ReimportFixture.campaign(fixture.old, slug, 3, 2);
        here = ReimportFixture.campaign(fixture.here, slug, 3, 2);
        wu = "wu." + lastCampaign;
        zhou = "zhou." + lastCampaign;
        old.setAmount(ReimportFixture.prize(fixture.old, there, RED_PACKET), 8_800);
    }

    /** Gives the campaign the same id in both databases, as after a restore of a backup. */
    private void useEqualIds() throws Exception {
        slug += "-one";
        int next = 1_000_000 + 10_000 * lastCampaign;
        fixture.old.server().execute("ALTER TABLE turntable.campaign AUTO_INCREMENT = " + next);
        fixture.here.server().execute("ALTER TABLE turntable.campaign AUTO_INCREMENT = " + next);
        campaigns();
        assertEquals(there, here);
        // The campaigns of the next test have different ids again.
        fixture.here.server().execute("ALTER TABLE turntable.campaign AUTO_INCREMENT = " + (next + 5_000));
    }

    private DrawKey before(PlayerId who, int number, int prize) throws Exception {
        assertTrue(ReimportFixture.draw(fixture.old, there, who, number, prize, MONDAY)
                .isWin());
        return new DrawKey(there, who, number);
    }

    private DrawKey after(PlayerId who, int number, int prize) throws Exception {
        assertTrue(ReimportFixture.draw(fixture.here, here, who, number, prize, TUESDAY)
                .isWin());
        return new DrawKey(here, who, number);
    }

    private DrawKey annas(int number) {
        return new DrawKey(here, ANNA, number);
    }

    /** Imports, returns the counts, and checks that a second run changes nothing. */
    private JsonNode apply(int exit) throws Exception {
        fixture.makeOldReadOnly();
        assertEquals(
                exit,
                fixture.reimport("apply", "--campaign", slug, "--pause", "0", "--json"),
                fixture.err + fixture.out);
        JsonNode changed = fixture.json().get("changed");
        ReimportFixture.assertSound(fixture.here);
        String contents = ReimportFixture.contents(fixture.here);
        assertEquals(exit, fixture.reimport("apply", "--campaign", slug, "--pause", "0", "--json"), fixture.err);
        assertEquals(0, fixture.json().get("changed").size(), fixture.out);
        assertEquals(contents, ReimportFixture.contents(fixture.here), "the second time changes nothing");
        assertEquals(exit, fixture.reimport("compare", "--campaign", slug), fixture.out);
        return Optional.ofNullable(changed.get(slug)).orElse(changed);
    }

    private JsonNode conflict(String kind) throws Exception {
        fixture.reimport("conflicts", "--json");
        List<JsonNode> mine = new ArrayList<>();
        fixture.json().forEach(conflict -> {
            if (conflict.get("campaign").asText().equals(slug)) {
                mine.add(conflict);
            }
        });
        assertEquals(
                List.of(kind),
                mine.stream().map(conflict -> conflict.get("kind").asText()).toList());
        return mine.get(0);
    }

    private void decide(JsonNode conflict, String decision) throws Exception {
        assertEquals(0, fixture.reimport("decide", conflict.get("id").asText(), "--as", decision), fixture.err);
    }

    private int reapply() throws Exception {
        int exit = fixture.reimport("apply", "--campaign", slug, "--pause", "0", "--json");
        ReimportFixture.assertSound(fixture.here);
        return exit;
    }

    private Unit unit(MigratedDatabase database, DrawKey draw) {
        return new Unit(
                ReimportFixture.prize(database, draw.campaignId(), COUPON),
                ReimportFixture.unit(database, draw.campaignId(), draw.player(), draw.number()));
    }

    private String ask(String query) {
        return fixture.here.server().ask(query);
    }

    private byte[] sealed(MigratedDatabase database, DrawKey draw) {
        return database.server()
                .ask("SELECT HEX(sealed) FROM turntable.claim_address WHERE campaign_id = " + draw.campaignId())
                .getBytes();
    }

    private void assertLivesAt(String street, DrawKey draw) throws Exception {
        assertEquals(
                Optional.of(ReimportClaims.street(street)),
                now.addresses().find(draw).orElseThrow().address());
    }

    @Test
    void anAddressIsImportedWithItsWinEncryptedForItsDrawAndAudited() throws Exception {
        old.addresses().put(before(ANNA, 1, WATCH), ReimportClaims.street("文三路1号"), 0);
        fixture.makeOldReadOnly();
        assertEquals(ReimportCommand.LEFT, fixture.reimport("compare", "--campaign", slug));
        assertTrue(
                fixture.out.lines().anyMatch(line -> line.matches(" *claim_address +1 +missing here, such as .*")),
                fixture.out);
        assertEquals(1, apply(0).get("addresses").asInt());
        assertLivesAt("文三路1号", annas(1));
        assertEquals(
                "reimport 1 Zhao Min the night of the wave",
                ask("SELECT GROUP_CONCAT(CONCAT_WS(' ', action, row_count, by_whom, reason)) FROM "
                        + "turntable.claim_action WHERE campaign_id = "
                        + here));
        assertEquals(
                AddressBook.Change.DONE,
                now.addresses().put(annas(1), ReimportClaims.street("文三路2号"), 1),
                "the winner may change it as before");
    }

    @Test
    void withEqualDrawKeysTheCiphertextIsUnchanged() throws Exception {
        useEqualIds();
        DrawKey draw = before(ANNA, 1, WATCH);
        old.addresses().put(draw, ReimportClaims.street("文三路1号"), 0);
        apply(0);
        assertArrayEquals(sealed(fixture.old, draw), sealed(fixture.here, draw));
        assertLivesAt("文三路1号", draw);
    }

    @Test
    void anAddressWithAnUnknownKeyIsAConflictUntilTheKeyIsSet() throws Exception {
        new ReimportClaims(fixture.old, OTHER_KEY)
                .addresses()
                .put(before(ANNA, 1, WATCH), ReimportClaims.street("文三路1号"), 0);
        apply(ReimportCommand.LEFT);
        JsonNode conflict = conflict("address_sealed");
        assertTrue(conflict.get("detail").asText().matches("key [0-9a-f]{8}"), conflict::toString);
        assertEquals(
                "0",
                ask("SELECT COUNT(*) FROM turntable.claim_address WHERE campaign_id = " + here),
                "neither the nodes nor the winner could read it");
        decide(conflict, "stranded");
        assertEquals(ReimportCommand.LEFT, reapply());
        assertTrue(conflict("address_sealed")
                .get("trouble")
                .asText()
                .contains("is neither claims.key nor claims.key.previous here"));
        fixture.keys = List.of(ReimportFixture.KEY, OTHER_KEY);
        assertEquals(0, reapply(), fixture.out);
        assertLivesAt("文三路1号", annas(1));
        assertEquals(0, fixture.reimport("compare", "--campaign", slug), fixture.out);
    }

    @Test
    void aNewerAddressOfTheTargetIsNotReplaced() throws Exception {
        new ReimportClaims(fixture.old, OTHER_KEY)
                .addresses()
                .put(before(ANNA, 1, WATCH), ReimportClaims.street("文三路1号"), 0);
        apply(ReimportCommand.LEFT);
        now.addresses().put(annas(1), ReimportClaims.street("文三路2号"), 0);
        fixture.keys = List.of(ReimportFixture.KEY, OTHER_KEY);
        decide(conflict("address_sealed"), "stranded");
        assertEquals(ReimportCommand.LEFT, reapply());
        assertTrue(conflict("address_sealed").get("trouble").asText().contains("another address was given here"));
        decide(conflict("address_sealed"), "here");
        assertEquals(0, reapply(), fixture.out);
        assertLivesAt("文三路2号", annas(1));
    }

    @Test
    void withoutKeysNoEncryptedDataIsImported() throws Exception {
        old.addresses().put(before(ANNA, 1, WATCH), ReimportClaims.street("文三路1号"), 0);
        fixture.keys = List.of();
        apply(ReimportCommand.LEFT);
        decide(conflict("address_sealed"), "here");
        assertEquals(0, reapply(), fixture.out);
        assertEquals(0, fixture.reimport("compare", "--campaign", slug), fixture.out);
        assertEquals("0", ask("SELECT COUNT(*) FROM turntable.claim_address WHERE campaign_id = " + here));
    }

    @Test
    void anErasedAddressOfEitherDatabaseStaysErased() throws Exception {
        DrawKey annasThere = before(ANNA, 1, WATCH);
        DrawKey bertsThere = before(BERT, 1, WATCH);
        DrawKey annasHere = after(ANNA, 1, WATCH);
        DrawKey bertsHere = after(BERT, 1, WATCH);
        old.addresses().put(annasThere, ReimportClaims.street("文三路1号"), 0);
        now.addresses().put(annasHere, ReimportClaims.street("文三路1号"), 0);
        now.addresses().put(bertsHere, ReimportClaims.street("文三路1号"), 0);
        now.addresses().withdraw(bertsHere);
        old.addresses().put(bertsThere, ReimportClaims.street("文三路1号"), 0);
        old.addresses().withdraw(annasThere);
        JsonNode changed = apply(0);
        assertEquals(1, changed.get("erased").asInt());
        assertFalse(changed.has("addresses"), changed::toString);
        assertEquals(
                Optional.empty(), now.addresses().find(annasHere).orElseThrow().address());
        assertEquals(
                Optional.empty(), now.addresses().find(bertsHere).orElseThrow().address());
        assertEquals(
                "2",
                ask("SELECT COUNT(*) FROM turntable.claim_address WHERE sealed IS NULL AND campaign_id = " + here));
        assertEquals(
                "erase", ask("SELECT GROUP_CONCAT(action) FROM turntable.claim_action WHERE campaign_id = " + here));
    }

    @Test
    void anAddressThatWasGivenAfterTheErasureIsKept() throws Exception {
        DrawKey annasThere = before(ANNA, 1, WATCH);
        old.addresses().put(annasThere, ReimportClaims.street("文三路1号"), 0);
        old.addresses().withdraw(annasThere);
        now.addresses().put(after(ANNA, 1, WATCH), ReimportClaims.street("文三路9号"), 0);
        JsonNode changed = apply(0);
        assertFalse(changed.has("addresses") || changed.has("erased"), changed::toString);
        assertLivesAt("文三路9号", annas(1));
    }

    @Test
    void theLaterAddressIsKeptAndItsRevisionIncreases() throws Exception {
        DrawKey annasThere = before(ANNA, 1, WATCH);
        now.addresses().put(after(ANNA, 1, WATCH), ReimportClaims.street("文三路1号"), 0);
        old.addresses().put(annasThere, ReimportClaims.street("文三路2号"), 0);
        assertEquals(1, apply(0).get("addresses").asInt());
        assertLivesAt("文三路2号", annas(1));
        assertEquals(
                AddressBook.Change.CHANGED_MEANWHILE, now.addresses().put(annas(1), ReimportClaims.street("文三路3号"), 1));
    }

    @Test
    void aShippedParcelIsNotShippedAgain() throws Exception {
        DrawKey annasThere = before(ANNA, 1, WATCH);
        old.addresses().put(annasThere, ReimportClaims.street("文三路1号"), 0);
        old.parcels().ship(there, List.of(new Shipping(annasThere, 1, "顺丰", "SF1")), WANG, false);
        now.addresses().put(after(ANNA, 1, WATCH), ReimportClaims.street("文三路2号"), 0);
        apply(0);
        assertEquals(AddressBook.Change.SHIPPED, now.addresses().put(annas(1), ReimportClaims.street("文三路3号"), 0));
        assertEquals(
                "SF1",
                now.addresses()
                        .find(annas(1))
                        .orElseThrow()
                        .shipment()
                        .orElseThrow()
                        .tracking());
        assertLivesAt("文三路1号", annas(1));
        assertEquals(
                "ship Wang parcels",
                ask("SELECT CONCAT_WS(' ', action, by_whom, reason) FROM turntable.claim_action WHERE action = "
                        + "'ship' AND campaign_id = "
                        + here),
                "and who said so there is known here");
    }

    @Test
    void twoParcelsAreAConflict() throws Exception {
        DrawKey annasThere = before(ANNA, 1, WATCH);
        old.addresses().put(annasThere, ReimportClaims.street("文三路1号"), 0);
        old.parcels().ship(there, List.of(new Shipping(annasThere, 1, "顺丰", "SF1")), WANG, false);
        DrawKey annasHere = after(ANNA, 1, WATCH);
        now.addresses().put(annasHere, ReimportClaims.street("文三路2号"), 0);
        now.parcels().ship(here, List.of(new Shipping(annasHere, 1, "圆通", "YT2")), WANG, false);
        apply(ReimportCommand.LEFT);
        JsonNode conflict = conflict("shipped_twice");
        assertTrue(
                conflict.get("detail").asText().matches("there: 顺丰 SF1 at .*; here: 圆通 YT2 at .*"), conflict::toString);
        assertEquals("here", conflict.get("proposal").asText());
        decide(conflict, "stranded");
        assertEquals(0, reapply(), fixture.out);
        assertEquals(
                "SF1",
                now.addresses()
                        .find(annasHere)
                        .orElseThrow()
                        .shipment()
                        .orElseThrow()
                        .tracking());
    }

    @Test
    void aRedemptionIsImportedWithItsWinAndItsVerifierIsDisabled() throws Exception {
        DrawKey won = before(ANNA, 1, COUPON);
        assertEquals(Outcome.DONE, old.redeem(won, unit(fixture.old, won), wu));
        JsonNode changed = apply(0);
        assertEquals(
                List.of(1, 1, 1),
                List.of(
                        changed.get("wins").asInt(),
                        changed.get("redemptions").asInt(),
                        changed.get("verifiers").asInt()));
        assertTrue(
                now.verifiers().find(wu).filter(known -> !known.disabled()).isEmpty(),
                "the verifier has no access here");
        assertEquals(Outcome.BEFORE, now.redeem(annas(1), unit(fixture.here, annas(1)), zhou));
        assertEquals(wu + "'s store", ask("SELECT store FROM turntable.redemption WHERE campaign_id = " + here));
    }

    @Test
    void aKnownVerifierIsNotChanged() throws Exception {
        DrawKey won = before(ANNA, 1, COUPON);
        old.redeem(won, unit(fixture.old, won), wu);
        DrawKey berts = after(BERT, 1, COUPON);
        now.redeem(berts, unit(fixture.here, berts), wu);
        apply(ReimportCommand.LEFT);
        decide(conflict("unit_taken"), "another");
        assertEquals(0, reapply(), fixture.out);
        assertTrue(now.verifiers().find(wu).filter(known -> !known.disabled()).isPresent());
        assertEquals(
                "1", ask("SELECT COUNT(DISTINCT verifier_id) FROM turntable.redemption WHERE campaign_id = " + here));
    }

    @Test
    void aRedemptionFollowsItsWinToAnotherUnit() throws Exception {
        DrawKey won = before(ANNA, 1, COUPON);
        old.redeem(won, unit(fixture.old, won), zhou);
        after(BERT, 1, COUPON);
        apply(ReimportCommand.LEFT);
        assertTrue(fixture.out.lines().anyMatch(line -> line.contains("its win waits for a person")), fixture.out);
        decide(conflict("unit_taken"), "another");
        assertEquals(ReimportCommand.LEFT, fixture.reimport("settle", "--json"), fixture.out);
        assertTrue(
                conflict("unit_taken").get("trouble").asText().contains("has to come with it: reimport apply"),
                "otherwise it could be redeemed again");
        assertEquals(-1, ReimportFixture.unit(fixture.here, here, ANNA, 1));
        assertEquals(0, reapply(), fixture.out);
        assertEquals(3, ReimportFixture.unit(fixture.here, here, ANNA, 1));
        assertEquals("3", ask("SELECT unit_ordinal FROM turntable.redemption WHERE campaign_id = " + here));
        assertEquals(Outcome.BEFORE, now.redeem(annas(1), unit(fixture.here, annas(1)), wu));
    }

    @Test
    void theClaimOfADroppedWinIsNotImported() throws Exception {
        DrawKey won = before(ANNA, 1, COUPON);
        old.redeem(won, unit(fixture.old, won), zhou);
        after(BERT, 1, COUPON);
        apply(ReimportCommand.LEFT);
        decide(conflict("unit_taken"), "drop");
        fixture.reimport("settle");
        assertEquals(0, apply(0).size());
        assertTrue(fixture.out.contains("its win was dropped"), fixture.out);
        assertEquals("0", ask("SELECT COUNT(*) FROM turntable.redemption WHERE campaign_id = " + here));
    }

    @Test
    void twoRedemptionsOfOneWinAreAConflict() throws Exception {
        DrawKey won = before(ANNA, 1, COUPON);
        old.redeem(won, unit(fixture.old, won), wu);
        DrawKey again = after(ANNA, 1, COUPON);
        now.redeem(again, unit(fixture.here, again), zhou);
        apply(ReimportCommand.LEFT);
        JsonNode conflict = conflict("redeemed_twice");
        assertTrue(
                conflict.get("detail")
                        .asText()
                        .matches("there: wu.*'s store by wu.* at .*; here: zhou.*'s store by zhou.* at .*"),
                conflict::toString);
        assertEquals(
                ExitCode.FAILED, fixture.reimport("decide", conflict.get("id").asText(), "--as", "another"));
        assertTrue(
                fixture.err.contains("cannot be decided as another: here (what is here stays), stranded ("),
                fixture.err);
        decide(conflict, "stranded");
        assertEquals(0, reapply(), fixture.out);
        assertEquals(wu + "'s store", ask("SELECT store FROM turntable.redemption WHERE campaign_id = " + here));
        assertEquals(0, fixture.reimport("compare", "--campaign", slug), fixture.out);
    }

    @Test
    void aPaidRedPacketIsImportedAsPaid() throws Exception {
        DrawKey won = before(ANNA, 1, RED_PACKET);
        old.packets().collect(won, "oAnna");
        old.sendUntil(partner, won, State.SENT);
        JsonNode changed = apply(0);
        assertEquals(
                List.of(1, 1),
                List.of(
                        changed.get("red_packets").asInt(),
                        changed.get("amounts").asInt()));
        now.packets().collect(annas(1), "oAnna");
        assertEquals("sent", now.packet(annas(1)));
        assertEquals(1, partner.paidTo("oAnna"));
    }

    /** The partner paid, its answer was lost, and the primary failed. */
    private DrawKey paidAndNobodyHeard() throws Exception {
        DrawKey won = before(ANNA, 1, RED_PACKET);
        old.packets().collect(won, "oAnna");
        partner.loseAnswers(true);
        old.send(partner, () -> partner.paidTo("oAnna") == 1);
        partner.loseAnswers(false);
        fixture.old
                .server()
                .execute("UPDATE turntable.red_packet SET next_try_at = UTC_TIMESTAMP(3) WHERE campaign_id = " + there);
        assertEquals("asked", old.packet(won));
        return won;
    }

    @Test
    void withEqualDrawKeysThePartnerIsQueriedFirst() throws Exception {
        useEqualIds();
        DrawKey won = paidAndNobodyHeard();
        partner.calls().clear();
        apply(0);
        now.sendUntil(partner, won, State.SENT);
        assertEquals(List.of("standing " + won.text()), partner.calls());
        assertEquals(1, partner.paidTo("oAnna"));
    }

    @Test
    void aDueRedPacketIsQueriedBeforeItIsPaid() throws Exception {
        useEqualIds();
        DrawKey won = before(ANNA, 1, RED_PACKET);
        old.packets().collect(won, "oAnna");
        assertEquals("due", old.packet(won));
        apply(0);
        now.sendUntil(partner, won, State.SENT);
        assertEquals(List.of("standing " + won.text(), "pay " + won.text()), partner.calls());
        assertEquals(1, partner.paidTo("oAnna"));
    }

    @Test
    void withAnotherKeyItIsHeldAndRecordedAsPaidByDecision() throws Exception {
        DrawKey won = paidAndNobodyHeard();
        JsonNode changed = apply(ReimportCommand.LEFT);
        assertEquals(
                List.of(1, 1),
                List.of(changed.get("held").asInt(), changed.get("conflicts").asInt()));
        JsonNode conflict = conflict("packet_key");
        assertEquals(
                "there: asked, 88.00 yuan, key " + won.text() + "; here: none",
                conflict.get("detail").asText());
        assertTrue(conflict.get("proposal").isNull(), "a payment is never proposed");
        assertNoPaymentStarts();
        decide(conflict, "paid");
        assertEquals(0, reapply(), fixture.out);
        assertEquals("sent", now.packet(annas(1)));
        assertEquals(1, partner.paidTo("oAnna"));
        assertEquals(0, fixture.reimport("compare", "--campaign", slug), fixture.out);
    }

    /** Neither the winner, nor the sender, nor red-packets retry starts a payment. */
    private void assertNoPaymentStarts() throws Exception {
        partner.calls().clear();
        now.packets().collect(annas(1), "oAnna");
        fixture.here.server().execute("UPDATE turntable.red_packet SET next_try_at = UTC_TIMESTAMP(3)");
        DrawKey berts = after(BERT, 1, RED_PACKET);
        now.packets().collect(berts, "oBert");
        now.sendUntil(partner, berts, State.SENT);
        assertEquals(
                List.of("pay " + berts.text()), partner.calls(), "another's is paid meanwhile, hers is left alone");
        assertEquals("given_up", now.packet(annas(1)));
    }

    @Test
    void withAnotherKeyItIsPaidByDecision() throws Exception {
        DrawKey won = before(ANNA, 1, RED_PACKET);
        old.packets().collect(won, "oAnna");
        apply(ReimportCommand.LEFT);
        assertNoPaymentStarts();
        decide(conflict("packet_key"), "pay");
        assertEquals(ReimportCommand.LEFT, fixture.reimport("settle"));
        assertTrue(
                conflict("packet_key").get("trouble").asText().contains("this needs the stranded database"),
                "only the stranded database has the payee");
        assertEquals(0, reapply(), fixture.out);
        now.sendUntil(partner, annas(1), State.SENT);
        assertEquals(
                List.of("standing " + annas(1).text(), "pay " + annas(1).text()),
                partner.calls().subList(1, 3));
        assertEquals(1, partner.paidTo("oAnna"));
    }

    @Test
    void aRedPacketClaimedInBothDatabasesIsNotPaidTwice() throws Exception {
        DrawKey won = before(ANNA, 1, RED_PACKET);
        old.packets().collect(won, "oAnna");
        old.sendUntil(partner, won, State.SENT);
        now.setAmount(ReimportFixture.prize(fixture.here, here, RED_PACKET), 8_800);
        after(ANNA, 1, RED_PACKET);
        now.packets().collect(annas(1), "oAnna");
        assertEquals("due", now.packet(annas(1)));
        assertEquals(1, apply(ReimportCommand.LEFT).get("held").asInt());
        JsonNode conflict = conflict("packet_twice");
        assertTrue(
                conflict.get("detail")
                        .asText()
                        .matches("there: sent, 88.00 yuan, key " + won.text()
                                + ", payment RP0; here: due, 88.00 yuan, key " + annas(1).text()),
                conflict::toString);
        assertNoPaymentStarts();
        decide(conflict, "paid");
        assertEquals(0, reapply(), fixture.out);
        assertEquals("sent", now.packet(annas(1)));
        assertEquals(1, partner.paidTo("oAnna"));
    }

    @Test
    void aWinWithANewNumberHasAnotherKeyForThePartner() throws Exception {
        useEqualIds();
        DrawKey won = paidAndNobodyHeard();
        after(ANNA, 1, WATCH);
        apply(ReimportCommand.LEFT);
        decide(conflict("won_otherwise"), "own");
        assertEquals(ReimportCommand.LEFT, reapply());
        assertEquals(
                "there: asked, 88.00 yuan, key " + won.text() + "; here: none",
                conflict("packet_key").get("detail").asText());
        assertEquals("given_up", now.packet(annas(2)));
        assertEquals(1, partner.paidTo("oAnna"));
    }

    @Test
    void anAmountIsImportedOnlyWhereNoneIsSet() throws Exception {
        now.setAmount(ReimportFixture.prize(fixture.here, here, RED_PACKET), 100);
        fixture.makeOldReadOnly();
        assertEquals(0, fixture.reimport("compare", "--campaign", slug), fixture.out);
        assertTrue(fixture.out.contains("another amount here, which stays, such as prize "), fixture.out);
        assertEquals(0, apply(0).size());
        assertEquals(
                "100",
                ask("SELECT amount_fen FROM turntable.red_packet_prize WHERE prize_id = "
                        + ReimportFixture.prize(fixture.here, here, RED_PACKET)));
    }

    @Test
    void anOrphanedClaimIsListed() throws Exception {
        DrawKey won = before(ANNA, 1, COUPON);
        old.redeem(won, unit(fixture.old, won), wu);
        fixture.old
                .server()
                .execute(
                        "DELETE FROM turntable.draw WHERE campaign_id = " + there,
                        "UPDATE turntable.prize_unit SET player_id = NULL, draw_number = NULL,"
                                + " awarded_at = NULL WHERE prize_id = "
                                + ReimportFixture.prize(fixture.old, there, COUPON));
        apply(0);
        assertTrue(fixture.out.contains("of no win there: it was damaged, such as " + ANNA + "/1"), fixture.out);
        assertEquals("0", ask("SELECT COUNT(*) FROM turntable.redemption WHERE campaign_id = " + here));
    }
}
