package org.turntable.tool.command.reimport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.turntable.player.Players.player;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.RandomAccessFile;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.turntable.campaign.Campaign;
import org.turntable.claim.CouponCodes.Unit;
import org.turntable.claim.address.PostalAddress;
import org.turntable.claim.redpacket.RedPackets;
import org.turntable.draw.DrawMetrics;
import org.turntable.draw.EpochCoordinator;
import org.turntable.mariadb.campaign.MariaDbCampaignAdministration;
import org.turntable.mariadb.draw.MariaDbEpochStore;
import org.turntable.player.DrawKey;
import org.turntable.player.PlayerId;
import org.turntable.redis.RedisAddress;
import org.turntable.redis.draw.RedisForDraws;
import org.turntable.testing.stack.Await;
import org.turntable.tool.command.reimport.ReimportClaims.Partner;
import org.turntable.tool.command.reimport.ReimportFixture.ShownDraw;

/**
 * A primary that cannot be started again is replaced by a new database; later its data folder can be read again. The
 * tests run in order. Results that players were shown are kept in memory, beside both databases.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReimportIT {
    private static final String SLUG = "golden-week";
    private static final int PLAYERS = 300;
    private static final int COUPONS = 260;
    private static final int WATCHES = 8;
    private static final long MONDAY = Instant.parse("2026-10-01T02:00:00.123Z").toEpochMilli();
    private static final long TUESDAY =
            Instant.parse("2026-10-02T02:00:00.456Z").toEpochMilli();
    private static final Random DICE = new Random(7);

    private static ReimportFixture fixture;
    private static int oldCampaign;
    private static int campaign;
    private static final List<ShownDraw> shownBefore = new ArrayList<>();
    private static final List<ShownDraw> shownAfter = new ArrayList<>();
    /** Claims of winners in the old database. */
    private static final List<ShownDraw> redeemed = new ArrayList<>();

    private static final List<ShownDraw> addressed = new ArrayList<>();
    private static final Partner PARTNER = new Partner();
    private static final PlayerId PAID = player(50);

    @BeforeAll
    static void start() throws Exception {
        fixture = new ReimportFixture();
        oldCampaign = ReimportFixture.campaign(fixture.old, SLUG, COUPONS, WATCHES);
        campaign = ReimportFixture.campaign(fixture.here, SLUG, COUPONS, WATCHES);
        assertNotEquals(oldCampaign, campaign, "a fresh database gives out ids of its own");
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    /** Two of five draws win a coupon, one of fifty a watch. */
    private static int roll() {
        int roll = DICE.nextInt(50);
        return roll < 20 ? 1 : roll == 49 ? 2 : 0;
    }

    @Test
    @Order(1)
    void oldPrimaryTakesDrawsAndThenLosesItsRedoLog() throws Exception {
        for (int i = 0; i < PLAYERS; i++) {
            // The first third plays in the old database only, the second in both, the last in the new one only.
            if (i < 200) {
                for (int number = 1; number <= 1 + i % 2; number++) {
                    shownBefore.add(
                            ReimportFixture.draw(fixture.old, oldCampaign, player(i), number, roll(), MONDAY + i));
                }
            }
        }
        claimPrizes(new ReimportClaims(fixture.old, ReimportFixture.KEY));
        fixture.old
                .server()
                .execute("INSERT INTO turntable.identity_revocation (player_id, revoked_before, by_whom, reason, "
                        + "at) VALUES (UNHEX('"
                        + ReimportFixture.hex(player(5))
                        + "'), '2026-10-01 03:00:00', 'Wang Li', 'a stolen phone', '2026-10-01 03:00:00')");
        // Older rows are in the files of the tables; rows of the last seconds before a crash may not be.
        fixture.old
                .server()
                .execute("SET GLOBAL innodb_max_dirty_pages_pct_lwm = 0", "SET GLOBAL innodb_max_dirty_pages_pct = 0");
        Await.until(
                "InnoDB has written its pages",
                Duration.ofSeconds(60),
                () -> fixture.old
                        .server()
                        .status("Innodb_buffer_pool_pages_dirty")
                        .equals("0"));
        fixture.old.server().kill9();
        damageRedoLog(fixture.old.server().data());
        IllegalStateException refused = assertThrows(
                IllegalStateException.class, () -> fixture.old.server().start());
        assertTrue(refused.getMessage().contains("InnoDB"), refused.getMessage());
    }

    /** Every other coupon is redeemed, every watch has an address, and one red packet is paid. */
    private static void claimPrizes(ReimportClaims claims) throws Exception {
        for (ShownDraw shown : shownBefore) {
            DrawKey draw = new DrawKey(oldCampaign, shown.player(), shown.number());
            if (shown.isWin() && shown.prizePosition() == 1 && shown.ordinal() % 2 == 0) {
                redeemed.add(shown);
                claims.redeem(
                        draw, new Unit(ReimportFixture.prize(fixture.old, oldCampaign, 1), shown.ordinal()), "wu");
            } else if (shown.isWin() && shown.prizePosition() == 2) {
                addressed.add(shown);
                claims.addresses().put(draw, ReimportClaims.street("文三路" + shown.ordinal() + "号"), 0);
            }
        }
        assertTrue(redeemed.size() > 20 && addressed.size() > 2);
        claims.setAmount(ReimportFixture.prize(fixture.old, oldCampaign, 3), 8_800);
        shownBefore.add(ReimportFixture.draw(fixture.old, oldCampaign, PAID, 2, 3, MONDAY));
        DrawKey paid = new DrawKey(oldCampaign, PAID, 2);
        claims.packets().collect(paid, "oPaid");
        claims.sendUntil(PARTNER, paid, RedPackets.State.SENT);
    }

    private static void damageRedoLog(Path data) throws Exception {
        try (RandomAccessFile log =
                new RandomAccessFile(data.resolve("ib_logfile0").toFile(), "rw")) {
            byte[] rubbish = new byte[64 * 1024];
            new Random(1).nextBytes(rubbish);
            log.write(rubbish);
        }
    }

    @Test
    @Order(2)
    void aNewDatabaseTakesOverAndReusesNumbersAndUnits() throws Exception {
        for (int i = 100; i < PLAYERS; i++) {
            for (int number = 1; number <= 1 + i % 3 / 2; number++) {
                shownAfter.add(ReimportFixture.draw(fixture.here, campaign, player(i), number, roll(), TUESDAY + i));
            }
        }
        assertTrue(shownAfter.stream().filter(ShownDraw::isWin).count() > 40);
        node(coordinator -> coordinator.ensure(plan()));
        assertEquals("1", fixture.redis.command("HGET", "tt:{" + campaign + "}:head", "epoch"));
    }

    @Test
    @Order(3)
    void theOldDataFolderIsReadableAgain() {
        fixture.old.server().with("--innodb-force-recovery=6").start();
        assertEquals("200", fixture.old.server().ask("SELECT COUNT(*) FROM turntable.player"));
        assertEquals(
                Integer.toString(shownBefore.size()), fixture.old.server().ask("SELECT COUNT(*) FROM turntable.draw"));
    }

    @Test
    @Order(4)
    void compareShowsDifferencesAndChangesNothing() throws Exception {
        String before = ReimportFixture.contents(fixture.here);
        assertEquals(ReimportCommand.LEFT, fixture.reimport("compare", "--json"), fixture.err);
        Map<String, Long> expected = expectedDifferences();
        JsonNode found = fixture.json().get("campaigns").get(0);
        assertEquals(SLUG, found.get("campaign").asText());
        Map<String, Long> counted = new TreeMap<>();
        found.get("differences")
                .fields()
                .forEachRemaining(entry -> counted.put(
                        entry.getKey(), entry.getValue().get("count").asLong()));
        assertEquals(expected, counted);
        assertEquals(
                1,
                fixture.json()
                        .get("campaigns")
                        .get(1)
                        .get("differences")
                        .get("revocation_missing")
                        .get("count")
                        .asInt());
        assertTrue(
                counted.get("unit_taken") > 10
                        && counted.get("lost_here") > 5
                        && counted.get("won_otherwise") > 5
                        && counted.get("loss_missing") > 30
                        && counted.get("win_missing") > 0,
                counted::toString);

        assertEquals(ReimportCommand.LEFT, fixture.reimport("compare"), fixture.err);
        assertTrue(fixture.out.contains("its unit was given to another draw here, such as "), fixture.out);
        assertEquals(ReimportCommand.LEFT, fixture.reimport("apply", "--dry-run"), fixture.err);
        assertEquals(before, ReimportFixture.contents(fixture.here), "a dry run writes nothing");
        assertEquals("0", fixture.here.server().ask("SELECT COUNT(*) FROM turntable.reimport_run"));
    }

    /** Computed from results that players were shown; reads no database. */
    private static Map<String, Long> expectedDifferences() {
        Map<String, Long> expected = new TreeMap<>();
        for (ShownDraw was : shownBefore) {
            expected.merge(expectedDifference(was), 1L, Long::sum);
        }
        for (ShownDraw was : redeemed) {
            expected.merge(standsAtOnce(was) ? "redemption_missing" : "claim_waits", 1L, Long::sum);
        }
        for (ShownDraw was : addressed) {
            expected.merge(standsAtOnce(was) ? "address_missing" : "claim_waits", 1L, Long::sum);
        }
        expected.put("packet_missing", 1L);
        expected.put("amount_missing", 1L);
        expected.merge(
                "draw_new",
                shownAfter.stream()
                        .filter(shown -> shownBefore.stream()
                                .noneMatch(
                                        was -> was.player().equals(shown.player()) && was.number() == shown.number()))
                        .count(),
                Long::sum);
        expected.put("player_missing", 100L);
        expected.put("player_earlier", 100L);
        expected.put("player_new", 100L);
        return expected;
    }

    private static boolean standsAtOnce(ShownDraw was) {
        return List.of("win_same", "win_missing").contains(expectedDifference(was));
    }

    private static String expectedDifference(ShownDraw was) {
        ShownDraw is = shownAfter.stream()
                .filter(shown -> shown.player().equals(was.player()) && shown.number() == was.number())
                .findFirst()
                .orElse(null);
        boolean taken = shownAfter.stream()
                .anyMatch(shown -> shown.isWin()
                        && shown.prizePosition() == was.prizePosition()
                        && shown.ordinal() == was.ordinal());
        if (!was.isWin()) {
            return is == null ? "loss_missing" : is.isWin() ? "won_here" : "draw_same";
        }
        if (is != null && is.isWin()) {
            return is.prizePosition() == was.prizePosition() && is.ordinal() == was.ordinal()
                    ? "win_same"
                    : "won_otherwise";
        }
        return is != null ? "lost_here" : taken ? "unit_taken" : "win_missing";
    }

    @Test
    @Order(5)
    void applyImportsMissingRowsAndRedisAgrees() throws Exception {
        Map<String, Long> expected = expectedDifferences();
        assertEquals(
                ReimportCommand.LEFT, fixture.reimport("apply", "--rows", "25", "--pause", "0", "--json"), fixture.err);
        JsonNode changed = fixture.json().get("changed").get(SLUG);
        long conflicts = expected.get("unit_taken") + expected.get("lost_here") + expected.get("won_otherwise");
        assertEquals(expected.get("loss_missing"), changed.get("losses").asLong());
        assertEquals(expected.get("win_missing"), changed.get("wins").asLong());
        assertEquals(conflicts, changed.get("conflicts").asLong());
        assertEquals(conflicts, fixture.json().get("conflictsWaiting").asLong());
        assertEquals(100, changed.get("players").asLong());
        assertEquals(100, changed.get("visits").asLong());
        assertEquals(1, fixture.json().get("changed").get("").get("revocations").asLong());
        assertEquals(
                expected.getOrDefault("redemption_missing", 0L),
                changed.path("redemptions").asLong());
        assertEquals(1, changed.get("red_packets").asLong());
        assertEquals(
                "sent", new ReimportClaims(fixture.here, ReimportFixture.KEY).packet(new DrawKey(campaign, PAID, 2)));
        ReimportFixture.assertSound(fixture.here);
        assertLaterResultsAreKept();
        assertRedisAgrees("2");
        assertEquals(
                "2026-10-01 02:00:00.223",
                fixture.here
                        .server()
                        .ask("SELECT CAST(first_seen_at AS CHAR) FROM turntable.player WHERE player_id = UNHEX('"
                                + ReimportFixture.hex(player(100)) + "')"),
                "who came earlier was there earlier");
    }

    @Test
    @Order(6)
    void aSecondApplyChangesNothing() throws Exception {
        String before = ReimportFixture.contents(fixture.here);
        String conflicts = fixture.here.server().ask("SELECT COUNT(*) FROM turntable.reimport_conflict");
        assertEquals(ReimportCommand.LEFT, fixture.reimport("apply", "--pause", "0", "--json"), fixture.err);
        assertEquals(0, fixture.json().get("changed").size(), fixture.out);
        assertEquals(before, ReimportFixture.contents(fixture.here));
        assertEquals(conflicts, fixture.here.server().ask("SELECT COUNT(*) FROM turntable.reimport_conflict"));
        assertRedisAgrees("2");
    }

    @Test
    @Order(7)
    void decisionsKeepEveryWinThatWasShown() throws Exception {
        assertEquals(ReimportCommand.LEFT, fixture.reimport("conflicts", "--json"));
        JsonNode list = fixture.json();
        long watches = Arrays.stream(list.findValuesAsText("prize").toArray())
                .filter(id -> id.equals(Integer.toString(ReimportFixture.prize(fixture.here, campaign, 2))))
                .count();
        assertTrue(list.size() > 20);
        assertTrue(watches < WATCHES);
        // The first winner of a taken unit has redeemed the coupon: that draw keeps it, and its holder gets another.
        JsonNode handedOver = null;
        for (JsonNode conflict : list) {
            if (handedOver == null
                    && conflict.get("kind").asText().equals("unit_taken")
                    && conflict.get("proposal").asText().equals("another")) {
                handedOver = conflict;
            }
        }
        Path decisions = Files.writeString(
                fixture.folder().resolve("decisions.txt"),
                "# settled on the telephone\n" + handedOver.get("id").asText() + " swap # has redeemed it\n");
        assertEquals(0, fixture.reimport("decide", "--file", decisions.toString()), fixture.err);
        assertEquals(0, fixture.reimport("decide", "--proposed"), fixture.err);
        String before = ReimportFixture.contents(fixture.here);
        int exit = fixture.reimport("apply", "--pause", "0", "--json");
        assertNotEquals(before, ReimportFixture.contents(fixture.here));
        ReimportFixture.assertSound(fixture.here);

        fixture.reimport("conflicts", "--json");
        List<Long> without = new ArrayList<>();
        fixture.json().forEach(conflict -> without.add(conflict.get("id").asLong()));
        assertEquals(without.isEmpty() ? 0 : ReimportCommand.LEFT, exit);
        assertEquals(0, without.size(), "there were units enough: " + fixture.out);
        assertEquals(
                handedOver.get("strandedUnit").asInt(),
                ReimportFixture.unit(
                        fixture.here,
                        campaign,
                        PlayerId.parse(handedOver.get("player").asText()).orElseThrow(),
                        handedOver.get("number").asInt()));
        assertEarlierResultsAreKept();
        assertEarlierClaimsAreKept();
        assertLaterWinsAreKept(handedOver.get("strandedUnit").asInt());
        assertRedisAgrees("3");
    }

    @Test
    @Order(8)
    void afterDecisionsNothingDiffersAndNothingChanges() throws Exception {
        String before = ReimportFixture.contents(fixture.here);
        assertEquals(0, fixture.reimport("compare"), fixture.out);
        assertTrue(fixture.out.contains("Nothing is left to import."), fixture.out);
        assertEquals(0, fixture.reimport("apply", "--pause", "0"), fixture.err);
        assertEquals(0, fixture.reimport("settle"), fixture.err);
        assertEquals(before, ReimportFixture.contents(fixture.here));
        assertRedisAgrees("3");
    }

    @Test
    @Order(9)
    void aReportIsWritten() throws Exception {
        Path prefix = fixture.folder().resolve("night");
        assertEquals(0, fixture.reimport("report", "--to", prefix.toString()), fixture.err);
        String text = Files.readString(Path.of(prefix + ".txt"));
        JsonNode json = new ObjectMapper().readTree(Path.of(prefix + ".json").toFile());
        assertTrue(text.contains("by Zhao Min (the night of the wave)"), text);
        assertTrue(text.contains("0 wait for a person."), text);
        assertTrue(text.contains("redemptions imported") && text.contains("red packets imported"), text);
        assertFalse(text.contains(SLUG + "-1") || text.contains("文三路"), "the report contains no code and no address");
        assertEquals(
                Integer.parseInt(fixture.here.server().ask("SELECT COUNT(*) FROM turntable.reimport_conflict")),
                json.get("conflicts").size());
        assertEquals(
                Integer.parseInt(fixture.here.server().ask("SELECT COUNT(*) FROM turntable.reimport_win")),
                json.get("given").size());
        assertEquals(4, json.get("runs").size() - 1, "three applies, one after the decisions, and settle");
    }

    /** Whatever number and unit the win has now: nothing is handed out twice, and every address can be decrypted. */
    private static void assertEarlierClaimsAreKept() throws Exception {
        assertEquals(
                perPlayer(redeemed),
                fixture.here
                        .server()
                        .ask("SELECT GROUP_CONCAT(n ORDER BY n SEPARATOR ' ') FROM (SELECT "
                                + "CONCAT(HEX(r.player_id), 'x', COUNT(*)) n"
                                + " FROM turntable.redemption r JOIN turntable.draw d ON d.campaign_id = "
                                + "r.campaign_id AND d.player_id = r.player_id AND d.number = r.draw_number"
                                + " AND d.prize_id = r.prize_id AND d.unit_ordinal = r.unit_ordinal WHERE "
                                + "r.campaign_id = "
                                + campaign + " GROUP BY r.player_id) p"));
        ReimportClaims claims = new ReimportClaims(fixture.here, ReimportFixture.KEY);
        List<PostalAddress> expected = new ArrayList<>();
        List<PostalAddress> found = new ArrayList<>();
        addressed.forEach(shown -> expected.add(ReimportClaims.street("文三路" + shown.ordinal() + "号")));
        claims.parcels().parcels(campaign, true, parcel -> found.add(parcel.address()));
        assertEquals(expected.size(), found.size());
        assertTrue(found.containsAll(expected), found::toString);
        claims.packets().collect(new DrawKey(campaign, PAID, 2), "oPaid");
        assertEquals(1, PARTNER.paidTo("oPaid"));
        assertEquals("sent", claims.packet(new DrawKey(campaign, PAID, 2)));
        assertEquals(
                Integer.toString(addressed.size()),
                fixture.here
                        .server()
                        .ask("SELECT SUM(row_count) FROM turntable.claim_action WHERE action = 'reimport'"));
    }

    private static String perPlayer(List<ShownDraw> claimed) {
        Map<String, Integer> counts = new TreeMap<>();
        claimed.forEach(shown ->
                counts.merge(ReimportFixture.hex(shown.player()).toUpperCase(java.util.Locale.ROOT), 1, Integer::sum));
        return counts.entrySet().stream()
                .map(entry -> entry.getKey() + "x" + entry.getValue())
                .collect(java.util.stream.Collectors.joining(" "));
    }

    /** Each player has the same number of wins of each prize as before. */
    private static void assertEarlierResultsAreKept() {
        List<String> gone = new ArrayList<>();
        for (ShownDraw shown : shownBefore) {
            int now = ReimportFixture.unit(fixture.here, campaign, shown.player(), shown.number());
            if (now < 0) {
                gone.add("draw " + shown + " is not there");
            }
        }
        for (int position = 1; position <= 2; position++) {
            int prize = ReimportFixture.prize(fixture.here, campaign, position);
            for (int i = 0; i < PLAYERS; i++) {
                PlayerId player = player(i);
                int prizePosition = position;
                long winsShown = shownBefore.stream()
                                .filter(shown -> shown.isWin()
                                        && shown.prizePosition() == prizePosition
                                        && shown.player().equals(player))
                                .count()
                        + shownAfter.stream()
                                .filter(shown -> shown.isWin()
                                        && shown.prizePosition() == prizePosition
                                        && shown.player().equals(player))
                                .count();
                long same = shownBefore.stream()
                        .filter(shown -> shown.isWin()
                                && shown.prizePosition() == prizePosition
                                && shown.player().equals(player)
                                && shownAfter.contains(shown))
                        .count();
                long has = Long.parseLong(fixture.here
                        .server()
                        .ask("SELECT COUNT(*) FROM turntable.draw WHERE campaign_id = " + campaign + " AND prize_id = "
                                + prize + " AND unit_ordinal IS NOT NULL AND player_id = UNHEX('"
                                + ReimportFixture.hex(player) + "')"));
                if (has != winsShown - same) {
                    gone.add("player " + i + " was shown " + winsShown + " of prize " + position + " and has " + has);
                }
            }
        }
        assertEquals(List.of(), gone);
    }

    private static void assertLaterResultsAreKept() {
        assertLaterWinsAreKept(0);
        for (ShownDraw shown : shownAfter) {
            if (!shown.isWin()) {
                assertEquals(
                        0,
                        ReimportFixture.unit(fixture.here, campaign, shown.player(), shown.number()),
                        shown::toString);
            }
        }
    }

    /** @param swapped the coupon whose holder got another; 0 for none */
    private static void assertLaterWinsAreKept(int swapped) {
        for (ShownDraw shown : shownAfter) {
            if (shown.isWin()) {
                int now = ReimportFixture.unit(fixture.here, campaign, shown.player(), shown.number());
                if (shown.prizePosition() == 1 && shown.ordinal() == swapped) {
                    assertTrue(now > 0 && now != swapped, shown::toString);
                } else {
                    assertEquals(shown.ordinal(), now, shown::toString);
                }
            }
        }
    }

    private static void assertRedisAgrees(String epoch) {
        assertEquals(epoch, fixture.redis.command("HGET", "tt:{" + campaign + "}:head", "epoch"));
        for (int position = 1; position <= 2; position++) {
            int prize = ReimportFixture.prize(fixture.here, campaign, position);
            assertEquals(
                    fixture.here
                            .server()
                            .ask("SELECT COUNT(*) FROM turntable.prize_unit WHERE player_id IS NOT NULL AND prize_id = "
                                    + prize),
                    fixture.redis.command("HGET", "tt:{" + campaign + "}:taken", Integer.toString(prize)));
        }
    }

    private static Campaign plan() throws Exception {
        return new MariaDbCampaignAdministration(fixture.here.pool()).find(SLUG).orElseThrow();
    }

    private interface OnNode {
        void run(EpochCoordinator coordinator) throws Exception;
    }

    /** Runs work with the epoch coordinator of a node. */
    private static void node(OnNode work) throws Exception {
        RedisAddress address = RedisAddress.of(
                "127.0.0.1",
                fixture.redis.port(),
                URI.create(fixture.redis.url()).getUserInfo().substring(1));
        try (RedisForDraws redis = new RedisForDraws(address, 1, 1_000, 1_000, System::currentTimeMillis)) {
            work.run(new EpochCoordinator(
                    new MariaDbEpochStore(fixture.here.pool()),
                    redis.epochRegistry(),
                    "node",
                    new DrawMetrics(new PrometheusRegistry()),
                    Duration.ZERO,
                    System::nanoTime));
        }
    }
}
