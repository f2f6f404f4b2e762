package org.turntable.mariadb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.turntable.player.Players.player;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.turntable.campaign.Campaign;
import org.turntable.campaign.CampaignState;
import org.turntable.campaign.LocalizedText;
import org.turntable.claim.CouponCodes;
import org.turntable.concurrent.Bulkhead;
import org.turntable.draw.Epoch;
import org.turntable.ledger.DrawEntry;
import org.turntable.ledger.Entries;
import org.turntable.ledger.LedgerEntry;
import org.turntable.mariadb.campaign.MariaDbCampaignAdministration;
import org.turntable.mariadb.campaign.MariaDbCampaigns;
import org.turntable.mariadb.claim.ClaimReads;
import org.turntable.mariadb.claim.MariaDbCouponCodes;
import org.turntable.mariadb.draw.MariaDbEpochStore;
import org.turntable.mariadb.draw.MariaDbPlayerBlocks;
import org.turntable.mariadb.draw.MariaDbPlayerHistory;
import org.turntable.mariadb.draw.MariaDbRehearsalStore;
import org.turntable.mariadb.ledger.MariaDbLedgerStore;
import org.turntable.mariadb.ledger.MariaDbLedgerTotals;
import org.turntable.mariadb.player.MariaDbRevocations;
import org.turntable.mariadb.pool.AccountSessions;
import org.turntable.mariadb.pool.CountingPool;
import org.turntable.mariadb.pool.PoolStatements;
import org.turntable.mariadb.schema.SchemaStatements;
import org.turntable.mariadb.schema.SchemaVersion;
import org.turntable.mariadb.showcase.MariaDbShowcases;
import org.turntable.mariadb.signal.MariaDbPlayerSignals;
import org.turntable.mariadb.sql.StatementBudget;
import org.turntable.mariadb.staff.MariaDbOperatorAccounts;
import org.turntable.mariadb.staff.MariaDbOperatorFactors;
import org.turntable.player.DrawKey;
import org.turntable.player.PlayerId;
import org.turntable.showcase.Colour;
import org.turntable.showcase.Picture;
import org.turntable.showcase.Theme;
import org.turntable.showcase.ThemeColour;
import org.turntable.signal.PlayerKey;
import org.turntable.signal.PlayerSignalStore;
import org.turntable.signal.SignalReason;
import org.turntable.staff.OperatorFactors.Enrolment;
import org.turntable.staff.OperatorFactors.NewFactor;
import org.turntable.staff.PasswordHash;
import org.turntable.testing.stack.MariaDbBinaries;
import org.turntable.tool.mariadb.push.MariaDbPushRecords;
import org.turntable.tool.mariadb.reimport.ReimportStatements;
import org.turntable.tool.mariadb.showcase.MariaDbShowcaseAdministration;

/**
 * Every adapter's every statement, run on seeded tables: none reads more rows than its line in {@link StatementBudget}
 * allows.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class RowReads {
    private static final long NOW = TestCampaigns.OPENS.toEpochMilli() + 60_000;
    private static final int NEW_PLAYER = 1_000_000;
    private MigratedDatabase database;

    private CountingPool counting;

    abstract MariaDbBinaries binaries();

    @BeforeAll
    void seed() throws Exception {
        database = new MigratedDatabase(true, binaries());
        SeededDatabase.fill(database);
    }

    @AfterAll
    void stop() {
        if (database != null) {
            database.close();
        }
    }

    @BeforeEach
    void count() {
        counting = new CountingPool(database.pool());
    }

    @Test
    void noStatementOfAnyAdapterReadsMoreThanItsBudget() throws Exception {
        ledger();
        players();
        signals();
        epochs();
        campaigns();
        rehearsal();
        administration();
        showcases();
        operators();
        ClaimReads claims = new ClaimReads(database, counting);
        claims.run();
        claims.reimport();
        new ReimportStatements(database, counting, id("summer"), prize(id("summer"), 1)).runAll();
        push();
        schema();

        assertEquals(Set.of(), counting.nameless(), "statements past the one list");
        assertEquals(
                List.of(),
                counting.runs().stream()
                        .filter(CountingPool.Run::isOver)
                        .map(CountingPool.Run::toString)
                        .distinct()
                        .toList());
        Set<StatementBudget> left = EnumSet.allOf(StatementBudget.class);
        counting.runs().forEach(run -> left.remove(run.budget()));
        assertEquals(Set.of(), left, "statements that nothing here runs: run them");
    }

    private void ledger() throws Exception {
        MariaDbLedgerStore store = new MariaDbLedgerStore(counting.dataSource(), "node-1");
        int spring = id("spring");
        int coupon = prize(spring, 1);
        List<LedgerEntry> fresh = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            fresh.add(Entries.entry(spring, NOW + "-0", player(NEW_PLAYER + i), 0, 0));
            fresh.add(Entries.entry(spring, NOW + "-" + i, player(NEW_PLAYER + i), 1, i % 10 == 0 ? coupon : 0));
        }
        store.write(fresh, Map.of(spring, campaignOf("spring").uid()));
        store.write(fresh.subList(0, 60));
        // More than are left, so that the last ones are waited for.
        int watch = prize(spring, 2);
        store.write(IntStream.range(0, 5)
                .mapToObj(i -> Entries.entry(spring, NOW + "-" + i, player(NEW_PLAYER + 500 + i), 1, watch))
                .toList());
        store.probe();
    }

    private void players() throws Exception {
        int spring = id("spring");
        Campaign campaign = campaignOf("spring");
        List<PlayerId> several =
                IntStream.rangeClosed(1, 50).mapToObj(i -> player(i)).toList();
        assertEquals(
                50,
                new MariaDbPlayerHistory(counting.dataSource(), "node-1")
                        .read(campaign, several, campaign.dayAt(Instant.ofEpochMilli(NOW)))
                        .size());
        counting.counting(StatementBudget.BLOCKS_OF_CAMPAIGN, SeededDatabase.BLOCKS);
        MariaDbPlayerBlocks blocks = new MariaDbPlayerBlocks(counting.dataSource());
        blocks.change(spring, player(7), true, "Wang", "a script");
        assertTrue(new MariaDbEpochStore(database.pool()).move(spring, null, new Epoch(1, "a".repeat(40))));
        assertTrue(blocks.confirm(spring, player(7), blocks.change(spring, player(7), false, "Wang", "a mistake"), 1));
        blocks.change(spring, player(NEW_PLAYER), true, "Wang", "a script");
        assertTrue(blocks.list(spring).size() > SeededDatabase.BLOCKS / 2);
        CouponCodes codes = new MariaDbCouponCodes(counting.dataSource(), () -> true, new Bulkhead(2));
        assertEquals(
                2,
                codes.of(
                                player(7),
                                List.of(
                                        new CouponCodes.Unit(prize(spring, 1), 7),
                                        new CouponCodes.Unit(prize(id("summer"), 1), 7)))
                        .size());
        assertEquals(
                SeededDatabase.LIVE_REVOCATIONS,
                new MariaDbRevocations(counting.dataSource())
                        .since(Instant.parse("2026-09-01T00:00:00Z"))
                        .size());
        new MariaDbRevocations(counting.dataSource()).revoke(player(9), "Wang", "a stolen phone");
    }

    private void signals() throws Exception {
        int spring = id("spring");
        MariaDbPlayerSignals signals = new MariaDbPlayerSignals(counting.dataSource());
        int bits = SignalReason.ADDRESS_RATE.bit() | SignalReason.SNAPSHOT.bit();
        // Half of them are known already.
        signals.add(IntStream.range(SeededDatabase.PLAYERS - 50, SeededDatabase.PLAYERS + 50)
                .mapToObj(i ->
                        new PlayerSignalStore.Addition(new PlayerKey(spring, player(i)), bits, 1, NOW, NOW + 1_000))
                .toList());
        assertEquals(20, signals.top("spring", 20).orElseThrow().size());
        Instant before = Instant.parse("2026-09-01T00:00:00Z");
        assertEquals(100, signals.deleteBefore(before, 100));
        assertEquals(SeededDatabase.SLUGS.size() * SeededDatabase.OLD_SIGNALS - 100, signals.deleteBefore(before, 100));
    }

    private void epochs() throws Exception {
        counting.counting(StatementBudget.EPOCH_GIVEN_OUT, SeededDatabase.UNITS + 2);
        MariaDbEpochStore epochs = new MariaDbEpochStore(counting.dataSource());
        int summer = id("summer");
        Epoch first = new Epoch(1, "a".repeat(40));
        assertTrue(epochs.move(summer, null, first));
        assertTrue(epochs.move(summer, first, new Epoch(2, "b".repeat(40))));
        assertTrue(epochs.read(summer).isPresent());
        assertTrue(epochs.plan(summer).isPresent());
        epochs.taken(
                summer,
                IntStream.rangeClosed(1, 700)
                        .mapToObj(i -> DrawEntry.candidate(
                                new DrawKey(summer, player(i), 3), NOW + "-" + i, prize(summer, 1), false))
                        .toList());
    }

    private void campaigns() throws Exception {
        int all = Integer.parseInt(ask("SELECT COUNT(*) FROM campaign"));
        counting.counting(StatementBudget.CAMPAIGN_STOCKS, 3L * (SeededDatabase.UNITS + 2))
                .counting(StatementBudget.CAMPAIGN_VERSIONS, all)
                .counting(StatementBudget.CAMPAIGNS_PUBLISHED, all)
                .counting(StatementBudget.CAMPAIGN_OWN_RELEASES, 6);
        MariaDbCampaigns campaigns = new MariaDbCampaigns(counting.dataSource());
        assertEquals(SeededDatabase.SLUGS.size(), campaigns.published().size());
        MariaDbCampaignAdministration administration = new MariaDbCampaignAdministration(counting.dataSource());
        assertEquals(SeededDatabase.SLUGS.size(), administration.all().size());
        assertTrue(administration.find("autumn").isPresent());
    }

    private void rehearsal() throws Exception {
        counting.counting(StatementBudget.CAMPAIGN_STOCKS, 200).counting(StatementBudget.REHEARSAL_FREE_UNITS, 200);
        MariaDbRehearsalStore stage = new MariaDbRehearsalStore(counting.dataSource());
        stage.clear(stage.campaign().orElseThrow(), player(3));
    }

    private void administration() throws Exception {
        counting.counting(StatementBudget.CAMPAIGN_STOCKS, SeededDatabase.UNITS);
        MariaDbCampaignAdministration administration = new MariaDbCampaignAdministration(counting.dataSource());
        administration.create(TestCampaigns.of("winter", 1_500));
        administration.changeState("winter", CampaignState.SCHEDULED, "Wang", "soon", Instant.ofEpochMilli(NOW));
    }

    private void showcases() throws Exception {
        int spring = id("spring");
        MariaDbShowcaseAdministration pages = new MariaDbShowcaseAdministration(counting.dataSource());
        Picture picture = Picture.of("image/png", 1, 1, new byte[] {1});
        Theme theme = new Theme(Map.of(ThemeColour.SKY, new Colour(0x0a625b)), Map.of(), Map.of("prize.1", picture));
        // Of another campaign first: the first statement on a table reads the server's own statistics too.
        new MariaDbShowcaseAdministration(database.pool())
                .replaceTheme("summer", theme, "Wang", Instant.ofEpochMilli(NOW));
        pages.replaceTheme("spring", theme, "Wang", Instant.ofEpochMilli(NOW));
        pages.replaceTheme("spring", theme, "Wang", Instant.ofEpochMilli(NOW));
        counting.counting(StatementBudget.CAMPAIGN_STOCKS, SeededDatabase.UNITS + 2);
        LocalizedText text = new LocalizedText("到前台领取", null);
        assertEquals(1, pages.amendRules("spring", text, text, "Wang", Instant.ofEpochMilli(NOW)));
        MariaDbShowcases showcases = new MariaDbShowcases(counting.dataSource());
        assertEquals(theme.values(), showcases.published(spring).theme().values());
        showcases.versions();
        counting.counting(StatementBudget.SHOWCASE_SOLD_OUT, 2)
                .counting(StatementBudget.SHOWCASE_GIVEN, SeededDatabase.GIVEN_OUT + 200L);
        assertTrue(
                showcases.soldOut(spring).isEmpty() || showcases.soldOut(spring).size() == 1);
        assertEquals(50, showcases.winners(spring, 50).get(0).first().size());
    }

    private void operators() throws Exception {
        counting.counting(StatementBudget.LEDGER_TOTAL, 500);
        assertTrue(
                new MariaDbLedgerTotals(counting.dataSource()).of(id("spring")).draws() > 0);
        assertEquals(
                10,
                new MariaDbCampaignAdministration(counting.dataSource())
                        .stateChanges("spring", 10)
                        .size());
        MariaDbOperatorAccounts accounts = new MariaDbOperatorAccounts(counting.dataSource());
        PasswordHash hash = PasswordHash.of("k7mn-2wxa-pq3r-z9ty", new SecureRandom());
        Instant now = Instant.ofEpochMilli(NOW);
        accounts.add("li.na", hash, "Wang", now);
        accounts.reset("li.na", hash, "Wang", now);
        accounts.enable("li.na", true, "Wang", now);
        assertTrue(accounts.find("li.na").isPresent());
        accounts.succeeded("li.na", now);
        MariaDbOperatorFactors factors = new MariaDbOperatorFactors(counting.dataSource());
        Enrolment enrolment = new Enrolment(new byte[32], now.plusSeconds(60));
        factors.enrol("li.na", enrolment, "Wang", now);
        assertTrue(factors.enrolment("li.na").isPresent());
        List<byte[]> recovery = IntStream.range(0, 10)
                .mapToObj(code -> ByteBuffer.allocate(32).putInt(code).array())
                .toList();
        assertTrue(factors.setUp("li.na", new byte[32], new NewFactor(new byte[48], 7, recovery), now));
        assertTrue(factors.useStep("li.na", 8));
        assertTrue(factors.useRecoveryCode("li.na", recovery.get(3), now));
        factors.reset("li.na", enrolment, "Wang", "a lost phone", now);
        assertEquals(SeededDatabase.OPERATORS + 1, accounts.all().size());
    }

    private void push() throws Exception {
        MariaDbPushRecords records = new MariaDbPushRecords(counting.dataSource());
        int wave = records.announce(Instant.parse("2026-11-24T12:00:00Z"), "1.2 million", "Li Na");
        assertEquals(1, records.wavesFrom(Instant.parse("2026-11-01T00:00:00Z")).size());
        assertTrue(records.remove(wave));
        assertFalse(records.replicaAcknowledges(), "nobody replicates here");
        records.lock().close();
        records.record("000002", "1.0", "Wang", null, null, Instant.ofEpochMilli(NOW));
    }

    private void schema() throws SQLException {
        counting.counting(
                StatementBudget.SCHEMA_VERSION, Long.parseLong(ask("SELECT COUNT(*) FROM flyway_schema_history")));
        SchemaVersion.read(counting.dataSource());
        counting.counting(
                StatementBudget.SESSIONS_LEFT,
                AccountSessions.read(database.pool()).count());
        PoolStatements.runAll(counting.dataSource());
        SchemaStatements.runAll(counting.dataSource());
        counting.counting(
                StatementBudget.ACCOUNT_SESSIONS,
                AccountSessions.read(database.pool()).count());
        assertEquals(200, AccountSessions.read(counting.dataSource()).limit());
    }

    @Test
    void aDroppedIndexIsSeenByTheRowsThatAreReadInItsPlace() throws Exception {
        database.server().execute("ALTER TABLE turntable.identity_revocation DROP INDEX live_revocations");
        try {
            new MariaDbRevocations(counting.dataSource()).since(Instant.parse("2026-09-01T00:00:00Z"));
            assertTrue(counting.runs().get(0).isOver(), counting.runs()::toString);
        } finally {
            database.server()
                    .execute("ALTER TABLE turntable.identity_revocation ADD INDEX live_revocations (revoked_before, "
                            + "player_id)");
        }
    }

    @Test
    void aValueOfTheWrongTypeIsSeenAlthoughTheAnswerIsRight() throws Exception {
        int spring = id("spring");
        try (Connection connection = database.pool().getConnection()) {
            connection.setAutoCommit(true);
            String right = "SELECT ordinal FROM prize_unit WHERE prize_id = " + spring + " AND code = ";
            assertTrue(reads(connection, right + "'4711'") <= 2);
            assertTrue(
                    reads(connection, right + "4711") > SeededDatabase.UNITS / 2,
                    "the code is a text: compared with a number, every code is read");
        }
    }

    private static long reads(Connection connection, String query) throws SQLException {
        long before = handlerReads(connection);
        long idle = handlerReads(connection);
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.executeQuery().close();
        }
        return handlerReads(connection) - idle - (idle - before);
    }

    private static long handlerReads(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SHOW SESSION STATUS LIKE 'Handler_read%'");
                ResultSet rows = statement.executeQuery()) {
            long sum = 0;
            while (rows.next()) {
                sum += rows.getString(1).matches("Handler_read_(first|key|last|next|prev|rnd|rnd_next)")
                        ? rows.getLong(2)
                        : 0;
            }
            return sum;
        }
    }

    private Campaign campaignOf(String slug) throws Exception {
        return new MariaDbCampaignAdministration(database.pool()).find(slug).orElseThrow();
    }

    private int id(String slug) {
        return Integer.parseInt(ask("SELECT id FROM campaign WHERE slug = '" + slug + "'"));
    }

    private int prize(int campaignId, int position) {
        return Integer.parseInt(
                ask("SELECT id FROM prize WHERE campaign_id = " + campaignId + " AND position = " + position));
    }

    private String ask(String query) {
        return database.server().ask(query.replaceAll("FROM (\\w+)", "FROM turntable.$1"));
    }
}
