package org.turntable.mariadb.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.turntable.player.Players.player;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.turntable.ledger.Entries;
import org.turntable.ledger.LedgerEntry;
import org.turntable.ledger.LedgerStore;
import org.turntable.ledger.LedgerTotals;
import org.turntable.ledger.StoredDraw;
import org.turntable.mariadb.pool.CampaignOnPair;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.player.PlayerId;
import org.turntable.testing.stack.Await;

class MariaDbLedgerStoreIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final PlayerId ANNA = player(1);
    private static final PlayerId BERT = player(2);
    private static CampaignOnPair campaign;

    private LedgerStore store;
    private int coupon;
    private int watch;

    @BeforeAll
    static void start() {
        campaign = new CampaignOnPair().start();
    }

    @AfterAll
    static void stop() {
        campaign.close();
    }

    @BeforeEach
    void openACampaign() throws Exception {
        campaign.newCampaign();
        store = new MariaDbLedgerStore(campaign.pool(), "this node");
        coupon = campaign.prizeId(1);
        watch = campaign.prizeId(2);
    }

    @Test
    void aGroupIsStoredAsItWasAdmitted() throws Exception {
        List<StoredDraw> stored =
                write(visit(ANNA), loss(ANNA, 1), candidate(ANNA, 2, coupon), candidate(BERT, 1, watch));
        assertEquals(
                List.of(
                        Entries.stored(0, 0, CampaignOnPair.ADMITTED),
                        Entries.stored(0, 0, CampaignOnPair.ADMITTED),
                        Entries.stored(coupon, 1, CampaignOnPair.ADMITTED),
                        Entries.stored(watch, 1, CampaignOnPair.ADMITTED)),
                stored);
        assertEquals("2026-10-01 02:00:00.123 NULL NULL", row(ANNA, 1));
        assertEquals("2026-10-01 02:00:00.123 " + coupon + " 1", row(ANNA, 2));
        assertEquals("2026-10-01 02:00:00.123 " + watch + " 1", row(BERT, 1));
        assertEquals(
                "2026-10-01 02:00:00.123", campaign.ask("SELECT CAST(first_seen_at AS CHAR) FROM turntable.player"));
        assertEquals(
                1,
                campaign.count("prize_unit WHERE prize_id = " + coupon
                        + " AND ordinal = 1 AND draw_number = 2 AND player_id = UNHEX('"
                        + java.util.HexFormat.of().formatHex(ANNA.bytes()) + "')"));
        assertEquals(0, campaign.count("ledger_beat"), "a group that wrote its own rows needs no other write");
    }

    @Test
    void aStoredDrawIsCountedOnceHoweverOftenItIsWritten() throws Exception {
        MariaDbLedgerTotals totals = new MariaDbLedgerTotals(campaign.pool());
        assertEquals(new LedgerTotals.Total(0, 0), totals.of(campaign.campaignId()));
        LedgerEntry[] group = {visit(ANNA), loss(ANNA, 1), candidate(ANNA, 2, coupon), candidate(BERT, 1, watch)};
        write(group);
        write(group);
        new MariaDbLedgerStore(campaign.pool(), "another node")
                .write(List.of(loss(ANNA, 1), loss(BERT, 2), candidate(player(3), 1, watch)));
        assertEquals(
                new LedgerTotals.Total(5, 2),
                totals.of(campaign.campaignId()),
                "there is no unit left for the second watch");
        assertEquals(campaign.count("draw"), totals.of(campaign.campaignId()).draws());
        assertEquals(
                2,
                campaign.count("ledger_count WHERE campaign_id = " + campaign.campaignId()),
                "each node has its own row");
    }

    @Test
    void aReturnedResultIsOnTheReplica() throws Exception {
        write(candidate(ANNA, 1, coupon));
        campaign.pair().awaitReplicaCaughtUp();
        assertEquals("1", campaign.pair().replica().ask("SELECT COUNT(*) FROM turntable.draw WHERE unit_ordinal = 1"));
    }

    @Test
    void eachUnitIsAwardedOnceAndCandidatesAfterTheLastLose() throws Exception {
        List<StoredDraw> stored = write(IntStream.rangeClosed(1, 5)
                .mapToObj(i -> candidate(player(i), 1, coupon))
                .toArray(LedgerEntry[]::new));
        assertEquals(List.of(1, 2, 3, 0, 0), stored.stream().map(Entries::unit).toList());
        assertEquals(
                List.of(true, true, true, false, false),
                stored.stream().map(StoredDraw::isWin).toList());
        assertEquals(
                "2026-10-01 02:00:00.123 " + coupon + " NULL",
                row(player(4), 1),
                "the prize it was a candidate for is kept");
        assertEquals(0, Entries.unit(write(candidate(player(9), 1, coupon)).get(0)));
        assertEquals(3, campaign.count("prize_unit WHERE player_id IS NOT NULL"));
    }

    @Test
    void concurrentGroupsAwardEveryUnitExactlyOnce() throws Exception {
        int units = 40;
        try (Connection connection = campaign.pair().application();
                Statement statement = connection.createStatement()) {
            for (int ordinal = 4; ordinal <= units; ordinal++) {
                statement.addBatch(
                        "INSERT INTO prize_unit (prize_id, ordinal) VALUES (" + coupon + ", " + ordinal + ")");
            }
            statement.executeBatch();
        }
        List<CompletableFuture<List<StoredDraw>>> groups = new ArrayList<>();
        for (int group = 0; group < 12; group++) {
            int first = 100 * group;
            groups.add(CompletableFuture.supplyAsync(() -> {
                try {
                    return write(IntStream.range(first, first + 5)
                            .mapToObj(i -> candidate(player(i), 1, coupon))
                            .toArray(LedgerEntry[]::new));
                } catch (Exception failed) {
                    throw new IllegalStateException(failed);
                }
            }));
        }
        List<Integer> won = new ArrayList<>();
        for (CompletableFuture<List<StoredDraw>> group : groups) {
            group.get(LIMIT.toSeconds(), TimeUnit.SECONDS).stream()
                    .filter(StoredDraw::isWin)
                    .forEach(draw -> won.add(Entries.unit(draw)));
        }
        assertEquals(units, won.size(), "not more wins than units, and no unit is left over");
        assertEquals(units, new HashSet<>(won).size());
        assertEquals(60, campaign.count("draw"));
        assertEquals(
                units,
                campaign.count(
                        "draw d JOIN turntable.prize_unit u ON u.prize_id = d.prize_id AND u.ordinal = d.unit_ordinal"
                                + " AND u.player_id = d.player_id AND u.draw_number = d.number"));
    }

    @Test
    void anExistingRowStaysUnchangedAndTakesNoUnit() throws Exception {
        campaign.store(ANNA, 1, coupon, 3);
        campaign.store(BERT, 1, null, null);
        List<StoredDraw> stored = write(candidate(ANNA, 1, watch), candidate(BERT, 1, coupon));
        long drawnAt = java.time.Instant.parse("2026-10-01T01:00:00.007Z").toEpochMilli();
        assertEquals(List.of(Entries.stored(coupon, 3, drawnAt), Entries.stored(0, 0, drawnAt)), stored);
        assertEquals(1, campaign.count("prize_unit WHERE player_id IS NOT NULL"));
        assertEquals(2, campaign.count("draw"));
    }

    @Test
    void theNewRowsOfAGroupWithExistingRowsAreStoredAndTheirUnitsAreTakenOnce() throws Exception {
        campaign.store(BERT, 1, coupon, 1);
        write(visit(ANNA));
        List<StoredDraw> stored = write(
                visit(ANNA),
                candidate(ANNA, 1, coupon),
                candidate(BERT, 1, coupon),
                loss(BERT, 2),
                visit(player(3)),
                candidate(player(3), 1, coupon));
        assertEquals(
                List.of(0, 2, 1, 0, 0, 3), stored.stream().map(Entries::unit).toList());
        assertEquals(4, campaign.count("draw"));
        assertEquals(2, campaign.count("player"));
        assertEquals(3, campaign.count("prize_unit WHERE player_id IS NOT NULL"));
    }

    @Test
    void aGroupWithAnExistingRowWritesTheHeartbeatOfItsNode() throws Exception {
        write(loss(ANNA, 1));
        write(loss(ANNA, 1));
        assertEquals("this node 1", campaign.ask("SELECT CONCAT(node, ' ', beats) FROM turntable.ledger_beat"));
        write(loss(ANNA, 1), loss(ANNA, 2));
        assertEquals("this node 2", campaign.ask("SELECT CONCAT(node, ' ', beats) FROM turntable.ledger_beat"));
        write(visit(BERT));
        write(visit(BERT));
        assertEquals("this node 3", campaign.ask("SELECT CONCAT(node, ' ', beats) FROM turntable.ledger_beat"));
    }

    @Test
    void aVisibleRowThatIsOnNoSecondMachineConfirmsNothing() throws Exception {
        LedgerEntry win = candidate(ANNA, 1, coupon);
        campaign.pair().replica().stop();
        try {
            // The primary writes the row into its binlog, waits for the replica's acknowledgement, and dies.
            CompletableFuture<List<StoredDraw>> unacknowledged = writing(win);
            Await.until(
                    "the commit waits for the replica",
                    LIMIT,
                    () -> "1".equals(campaign.pair().primary().status("Rpl_semi_sync_master_wait_sessions")));
            campaign.pair().primary().kill9();
            assertUnavailable(unacknowledged);

            // It starts again, with the row, and is opened as by the failover agent: semi-synchronous, and still no
            // replica.
            campaign.pair().primary().start();
            campaign.pair().primary().open();
            assertEquals("ON", campaign.ask("SELECT IF(@@rpl_semi_sync_master_enabled, 'ON', 'OFF')"));
            assertEquals(1, campaign.count("draw WHERE unit_ordinal = 1"), "the row is visible to all readers");

            assertUnavailable(writing(win));
            assertThrows(DatabaseUnavailableException.class, store::probe, "the probe fails, too");
        } finally {
            campaign.pair().replica().start();
        }
        openAgain();
        Await.until(
                "it is confirmed after the replica is connected again",
                LIMIT,
                () -> Entries.unit(write(win).get(0)) == 1);
        assertEquals(1, campaign.count("draw"));
        assertEquals(1, campaign.count("prize_unit WHERE player_id IS NOT NULL"));
    }

    @Test
    void aUnitThatAnotherGroupHasLockedIsSkipped() throws Exception {
        try (Connection other = campaign.pair().application();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.executeQuery(
                    "SELECT ordinal FROM prize_unit WHERE prize_id = " + coupon + " AND ordinal = 1 FOR UPDATE");
            assertEquals(2, Entries.unit(write(candidate(ANNA, 1, coupon)).get(0)));
            other.rollback();
        }
        assertEquals(1, Entries.unit(write(candidate(BERT, 1, coupon)).get(0)), "and is free again afterwards");
    }

    @Test
    void aGroupWaitsForTheLastUnitWhichAnotherGroupMayRelease() throws Exception {
        try (Connection other = campaign.pair().application();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.executeQuery("SELECT ordinal FROM prize_unit WHERE prize_id = " + watch + " FOR UPDATE");
            CompletableFuture<List<StoredDraw>> candidate = writing(candidate(ANNA, 1, watch));
            Await.until(
                    "the candidate waits for the row",
                    LIMIT,
                    () -> "1".equals(campaign.pair().primary().status("Innodb_row_lock_current_waits")));
            assertFalse(candidate.isDone());
            other.rollback();
            assertEquals(
                    1,
                    Entries.unit(
                            candidate.get(LIMIT.toSeconds(), TimeUnit.SECONDS).get(0)));
        }
    }

    @Test
    void aLockWaitTimeoutIsRetried() throws Exception {
        try (Connection other = campaign.pair().application();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.executeQuery("SELECT ordinal FROM prize_unit WHERE prize_id = " + watch + " FOR UPDATE");
            long before = lockTimeouts();
            CompletableFuture<List<StoredDraw>> candidate = writing(candidate(ANNA, 1, watch));
            Await.until("one lock wait has timed out", LIMIT, () -> lockTimeouts() > before);
            other.rollback();
            assertEquals(
                    1,
                    Entries.unit(
                            candidate.get(LIMIT.toSeconds(), TimeUnit.SECONDS).get(0)));
            assertEquals(1, campaign.count("draw"));
        }
    }

    @Test
    void rejectedRowsAreReportedAndNothingIsStored() throws Exception {
        // A unit is already awarded to this draw, but the draw itself does not exist: the data is inconsistent.
        campaign.pair()
                .primary()
                .execute("UPDATE turntable.prize_unit SET player_id = UNHEX('"
                        + java.util.HexFormat.of().formatHex(ANNA.bytes())
                        + "'), draw_number = 1, awarded_at = NOW() WHERE prize_id = " + coupon + " AND ordinal = 3");
        assertThrows(
                LedgerStore.RejectedException.class,
                () -> write(candidate(ANNA, 1, coupon), candidate(BERT, 1, coupon)));
        assertEquals(0, campaign.count("draw"));
        assertEquals(1, campaign.count("prize_unit WHERE player_id IS NOT NULL"));
        assertEquals(1, Entries.unit(write(candidate(BERT, 1, coupon)).get(0)));
    }

    @Test
    void aReadOnlyServerIsUnavailableAndIsNoRejection() throws Exception {
        write(loss(ANNA, 1));
        campaign.pair().primary().execute("SET GLOBAL read_only = 1");
        try {
            assertThrows(DatabaseUnavailableException.class, () -> write(loss(ANNA, 2)));
            assertThrows(
                    DatabaseUnavailableException.class, () -> write(loss(ANNA, 1)), "also for rows that already exist");
            assertThrows(DatabaseUnavailableException.class, store::probe);
        } finally {
            campaign.pair().primary().execute("SET GLOBAL read_only = 0");
        }
        Await.until(
                "writes are possible again", LIMIT, () -> write(loss(ANNA, 2)).size() == 1);
    }

    @Test
    void aCommitWithoutAcknowledgementIsUnavailableAndNeverAWin() throws Exception {
        campaign.pair().replica().suspend();
        try {
            assertUnavailable(writing(candidate(ANNA, 1, coupon)));
        } finally {
            campaign.pair().replica().resume();
        }
        campaign.pair().awaitReplicaCaughtUp();
        Await.until(
                "the same draw is confirmed later with what is stored",
                LIMIT,
                () -> Entries.unit(write(candidate(ANNA, 1, coupon)).get(0)) == 1);
        assertEquals(1, campaign.count("prize_unit WHERE player_id IS NOT NULL"));
    }

    @Test
    void aMissingTableIsUnavailableAndIsNoRejection() throws Exception {
        try (HikariDataSource elsewhere = campaign.newPool()) {
            campaign.pair().primary().execute("RENAME TABLE turntable.draw TO turntable.draw_away");
            try {
                assertThrows(
                        DatabaseUnavailableException.class,
                        () -> new MariaDbLedgerStore(elsewhere, "this node").write(List.of(loss(ANNA, 1))));
            } finally {
                campaign.pair().primary().execute("RENAME TABLE turntable.draw_away TO turntable.draw");
            }
        }
    }

    @Test
    void aProbeIsARealWrite() throws Exception {
        store.probe();
        assertEquals("(probe) 1", campaign.ask("SELECT CONCAT(node, ' ', beats) FROM turntable.ledger_beat"));
    }

    @Test
    void drawsOfOnePlayerInTwoCampaignsAreTwoDraws() throws Exception {
        // Not the id of a campaign that another test makes: the count of its draws stays.
        LedgerEntry elsewhere =
                Entries.entry(campaign.campaignId() + 1_000_000, CampaignOnPair.ADMITTED + "-0", ANNA, 1, 0);
        assertEquals(2, write(loss(ANNA, 1), elsewhere).size());
        assertEquals(2, campaign.count("draw"));
        assertEquals(
                List.of(Entries.stored(0, 0, CampaignOnPair.ADMITTED), Entries.stored(0, 0, CampaignOnPair.ADMITTED)),
                write(loss(ANNA, 1), elsewhere));
    }

    private List<StoredDraw> write(LedgerEntry... group)
            throws DatabaseUnavailableException, LedgerStore.RejectedException {
        List<LedgerEntry> sorted = new ArrayList<>(List.of(group));
        sorted.sort(LedgerEntry.KEY_ORDER);
        assertEquals(sorted, List.of(group), "the entries of a test must be in key order");
        return store.write(sorted);
    }

    private CompletableFuture<List<StoredDraw>> writing(LedgerEntry entry) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return store.write(List.of(entry));
            } catch (DatabaseUnavailableException | LedgerStore.RejectedException failed) {
                throw new java.util.concurrent.CompletionException(failed);
            }
        });
    }

    private static void assertUnavailable(CompletableFuture<List<StoredDraw>> write) {
        ExecutionException failed =
                assertThrows(ExecutionException.class, () -> write.get(LIMIT.toSeconds(), TimeUnit.SECONDS));
        assertTrue(failed.getCause() instanceof DatabaseUnavailableException, () -> "not " + failed.getCause());
    }

    private static void openAgain() {
        campaign.pair().open();
    }

    private static long lockTimeouts() {
        return Long.parseLong(
                campaign.ask("SELECT COUNT FROM information_schema.INNODB_METRICS WHERE NAME = 'lock_timeouts'"));
    }

    private static String row(PlayerId player, int number) {
        return campaign.ask(
                "SELECT CONCAT_WS(' ', drawn_at, IFNULL(prize_id, 'NULL'), IFNULL(unit_ordinal, 'NULL')) FROM "
                        + "turntable.draw WHERE number = "
                        + number + " AND player_id = UNHEX('"
                        + java.util.HexFormat.of().formatHex(player.bytes()) + "')");
    }

    private static LedgerEntry visit(PlayerId player) {
        return campaign.entry(player, 0, 0);
    }

    private static LedgerEntry loss(PlayerId player, int number) {
        return campaign.entry(player, number, 0);
    }

    private static LedgerEntry candidate(PlayerId player, int number, int prizeId) {
        return campaign.entry(player, number, prizeId);
    }
}
