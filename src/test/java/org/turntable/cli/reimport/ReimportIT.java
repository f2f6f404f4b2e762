package org.turntable.cli.reimport;

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
import org.turntable.award.CouponCodes.Unit;
import org.turntable.award.WonDraw;
import org.turntable.award.address.PostalAddress;
import org.turntable.award.redpacket.RedPackets;
import org.turntable.campaign.Campaign;
import org.turntable.cli.reimport.ReimportClaims.Partner;
import org.turntable.cli.reimport.ReimportWorld.Told;
import org.turntable.draw.DrawMetrics;
import org.turntable.draw.EpochKeeper;
import org.turntable.mariadb.MariaDbCampaignAdministration;
import org.turntable.mariadb.MariaDbEpochStore;
import org.turntable.player.PlayerId;
import org.turntable.redis.RedisAddress;
import org.turntable.redis.RedisForDraws;
import org.turntable.stack.Await;

/**
 * That night's last chapter: the primary will not start again, a fresh database takes over, days later the old data folder is readable.
 * Its parts are told in order; what players were told is kept beside both databases.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReimportIT {
    private static final String SLUG = "golden-week";
    private static final int PLAYERS = 300;
    private static final int COUPONS = 260;
    private static final int WATCHES = 8;
    private static final long MONDAY = Instant.parse("2026-10-01T02:00:00.123Z").toEpochMilli();
    private static final long TUESDAY = Instant.parse("2026-10-02T02:00:00.456Z").toEpochMilli();
    private static final Random DICE = new Random(7);

    private static ReimportWorld world;
    private static int oldCampaign;
    private static int campaign;
    private static final List<Told> toldBefore = new ArrayList<>();
    private static final List<Told> toldAfter = new ArrayList<>();
    /** What winners did with what they won, before the night. */
    private static final List<Told> redeemed = new ArrayList<>();
    private static final List<Told> addressed = new ArrayList<>();
    private static final Partner PARTNER = new Partner();
    private static final PlayerId PAID = player(50);

    @BeforeAll
    static void start() throws Exception {
        world = new ReimportWorld();
        oldCampaign = ReimportWorld.campaign(world.old, SLUG, COUPONS, WATCHES);
        campaign = ReimportWorld.campaign(world.here, SLUG, COUPONS, WATCHES);
        assertNotEquals(oldCampaign, campaign, "a fresh database gives out ids of its own");
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    /** Two of five draws hit a coupon, one of fifty a watch. */
    private static int roll() {
        int roll = DICE.nextInt(50);
        return roll < 20 ? 1 : roll == 49 ? 2 : 0;
    }

    @Test
    @Order(1)
    void theOldOneIsPlayedOnAndThenItsRedoLogIsRuined() throws Exception {
        for (int i = 0; i < PLAYERS; i++) {
            // The first third plays before the night only, the second on both sides of it, the last afterwards only.
            if (i < 200) {
                for (int number = 1; number <= 1 + i % 2; number++) {
                    toldBefore.add(ReimportWorld.draw(world.old, oldCampaign, player(i), number, roll(), MONDAY + i));
                }
            }
        }
        winnersClaim(new ReimportClaims(world.old, ReimportWorld.KEY));
        world.old.server().execute("INSERT INTO turntable.identity_revocation (player_id, revoked_before, by_whom, reason, at) VALUES (UNHEX('"
                + ReimportWorld.hex(player(5)) + "'), '2026-10-01 03:00:00', 'Wang Li', 'a stolen phone', '2026-10-01 03:00:00')");
        // What was written long ago is in the tables' own files; of the last seconds before a crash that is not so.
        world.old.server().execute("SET GLOBAL innodb_max_dirty_pages_pct_lwm = 0", "SET GLOBAL innodb_max_dirty_pages_pct = 0");
        Await.until("InnoDB has written its pages", Duration.ofSeconds(60),
                () -> world.old.server().status("Innodb_buffer_pool_pages_dirty").equals("0"));
        world.old.server().kill9();
        ruinRedoLog(world.old.server().data());
        IllegalStateException refused = assertThrows(IllegalStateException.class, () -> world.old.server().start());
        assertTrue(refused.getMessage().contains("InnoDB"), refused.getMessage());
    }

    /** Every other coupon is redeemed, every watch has an address, and one red packet is paid. */
    private static void winnersClaim(ReimportClaims claims) throws Exception {
        for (Told told : toldBefore) {
            WonDraw draw = new WonDraw(oldCampaign, told.player(), told.number());
            if (told.isWin() && told.prizePosition() == 1 && told.ordinal() % 2 == 0) {
                redeemed.add(told);
                claims.redeem(draw, new Unit(ReimportWorld.prize(world.old, oldCampaign, 1), told.ordinal()), "wu");
            } else if (told.isWin() && told.prizePosition() == 2) {
                addressed.add(told);
                claims.addresses().put(draw, ReimportClaims.street("文三路" + told.ordinal() + "号"), 0);
            }
        }
        assertTrue(redeemed.size() > 20 && addressed.size() > 2);
        claims.setAmount(ReimportWorld.prize(world.old, oldCampaign, 3), 8_800);
        toldBefore.add(ReimportWorld.draw(world.old, oldCampaign, PAID, 2, 3, MONDAY));
        WonDraw paid = new WonDraw(oldCampaign, PAID, 2);
        claims.packets().collect(paid, "oPaid");
        claims.sendUntil(PARTNER, paid, RedPackets.State.SENT);
    }

    private static void ruinRedoLog(Path data) throws Exception {
        try (RandomAccessFile log = new RandomAccessFile(data.resolve("ib_logfile0").toFile(), "rw")) {
            byte[] rubbish = new byte[64 * 1024];
            new Random(1).nextBytes(rubbish);
            log.write(rubbish);
        }
    }

    @Test
    @Order(2)
    void aFreshOneTakesOverAndPlayersGoOnWithTheSameNumbersAndTheSameUnits() throws Exception {
        for (int i = 100; i < PLAYERS; i++) {
            for (int number = 1; number <= 1 + i % 3 / 2; number++) {
                toldAfter.add(ReimportWorld.draw(world.here, campaign, player(i), number, roll(), TUESDAY + i));
            }
        }
        assertTrue(toldAfter.stream().filter(Told::isWin).count() > 40);
        node(keeper -> keeper.ensure(plan()));
        assertEquals("1", world.redis.command("HGET", "tt:{" + campaign + "}:head", "epoch"));
    }

    @Test
    @Order(3)
    void daysLaterTheOldDataFolderIsReadable() {
        world.old.server().with("--innodb-force-recovery=6").start();
        assertEquals("200", world.old.server().ask("SELECT COUNT(*) FROM turntable.player"));
        assertEquals(Integer.toString(toldBefore.size()), world.old.server().ask("SELECT COUNT(*) FROM turntable.draw"));
    }

    @Test
    @Order(4)
    void comparingShowsWhatDiffersAndChangesNothing() throws Exception {
        String before = ReimportWorld.contents(world.here);
        assertEquals(ReimportCommand.LEFT, world.reimport("compare", "--json"), world.err);
        Map<String, Long> expected = expectedDifferences();
        JsonNode found = world.json().get("campaigns").get(0);
        assertEquals(SLUG, found.get("campaign").asText());
        Map<String, Long> counted = new TreeMap<>();
        found.get("differences").fields().forEachRemaining(entry -> counted.put(entry.getKey(), entry.getValue().get("count").asLong()));
        assertEquals(expected, counted);
        assertEquals(1, world.json().get("campaigns").get(1).get("differences").get("revocation_missing").get("count").asInt());
        assertTrue(counted.get("unit_taken") > 10 && counted.get("lost_here") > 5 && counted.get("won_otherwise") > 5
                && counted.get("loss_missing") > 30
                && counted.get("win_missing") > 0, counted::toString);

        assertEquals(ReimportCommand.LEFT, world.reimport("compare"), world.err);
        assertTrue(world.out.contains("its unit was given to another draw here, such as "), world.out);
        assertEquals(ReimportCommand.LEFT, world.reimport("apply", "--dry-run"), world.err);
        assertEquals(before, ReimportWorld.contents(world.here), "a dry run writes nothing");
        assertEquals("0", world.here.server().ask("SELECT COUNT(*) FROM turntable.reimport_run"));
    }

    /** From what players were told alone: neither database is asked. */
    private static Map<String, Long> expectedDifferences() {
        Map<String, Long> expected = new TreeMap<>();
        for (Told was : toldBefore) {
            expected.merge(expectedDifference(was), 1L, Long::sum);
        }
        for (Told was : redeemed) {
            expected.merge(standsAtOnce(was) ? "redemption_missing" : "claim_waits", 1L, Long::sum);
        }
        for (Told was : addressed) {
            expected.merge(standsAtOnce(was) ? "address_missing" : "claim_waits", 1L, Long::sum);
        }
        expected.put("packet_missing", 1L);
        expected.put("amount_missing", 1L);
        expected.merge("draw_new", toldAfter.stream().filter(told -> toldBefore.stream()
                .noneMatch(was -> was.player().equals(told.player()) && was.number() == told.number())).count(), Long::sum);
        expected.put("player_missing", 100L);
        expected.put("player_earlier", 100L);
        expected.put("player_new", 100L);
        return expected;
    }

    private static boolean standsAtOnce(Told was) {
        return List.of("win_same", "win_missing").contains(expectedDifference(was));
    }

    private static String expectedDifference(Told was) {
        Told is = toldAfter.stream().filter(told -> told.player().equals(was.player()) && told.number() == was.number()).findFirst().orElse(null);
        boolean taken = toldAfter.stream()
                .anyMatch(told -> told.isWin() && told.prizePosition() == was.prizePosition() && told.ordinal() == was.ordinal());
        if (!was.isWin()) {
            return is == null ? "loss_missing" : is.isWin() ? "won_here" : "draw_same";
        }
        if (is != null && is.isWin()) {
            return is.prizePosition() == was.prizePosition() && is.ordinal() == was.ordinal() ? "win_same" : "won_otherwise";
        }
        return is != null ? "lost_here" : taken ? "unit_taken" : "win_missing";
    }

    @Test
    @Order(5)
    void applyingBringsOverWhatIsMissingAndRedisAgrees() throws Exception {
        Map<String, Long> expected = expectedDifferences();
        assertEquals(ReimportCommand.LEFT, world.reimport("apply", "--rows", "25", "--pause", "0", "--json"), world.err);
        JsonNode changed = world.json().get("changed").get(SLUG);
        long conflicts = expected.get("unit_taken") + expected.get("lost_here") + expected.get("won_otherwise");
        assertEquals(expected.get("loss_missing"), changed.get("losses").asLong());
        assertEquals(expected.get("win_missing"), changed.get("wins").asLong());
        assertEquals(conflicts, changed.get("conflicts").asLong());
        assertEquals(conflicts, world.json().get("conflictsWaiting").asLong());
        assertEquals(100, changed.get("players").asLong());
        assertEquals(100, changed.get("visits").asLong());
        assertEquals(1, world.json().get("changed").get("").get("revocations").asLong());
        assertEquals(expected.getOrDefault("redemption_missing", 0L), changed.path("redemptions").asLong());
        assertEquals(1, changed.get("red_packets").asLong());
        assertEquals("sent", new ReimportClaims(world.here, ReimportWorld.KEY).packet(new WonDraw(campaign, PAID, 2)));
        ReimportWorld.assertSound(world.here);
        assertEverythingToldAfterwardsStands();
        assertRedisAgrees("2");
        assertEquals("2026-10-01 02:00:00.223",
                world.here.server().ask("SELECT CAST(first_seen_at AS CHAR) FROM turntable.player WHERE player_id = UNHEX('"
                + ReimportWorld.hex(player(100)) + "')"), "who came earlier was there earlier");
    }

    @Test
    @Order(6)
    void applyingAgainChangesNothing() throws Exception {
        String before = ReimportWorld.contents(world.here);
        String conflicts = world.here.server().ask("SELECT COUNT(*) FROM turntable.reimport_conflict");
        assertEquals(ReimportCommand.LEFT, world.reimport("apply", "--pause", "0", "--json"), world.err);
        assertEquals(0, world.json().get("changed").size(), world.out);
        assertEquals(before, ReimportWorld.contents(world.here));
        assertEquals(conflicts, world.here.server().ask("SELECT COUNT(*) FROM turntable.reimport_conflict"));
        assertRedisAgrees("2");
    }

    @Test
    @Order(7)
    void aPersonDecidesAndEveryWinThatWasShownIsKept() throws Exception {
        assertEquals(ReimportCommand.LEFT, world.reimport("conflicts", "--json"));
        JsonNode list = world.json();
        long watches = Arrays.stream(list.findValuesAsText("prize").toArray())
                .filter(id -> id.equals(Integer.toString(ReimportWorld.prize(world.here, campaign, 2)))).count();
        assertTrue(list.size() > 20);
        assertTrue(watches < WATCHES);
        // The first winner of a taken unit has redeemed the coupon already: she keeps it, who has it here gets another.
        JsonNode handedOver = null;
        for (JsonNode conflict : list) {
            if (handedOver == null && conflict.get("kind").asText().equals("unit_taken") && conflict.get("proposal").asText().equals("another")) {
                handedOver = conflict;
            }
        }
        Path decisions = Files.writeString(world.folder().resolve("decisions.txt"),
                "# settled on the telephone\n" + handedOver.get("id").asText() + " swap # has redeemed it\n");
        assertEquals(0, world.reimport("decide", "--file", decisions.toString()), world.err);
        assertEquals(0, world.reimport("decide", "--proposed"), world.err);
        String before = ReimportWorld.contents(world.here);
        int exit = world.reimport("apply", "--pause", "0", "--json");
        assertNotEquals(before, ReimportWorld.contents(world.here));
        ReimportWorld.assertSound(world.here);

        world.reimport("conflicts", "--json");
        List<Long> without = new ArrayList<>();
        world.json().forEach(conflict -> without.add(conflict.get("id").asLong()));
        assertEquals(without.isEmpty() ? 0 : ReimportCommand.LEFT, exit);
        assertEquals(0, without.size(), "there were units enough: " + world.out);
        assertEquals(handedOver.get("strandedUnit").asInt(),
                ReimportWorld.unit(world.here, campaign, PlayerId.parse(handedOver.get("player").asText()).orElseThrow(),
                handedOver.get("number").asInt()));
        assertEverythingToldBeforeStands();
        assertEverythingClaimedBeforeStands();
        assertWinsToldAfterwardsStand(handedOver.get("strandedUnit").asInt());
        assertRedisAgrees("3");
    }

    @Test
    @Order(8)
    void nothingIsLeftAndNothingChangesAnyMore() throws Exception {
        String before = ReimportWorld.contents(world.here);
        assertEquals(0, world.reimport("compare"), world.out);
        assertTrue(world.out.contains("Nothing is left to bring over."), world.out);
        assertEquals(0, world.reimport("apply", "--pause", "0"), world.err);
        assertEquals(0, world.reimport("settle"), world.err);
        assertEquals(before, ReimportWorld.contents(world.here));
        assertRedisAgrees("3");
    }

    @Test
    @Order(9)
    void aReportStays() throws Exception {
        Path prefix = world.folder().resolve("night");
        assertEquals(0, world.reimport("report", "--to", prefix.toString()), world.err);
        String text = Files.readString(Path.of(prefix + ".txt"));
        JsonNode json = new ObjectMapper().readTree(Path.of(prefix + ".json").toFile());
        assertTrue(text.contains("by Zhao Min (the night of the wave)"), text);
        assertTrue(text.contains("0 wait for a person."), text);
        assertTrue(text.contains("redemptions brought in") && text.contains("red packets brought in"), text);
        assertFalse(text.contains(SLUG + "-1") || text.contains("文三路"), "no code is told, and no address");
        assertEquals(Integer.parseInt(world.here.server().ask("SELECT COUNT(*) FROM turntable.reimport_conflict")), json.get("conflicts").size());
        assertEquals(Integer.parseInt(world.here.server().ask("SELECT COUNT(*) FROM turntable.reimport_win")), json.get("given").size());
        assertEquals(4, json.get("runs").size() - 1, "three applies, one after the decisions, and settle");
    }

    /** Under whichever number and unit the win stands now: nobody gets a thing twice, and every address is readable. */
    private static void assertEverythingClaimedBeforeStands() throws Exception {
        assertEquals(perPlayer(redeemed),
                world.here.server().ask("SELECT GROUP_CONCAT(n ORDER BY n SEPARATOR ' ') FROM (SELECT CONCAT(HEX(r.player_id), 'x', COUNT(*)) n"
                + " FROM turntable.redemption r JOIN turntable.draw d ON d.campaign_id = r.campaign_id AND d.player_id = r.player_id AND d.number = r.draw_number"
                + " AND d.prize_id = r.prize_id AND d.unit_ordinal = r.unit_ordinal WHERE r.campaign_id = " + campaign + " GROUP BY r.player_id) p"));
        ReimportClaims claims = new ReimportClaims(world.here, ReimportWorld.KEY);
        List<PostalAddress> expected = new ArrayList<>();
        List<PostalAddress> found = new ArrayList<>();
        addressed.forEach(told -> expected.add(ReimportClaims.street("文三路" + told.ordinal() + "号")));
        claims.parcels().parcels(campaign, true, parcel -> found.add(parcel.address()));
        assertEquals(expected.size(), found.size());
        assertTrue(found.containsAll(expected), found::toString);
        claims.packets().collect(new WonDraw(campaign, PAID, 2), "oPaid");
        assertEquals(1, PARTNER.paidTo("oPaid"));
        assertEquals("sent", claims.packet(new WonDraw(campaign, PAID, 2)));
        assertEquals(Integer.toString(addressed.size()),
                world.here.server().ask("SELECT SUM(row_count) FROM turntable.claim_action WHERE action = 'reimport'"));
    }

    private static String perPlayer(List<Told> claimed) {
        Map<String, Integer> counts = new TreeMap<>();
        claimed.forEach(told -> counts.merge(ReimportWorld.hex(told.player()).toUpperCase(java.util.Locale.ROOT), 1, Integer::sum));
        return counts.entrySet().stream().map(entry -> entry.getKey() + "x" + entry.getValue()).collect(java.util.stream.Collectors.joining(" "));
    }

    /** Each win of before stands as a win of the same prize of the same player, as many as there were. */
    private static void assertEverythingToldBeforeStands() {
        List<String> gone = new ArrayList<>();
        for (Told told : toldBefore) {
            int now = ReimportWorld.unit(world.here, campaign, told.player(), told.number());
            if (now < 0) {
                gone.add("draw " + told + " is not there");
            }
        }
        for (int position = 1; position <= 2; position++) {
            int prize = ReimportWorld.prize(world.here, campaign, position);
            for (int i = 0; i < PLAYERS; i++) {
                PlayerId player = player(i);
                int prizePosition = position;
                long shown = toldBefore.stream().filter(told -> told.isWin() && told.prizePosition() == prizePosition && told.player().equals(player))
                        .count()
                        + toldAfter.stream().filter(told -> told.isWin() && told.prizePosition() == prizePosition && told.player().equals(player))
                        .count();
                long same = toldBefore.stream().filter(told -> told.isWin() && told.prizePosition() == prizePosition && told.player().equals(player)
                        && toldAfter.contains(told)).count();
                long has = Long.parseLong(world.here.server()
                        .ask("SELECT COUNT(*) FROM turntable.draw WHERE campaign_id = " + campaign + " AND prize_id = " + prize
                        + " AND unit_ordinal IS NOT NULL AND player_id = UNHEX('" + ReimportWorld.hex(player) + "')"));
                if (has != shown - same) {
                    gone.add("player " + i + " was shown " + shown + " of prize " + position + " and has " + has);
                }
            }
        }
        assertEquals(List.of(), gone);
    }

    private static void assertEverythingToldAfterwardsStands() {
        assertWinsToldAfterwardsStand(0);
        for (Told told : toldAfter) {
            if (!told.isWin()) {
                assertEquals(0, ReimportWorld.unit(world.here, campaign, told.player(), told.number()), told::toString);
            }
        }
    }

    /** @param swapped the coupon whose holder was given another; 0 for none */
    private static void assertWinsToldAfterwardsStand(int swapped) {
        for (Told told : toldAfter) {
            if (told.isWin()) {
                int now = ReimportWorld.unit(world.here, campaign, told.player(), told.number());
                if (told.prizePosition() == 1 && told.ordinal() == swapped) {
                    assertTrue(now > 0 && now != swapped, told::toString);
                } else {
                    assertEquals(told.ordinal(), now, told::toString);
                }
            }
        }
    }

    private static void assertRedisAgrees(String epoch) {
        assertEquals(epoch, world.redis.command("HGET", "tt:{" + campaign + "}:head", "epoch"));
        for (int position = 1; position <= 2; position++) {
            int prize = ReimportWorld.prize(world.here, campaign, position);
            assertEquals(world.here.server().ask("SELECT COUNT(*) FROM turntable.prize_unit WHERE player_id IS NOT NULL AND prize_id = " + prize),
                    world.redis.command("HGET", "tt:{" + campaign + "}:taken", Integer.toString(prize)));
        }
    }

    private static Campaign plan() throws Exception {
        return new MariaDbCampaignAdministration(world.here.pool()).find(SLUG).orElseThrow();
    }

    private interface OnNode {
        void with(EpochKeeper keeper) throws Exception;
    }

    /** What a node does about epochs. */
    private static void node(OnNode work) throws Exception {
        RedisAddress address = RedisAddress.of("127.0.0.1", world.redis.port(), URI.create(world.redis.url()).getUserInfo().substring(1));
        try (RedisForDraws redis = new RedisForDraws(address, 1, 1_000, 1_000, System::currentTimeMillis)) {
            work.with(new EpochKeeper(new MariaDbEpochStore(world.here.pool()), redis.epochBoard(), "node",
                    new DrawMetrics(new PrometheusRegistry()), Duration.ZERO, System::nanoTime));
        }
    }
}
