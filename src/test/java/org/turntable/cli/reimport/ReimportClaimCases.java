package org.turntable.cli.reimport;

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
import org.turntable.award.CouponCodes.Unit;
import org.turntable.award.WonDraw;
import org.turntable.award.address.AddressAdministration.Author;
import org.turntable.award.address.AddressAdministration.Shipping;
import org.turntable.award.address.AddressBook;
import org.turntable.award.redemption.Redemptions.Outcome;
import org.turntable.award.redpacket.RedPackets.State;
import org.turntable.cli.common.ExitCode;
import org.turntable.cli.reimport.ReimportClaims.Partner;
import org.turntable.mariadb.MigratedDatabase;
import org.turntable.player.PlayerId;

/** Addresses, redemptions and red packets of a stranded database, case by case: a part of {@link ReimportCasesIT}, whose servers it uses. */
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
    private ReimportWorld world;
    private ReimportClaims old;
    private ReimportClaims now;
    private String slug;
    private String wu;
    private String zhou;
    private int there;
    private int here;

    abstract ReimportWorld world();

    @BeforeEach
    void aCampaignInBoth() throws Exception {
        world = world();
        world.keys = List.of(ReimportWorld.KEY);
        world.old.server().openAlone();
        old = new ReimportClaims(world.old, ReimportWorld.KEY);
        now = new ReimportClaims(world.here, ReimportWorld.KEY);
        // Of other tests: the senders would take them too.
        world.here.server().execute("DELETE FROM turntable.red_packet");
        world.old.server().execute("DELETE FROM turntable.red_packet");
        slug = "claims-" + ++lastCampaign;
        campaigns();
    }

    private void campaigns() throws Exception {
        there = ReimportWorld.campaign(world.old, slug, 3, 2);
        here = ReimportWorld.campaign(world.here, slug, 3, 2);
        wu = "wu." + lastCampaign;
        zhou = "zhou." + lastCampaign;
        old.setAmount(ReimportWorld.prize(world.old, there, RED_PACKET), 8_800);
    }

    /** Campaigns of one number in both, as after a backup was taken for the new database. */
    private void oneNumber() throws Exception {
        slug += "-one";
        int next = 1_000_000 + 10_000 * lastCampaign;
        world.old.server().execute("ALTER TABLE turntable.campaign AUTO_INCREMENT = " + next);
        world.here.server().execute("ALTER TABLE turntable.campaign AUTO_INCREMENT = " + next);
        campaigns();
        assertEquals(there, here);
        // The next test's are to have two again.
        world.here.server().execute("ALTER TABLE turntable.campaign AUTO_INCREMENT = " + (next + 5_000));
    }

    private WonDraw before(PlayerId who, int number, int prize) throws Exception {
        assertTrue(ReimportWorld.draw(world.old, there, who, number, prize, MONDAY).isWin());
        return new WonDraw(there, who, number);
    }

    private WonDraw after(PlayerId who, int number, int prize) throws Exception {
        assertTrue(ReimportWorld.draw(world.here, here, who, number, prize, TUESDAY).isWin());
        return new WonDraw(here, who, number);
    }

    private WonDraw annas(int number) {
        return new WonDraw(here, ANNA, number);
    }

    /** Brings over, says what was changed, and sees that the next time nothing is. */
    private JsonNode apply(int exit) throws Exception {
        world.strand();
        assertEquals(exit, world.reimport("apply", "--campaign", slug, "--pause", "0", "--json"), world.err + world.out);
        JsonNode changed = world.json().get("changed");
        ReimportWorld.assertSound(world.here);
        String contents = ReimportWorld.contents(world.here);
        assertEquals(exit, world.reimport("apply", "--campaign", slug, "--pause", "0", "--json"), world.err);
        assertEquals(0, world.json().get("changed").size(), world.out);
        assertEquals(contents, ReimportWorld.contents(world.here), "the second time changes nothing");
        assertEquals(exit, world.reimport("compare", "--campaign", slug), world.out);
        return Optional.ofNullable(changed.get(slug)).orElse(changed);
    }

    private JsonNode conflict(String kind) throws Exception {
        world.reimport("conflicts", "--json");
        List<JsonNode> mine = new ArrayList<>();
        world.json().forEach(conflict -> {
            if (conflict.get("campaign").asText().equals(slug)) {
                mine.add(conflict);
            }
        });
        assertEquals(List.of(kind), mine.stream().map(conflict -> conflict.get("kind").asText()).toList());
        return mine.get(0);
    }

    private void decide(JsonNode conflict, String decision) throws Exception {
        assertEquals(0, world.reimport("decide", conflict.get("id").asText(), "--as", decision), world.err);
    }

    private int reapply() throws Exception {
        int exit = world.reimport("apply", "--campaign", slug, "--pause", "0", "--json");
        ReimportWorld.assertSound(world.here);
        return exit;
    }

    private Unit unit(MigratedDatabase database, WonDraw draw) {
        return new Unit(ReimportWorld.prize(database, draw.campaignId(), COUPON),
                ReimportWorld.unit(database, draw.campaignId(), draw.player(), draw.number()));
    }

    private String ask(String query) {
        return world.here.server().ask(query);
    }

    private byte[] sealed(MigratedDatabase database, WonDraw draw) {
        return database.server().ask("SELECT HEX(sealed) FROM turntable.claim_address WHERE campaign_id = " + draw.campaignId()).getBytes();
    }

    private void assertLivesAt(String street, WonDraw draw) throws Exception {
        assertEquals(Optional.of(ReimportClaims.street(street)), now.addresses().find(draw).orElseThrow().address());
    }

    @Test
    void anAddressComesWithItsWinSealedAnewForTheDrawOfHereAndIsEntered() throws Exception {
        old.addresses().put(before(ANNA, 1, WATCH), ReimportClaims.street("文三路1号"), 0);
        world.strand();
        assertEquals(ReimportCommand.LEFT, world.reimport("compare", "--campaign", slug));
        assertTrue(world.out.lines().anyMatch(line -> line.matches(" *claim_address +1 +missing here, such as .*")), world.out);
        assertEquals(1, apply(0).get("addresses").asInt());
        assertLivesAt("文三路1号", annas(1));
        assertEquals("reimport 1 Zhao Min the night of the wave", ask(
                "SELECT GROUP_CONCAT(CONCAT_WS(' ', action, row_count, by_whom, reason)) FROM turntable.claim_action WHERE campaign_id = " + here));
        assertEquals(AddressBook.Change.DONE, now.addresses().put(annas(1), ReimportClaims.street("文三路2号"), 1), "she may change it as before");
    }

    @Test
    void whereTheDrawHasOneNameItsBytesComeAsTheyAre() throws Exception {
        oneNumber();
        WonDraw draw = before(ANNA, 1, WATCH);
        old.addresses().put(draw, ReimportClaims.street("文三路1号"), 0);
        apply(0);
        assertArrayEquals(sealed(world.old, draw), sealed(world.here, draw));
        assertLivesAt("文三路1号", draw);
    }

    @Test
    void anAddressWhoseKeyIsNotHereWaitsForTheKey() throws Exception {
        new ReimportClaims(world.old, OTHER_KEY).addresses().put(before(ANNA, 1, WATCH), ReimportClaims.street("文三路1号"), 0);
        apply(ReimportCommand.LEFT);
        JsonNode conflict = conflict("address_sealed");
        assertTrue(conflict.get("detail").asText().matches("key [0-9a-f]{8}"), conflict::toString);
        assertEquals("0", ask("SELECT COUNT(*) FROM turntable.claim_address WHERE campaign_id = " + here),
                "nobody here could read it, nor she change it");
        decide(conflict, "stranded");
        assertEquals(ReimportCommand.LEFT, reapply());
        assertTrue(conflict("address_sealed").get("trouble").asText().contains("is neither claims.key nor claims.key.previous here"));
        world.keys = List.of(ReimportWorld.KEY, OTHER_KEY);
        assertEquals(0, reapply(), world.out);
        assertLivesAt("文三路1号", annas(1));
        assertEquals(0, world.reimport("compare", "--campaign", slug), world.out);
    }

    @Test
    void anAddressThatWasGivenHereMeanwhileIsNotReplaced() throws Exception {
        new ReimportClaims(world.old, OTHER_KEY).addresses().put(before(ANNA, 1, WATCH), ReimportClaims.street("文三路1号"), 0);
        apply(ReimportCommand.LEFT);
        now.addresses().put(annas(1), ReimportClaims.street("文三路2号"), 0);
        world.keys = List.of(ReimportWorld.KEY, OTHER_KEY);
        decide(conflict("address_sealed"), "stranded");
        assertEquals(ReimportCommand.LEFT, reapply());
        assertTrue(conflict("address_sealed").get("trouble").asText().contains("another address was given here"));
        decide(conflict("address_sealed"), "here");
        assertEquals(0, reapply(), world.out);
        assertLivesAt("文三路2号", annas(1));
    }

    @Test
    void withoutAnyKeyNothingThatIsSealedComesOver() throws Exception {
        old.addresses().put(before(ANNA, 1, WATCH), ReimportClaims.street("文三路1号"), 0);
        world.keys = List.of();
        apply(ReimportCommand.LEFT);
        decide(conflict("address_sealed"), "here");
        assertEquals(0, reapply(), world.out);
        assertEquals(0, world.reimport("compare", "--campaign", slug), world.out);
        assertEquals("0", ask("SELECT COUNT(*) FROM turntable.claim_address WHERE campaign_id = " + here));
    }

    @Test
    void whatWasErasedInEitherStaysErased() throws Exception {
        WonDraw annasThere = before(ANNA, 1, WATCH);
        WonDraw bertsThere = before(BERT, 1, WATCH);
        WonDraw annasHere = after(ANNA, 1, WATCH);
        WonDraw bertsHere = after(BERT, 1, WATCH);
        old.addresses().put(annasThere, ReimportClaims.street("文三路1号"), 0);
        now.addresses().put(annasHere, ReimportClaims.street("文三路1号"), 0);
        now.addresses().put(bertsHere, ReimportClaims.street("文三路1号"), 0);
        now.addresses().withdraw(bertsHere);
        old.addresses().put(bertsThere, ReimportClaims.street("文三路1号"), 0);
        old.addresses().withdraw(annasThere);
        JsonNode changed = apply(0);
        assertEquals(1, changed.get("erased").asInt());
        assertFalse(changed.has("addresses"), changed::toString);
        assertEquals(Optional.empty(), now.addresses().find(annasHere).orElseThrow().address());
        assertEquals(Optional.empty(), now.addresses().find(bertsHere).orElseThrow().address());
        assertEquals("2", ask("SELECT COUNT(*) FROM turntable.claim_address WHERE sealed IS NULL AND campaign_id = " + here));
        assertEquals("erase", ask("SELECT GROUP_CONCAT(action) FROM turntable.claim_action WHERE campaign_id = " + here));
    }

    @Test
    void anAddressThatWasGivenHereAfterTheErasureThereStays() throws Exception {
        WonDraw annasThere = before(ANNA, 1, WATCH);
        old.addresses().put(annasThere, ReimportClaims.street("文三路1号"), 0);
        old.addresses().withdraw(annasThere);
        now.addresses().put(after(ANNA, 1, WATCH), ReimportClaims.street("文三路9号"), 0);
        JsonNode changed = apply(0);
        assertFalse(changed.has("addresses") || changed.has("erased"), changed::toString);
        assertLivesAt("文三路9号", annas(1));
    }

    @Test
    void theLaterAddressWinsAndWhoeverSawTheEarlierHasToLookAgain() throws Exception {
        WonDraw annasThere = before(ANNA, 1, WATCH);
        now.addresses().put(after(ANNA, 1, WATCH), ReimportClaims.street("文三路1号"), 0);
        old.addresses().put(annasThere, ReimportClaims.street("文三路2号"), 0);
        assertEquals(1, apply(0).get("addresses").asInt());
        assertLivesAt("文三路2号", annas(1));
        assertEquals(AddressBook.Change.CHANGED_MEANWHILE, now.addresses().put(annas(1), ReimportClaims.street("文三路3号"), 1));
    }

    @Test
    void aParcelThatLeftThereIsNotSentFromHereAgain() throws Exception {
        WonDraw annasThere = before(ANNA, 1, WATCH);
        old.addresses().put(annasThere, ReimportClaims.street("文三路1号"), 0);
        old.parcels().ship(there, List.of(new Shipping(annasThere, "顺丰", "SF1")), WANG, false);
        now.addresses().put(after(ANNA, 1, WATCH), ReimportClaims.street("文三路2号"), 0);
        apply(0);
        assertEquals(AddressBook.Change.SHIPPED, now.addresses().put(annas(1), ReimportClaims.street("文三路3号"), 0));
        assertEquals("SF1", now.addresses().find(annas(1)).orElseThrow().shipment().orElseThrow().tracking());
        assertLivesAt("文三路1号", annas(1));
        assertEquals("ship Wang parcels",
                ask("SELECT CONCAT_WS(' ', action, by_whom, reason) FROM turntable.claim_action WHERE action = 'ship' AND campaign_id = "
                + here), "and who said so there is known here");
    }

    @Test
    void twoParcelsAreLaidBeforeAPerson() throws Exception {
        WonDraw annasThere = before(ANNA, 1, WATCH);
        old.addresses().put(annasThere, ReimportClaims.street("文三路1号"), 0);
        old.parcels().ship(there, List.of(new Shipping(annasThere, "顺丰", "SF1")), WANG, false);
        WonDraw annasHere = after(ANNA, 1, WATCH);
        now.addresses().put(annasHere, ReimportClaims.street("文三路2号"), 0);
        now.parcels().ship(here, List.of(new Shipping(annasHere, "圆通", "YT2")), WANG, false);
        apply(ReimportCommand.LEFT);
        JsonNode conflict = conflict("shipped_twice");
        assertTrue(conflict.get("detail").asText().matches("there: 顺丰 SF1 at .*; here: 圆通 YT2 at .*"), conflict::toString);
        assertEquals("here", conflict.get("proposal").asText());
        decide(conflict, "stranded");
        assertEquals(0, reapply(), world.out);
        assertEquals("SF1", now.addresses().find(annasHere).orElseThrow().shipment().orElseThrow().tracking());
    }

    @Test
    void aRedemptionComesWithItsWinAndItsVerifierCannotSignIn() throws Exception {
        WonDraw won = before(ANNA, 1, COUPON);
        assertEquals(Outcome.DONE, old.redeem(won, unit(world.old, won), wu));
        JsonNode changed = apply(0);
        assertEquals(List.of(1, 1, 1), List.of(changed.get("wins").asInt(), changed.get("redemptions").asInt(), changed.get("verifiers").asInt()));
        assertTrue(now.verifiers().begin(wu).verifier().isEmpty(), "nobody gave her access here");
        assertEquals(Outcome.BEFORE, now.redeem(annas(1), unit(world.here, annas(1)), zhou));
        assertEquals(wu + "'s store", ask("SELECT store FROM turntable.redemption WHERE campaign_id = " + here));
    }

    @Test
    void aVerifierWhoIsKnownHereStaysAsSheIs() throws Exception {
        WonDraw won = before(ANNA, 1, COUPON);
        old.redeem(won, unit(world.old, won), wu);
        WonDraw berts = after(BERT, 1, COUPON);
        now.redeem(berts, unit(world.here, berts), wu);
        apply(ReimportCommand.LEFT);
        decide(conflict("unit_taken"), "another");
        assertEquals(0, reapply(), world.out);
        assertTrue(now.verifiers().begin(wu).verifier().isPresent());
        assertEquals("1", ask("SELECT COUNT(DISTINCT verifier_id) FROM turntable.redemption WHERE campaign_id = " + here));
    }

    @Test
    void whereTheWinGetsAnotherUnitItIsRedeemedUnderThatOne() throws Exception {
        WonDraw won = before(ANNA, 1, COUPON);
        old.redeem(won, unit(world.old, won), zhou);
        after(BERT, 1, COUPON);
        apply(ReimportCommand.LEFT);
        assertTrue(world.out.lines().anyMatch(line -> line.contains("its win waits for a person")), world.out);
        decide(conflict("unit_taken"), "another");
        assertEquals(ReimportCommand.LEFT, world.reimport("settle", "--json"), world.out);
        assertTrue(conflict("unit_taken").get("trouble").asText().contains("has to come with it: reimport apply"),
                "else she could redeem it once more");
        assertEquals(-1, ReimportWorld.unit(world.here, here, ANNA, 1));
        assertEquals(0, reapply(), world.out);
        assertEquals(3, ReimportWorld.unit(world.here, here, ANNA, 1));
        assertEquals("3", ask("SELECT unit_ordinal FROM turntable.redemption WHERE campaign_id = " + here));
        assertEquals(Outcome.BEFORE, now.redeem(annas(1), unit(world.here, annas(1)), wu));
    }

    @Test
    void whatHangsOnAWinThatWasDroppedStaysThere() throws Exception {
        WonDraw won = before(ANNA, 1, COUPON);
        old.redeem(won, unit(world.old, won), zhou);
        after(BERT, 1, COUPON);
        apply(ReimportCommand.LEFT);
        decide(conflict("unit_taken"), "drop");
        world.reimport("settle");
        assertEquals(0, apply(0).size());
        assertTrue(world.out.contains("its win was dropped"), world.out);
        assertEquals("0", ask("SELECT COUNT(*) FROM turntable.redemption WHERE campaign_id = " + here));
    }

    @Test
    void twoRedemptionsOfOneWinAreLaidBeforeAPerson() throws Exception {
        WonDraw won = before(ANNA, 1, COUPON);
        old.redeem(won, unit(world.old, won), wu);
        WonDraw again = after(ANNA, 1, COUPON);
        now.redeem(again, unit(world.here, again), zhou);
        apply(ReimportCommand.LEFT);
        JsonNode conflict = conflict("redeemed_twice");
        assertTrue(conflict.get("detail").asText().matches("there: wu.*'s store by wu.* at .*; here: zhou.*'s store by zhou.* at .*"),
                conflict::toString);
        assertEquals(ExitCode.FAILED, world.reimport("decide", conflict.get("id").asText(), "--as", "another"));
        assertTrue(world.err.contains("cannot be decided as another: here (what is here stays), stranded ("), world.err);
        decide(conflict, "stranded");
        assertEquals(0, reapply(), world.out);
        assertEquals(wu + "'s store", ask("SELECT store FROM turntable.redemption WHERE campaign_id = " + here));
        assertEquals(0, world.reimport("compare", "--campaign", slug), world.out);
    }

    @Test
    void aRedPacketThatWasPaidThereIsPaidHereToo() throws Exception {
        WonDraw won = before(ANNA, 1, RED_PACKET);
        old.packets().collect(won, "oAnna");
        old.sendUntil(partner, won, State.SENT);
        JsonNode changed = apply(0);
        assertEquals(List.of(1, 1), List.of(changed.get("red_packets").asInt(), changed.get("amounts").asInt()));
        now.packets().collect(annas(1), "oAnna");
        assertEquals("sent", now.packet(annas(1)));
        assertEquals(1, partner.paidTo("oAnna"));
    }

    /** The partner paid, the answer got lost, and the primary died: the worst moment. */
    private WonDraw paidAndNobodyHeard() throws Exception {
        WonDraw won = before(ANNA, 1, RED_PACKET);
        old.packets().collect(won, "oAnna");
        partner.loseAnswers(true);
        old.send(partner, () -> partner.paidTo("oAnna") == 1);
        partner.loseAnswers(false);
        world.old.server().execute("UPDATE turntable.red_packet SET next_try_at = UTC_TIMESTAMP(3) WHERE campaign_id = " + there);
        assertEquals("asked", old.packet(won));
        return won;
    }

    @Test
    void whereThePartnerKnowsTheDrawByOneNameHeIsAskedFirst() throws Exception {
        oneNumber();
        WonDraw won = paidAndNobodyHeard();
        partner.calls().clear();
        apply(0);
        now.sendUntil(partner, won, State.SENT);
        assertEquals(List.of("standing " + won.text()), partner.calls());
        assertEquals(1, partner.paidTo("oAnna"));
    }

    @Test
    void oneThatIsDueThereIsAskedForBeforeItIsPaidFromHere() throws Exception {
        oneNumber();
        WonDraw won = before(ANNA, 1, RED_PACKET);
        old.packets().collect(won, "oAnna");
        assertEquals("due", old.packet(won));
        apply(0);
        now.sendUntil(partner, won, State.SENT);
        assertEquals(List.of("standing " + won.text(), "pay " + won.text()), partner.calls());
        assertEquals(1, partner.paidTo("oAnna"));
    }

    @Test
    void underAnotherNameItIsHeldAndEnteredAsPaidOnceThePartnerHasSaidSo() throws Exception {
        WonDraw won = paidAndNobodyHeard();
        JsonNode changed = apply(ReimportCommand.LEFT);
        assertEquals(List.of(1, 1), List.of(changed.get("held").asInt(), changed.get("conflicts").asInt()));
        JsonNode conflict = conflict("packet_key");
        assertEquals("there: asked, 88.00 yuan, key " + won.text() + "; here: none", conflict.get("detail").asText());
        assertTrue(conflict.get("proposal").isNull(), "nobody may propose to pay");
        nothingSetsItGoing();
        decide(conflict, "paid");
        assertEquals(0, reapply(), world.out);
        assertEquals("sent", now.packet(annas(1)));
        assertEquals(1, partner.paidTo("oAnna"));
        assertEquals(0, world.reimport("compare", "--campaign", slug), world.out);
    }

    /** Neither she, nor the sender, nor a person with red-packets retry. */
    private void nothingSetsItGoing() throws Exception {
        partner.calls().clear();
        now.packets().collect(annas(1), "oAnna");
        world.here.server().execute("UPDATE turntable.red_packet SET next_try_at = UTC_TIMESTAMP(3)");
        WonDraw berts = after(BERT, 1, RED_PACKET);
        now.packets().collect(berts, "oBert");
        now.sendUntil(partner, berts, State.SENT);
        assertEquals(List.of("pay " + berts.text()), partner.calls(), "another's is paid meanwhile, hers is left alone");
        assertEquals("given_up", now.packet(annas(1)));
    }

    @Test
    void underAnotherNameItIsPaidOnceThePartnerHasSaidThatHeDidNot() throws Exception {
        WonDraw won = before(ANNA, 1, RED_PACKET);
        old.packets().collect(won, "oAnna");
        apply(ReimportCommand.LEFT);
        nothingSetsItGoing();
        decide(conflict("packet_key"), "pay");
        assertEquals(ReimportCommand.LEFT, world.reimport("settle"));
        assertTrue(conflict("packet_key").get("trouble").asText().contains("the stranded database has to be there"),
                "only there it stands whom to pay");
        assertEquals(0, reapply(), world.out);
        now.sendUntil(partner, annas(1), State.SENT);
        assertEquals(List.of("standing " + annas(1).text(), "pay " + annas(1).text()), partner.calls().subList(1, 3));
        assertEquals(1, partner.paidTo("oAnna"));
    }

    @Test
    void whoAskedForItInBothIsNotPaidTwice() throws Exception {
        WonDraw won = before(ANNA, 1, RED_PACKET);
        old.packets().collect(won, "oAnna");
        old.sendUntil(partner, won, State.SENT);
        now.setAmount(ReimportWorld.prize(world.here, here, RED_PACKET), 8_800);
        after(ANNA, 1, RED_PACKET);
        now.packets().collect(annas(1), "oAnna");
        assertEquals("due", now.packet(annas(1)));
        assertEquals(1, apply(ReimportCommand.LEFT).get("held").asInt());
        JsonNode conflict = conflict("packet_twice");
        assertTrue(conflict.get("detail").asText().matches("there: sent, 88.00 yuan, key " + won.text() + ", payment RP0; here: due, 88.00 yuan, key "
                + annas(1).text()), conflict::toString);
        nothingSetsItGoing();
        decide(conflict, "paid");
        assertEquals(0, reapply(), world.out);
        assertEquals("sent", now.packet(annas(1)));
        assertEquals(1, partner.paidTo("oAnna"));
    }

    @Test
    void aWinThatMovedToTheNextNumberIsAnotherNameForThePartner() throws Exception {
        oneNumber();
        WonDraw won = paidAndNobodyHeard();
        after(ANNA, 1, WATCH);
        apply(ReimportCommand.LEFT);
        decide(conflict("won_otherwise"), "own");
        assertEquals(ReimportCommand.LEFT, reapply());
        assertEquals("there: asked, 88.00 yuan, key " + won.text() + "; here: none", conflict("packet_key").get("detail").asText());
        assertEquals("given_up", now.packet(annas(2)));
        assertEquals(1, partner.paidTo("oAnna"));
    }

    @Test
    void whatAPrizePaysComesOnlyWhereNobodySaidSoHere() throws Exception {
        now.setAmount(ReimportWorld.prize(world.here, here, RED_PACKET), 100);
        world.strand();
        assertEquals(0, world.reimport("compare", "--campaign", slug), world.out);
        assertTrue(world.out.contains("another amount here, which stays, such as prize "), world.out);
        assertEquals(0, apply(0).size());
        assertEquals("100",
                ask("SELECT amount_fen FROM turntable.red_packet_prize WHERE prize_id = " + ReimportWorld.prize(world.here, here, RED_PACKET)));
    }

    @Test
    void whatHangsOnNoWinThereIsNamed() throws Exception {
        WonDraw won = before(ANNA, 1, COUPON);
        old.redeem(won, unit(world.old, won), wu);
        world.old.server().execute("DELETE FROM turntable.draw WHERE campaign_id = " + there,
                "UPDATE turntable.prize_unit SET player_id = NULL, draw_number = NULL,"
                + " awarded_at = NULL WHERE prize_id = " + ReimportWorld.prize(world.old, there, COUPON));
        apply(0);
        assertTrue(world.out.contains("of no win there: it was damaged, such as " + ANNA + "/1"), world.out);
        assertEquals("0", ask("SELECT COUNT(*) FROM turntable.redemption WHERE campaign_id = " + here));
    }
}
