package org.turntable.mariadb.draw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.turntable.player.Players.player;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.turntable.campaign.Campaign;
import org.turntable.campaign.CampaignBuilder;
import org.turntable.draw.BlockState;
import org.turntable.draw.PlayerHistory;
import org.turntable.draw.PlayerHistory.History;
import org.turntable.draw.PlayerState;
import org.turntable.ledger.LedgerStore;
import org.turntable.mariadb.ledger.MariaDbLedgerStore;
import org.turntable.mariadb.pool.CampaignOnPair;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.player.DrawOutcome;
import org.turntable.player.PlayerId;
import org.turntable.testing.stack.Await;

class MariaDbPlayerHistoryIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final PlayerId ANNA = player(1);
    private static final PlayerId BERT = player(2);
    private static CampaignOnPair database;

    private PlayerHistory history;
    private LedgerStore store;
    private Campaign campaign;
    private Campaign.Day day;
    private int coupon;
    private int watch;

    @BeforeAll
    static void start() {
        database = new CampaignOnPair().start();
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @BeforeEach
    void openACampaign() throws Exception {
        database.newCampaign();
        history = new MariaDbPlayerHistory(database.pool(), "this node");
        store = new MariaDbLedgerStore(database.pool(), "this node");
        campaign = new CampaignBuilder().id(database.campaignId()).build();
        day = campaign.dayAt(Instant.ofEpochMilli(CampaignOnPair.ADMITTED));
        coupon = database.prizeId(1);
        watch = database.prizeId(2);
    }

    @Test
    void aPlayerWhoNeverCameHasNoHistory() throws Exception {
        assertEquals(
                Map.of(ANNA, new History(false, 0, 0, day, new DrawOutcome.Loss(), List.of(), BlockState.NONE)),
                read(ANNA));
    }

    @Test
    void aPlayerWithOnlyAVisitIsKnown() throws Exception {
        store.write(List.of(database.entry(ANNA, 0, 0)));
        assertEquals(
                new History(true, 0, 0, day, new DrawOutcome.Loss(), List.of(), BlockState.NONE),
                read(ANNA).get(ANNA));
    }

    @Test
    void theLastDrawTheDaysDrawsAndAllWinsAreRead() throws Exception {
        store.write(List.of(
                database.entry(ANNA, 0, 0),
                database.entry(ANNA, 1, coupon),
                database.entry(ANNA, 2, 0),
                database.entry(ANNA, 3, watch)));
        assertEquals(
                new History(
                        true,
                        3,
                        3,
                        day,
                        new DrawOutcome.Win(watch, 1),
                        List.of(
                                new PlayerState.Win(1, coupon, 1, CampaignOnPair.ADMITTED),
                                new PlayerState.Win(3, watch, 1, CampaignOnPair.ADMITTED)),
                        BlockState.NONE),
                read(ANNA).get(ANNA));
    }

    @Test
    void aCandidateThatGotNoUnitIsALossAndNoWin() throws Exception {
        database.store(ANNA, 1, coupon, 1);
        database.store(ANNA, 2, coupon, null);
        History past = read(ANNA).get(ANNA);
        assertEquals(new DrawOutcome.Loss(), past.last());
        assertEquals(
                List.of(1), past.wins().stream().map(PlayerState.Win::number).toList());
    }

    @Test
    void onlyTheDrawsOfTheDayCountAsUsedToday() throws Exception {
        // 16:00 UTC is midnight in Shanghai.
        database.pair()
                .primary()
                .execute("INSERT INTO turntable.draw (campaign_id, player_id, number, drawn_at) VALUES "
                        + row(1, "2026-09-30 15:59:59.999") + ", " + row(2, "2026-09-30 16:00:00.000") + ", "
                        + row(3, "2026-10-01 15:59:59.999") + ", " + row(4, "2026-10-01 16:00:00.000"));
        History past = read(ANNA).get(ANNA);
        assertEquals(4, past.number());
        assertEquals(2, past.usedToday());
    }

    @Test
    void manyPlayersAreReadTogetherAndEachGetsItsOwnHistory() throws Exception {
        database.store(ANNA, 1, coupon, 2);
        database.store(BERT, 1, null, null);
        database.store(BERT, 2, null, null);
        List<PlayerId> players = IntStream.rangeClosed(1, 200)
                .mapToObj(org.turntable.player.Players::player)
                .toList();
        Map<PlayerId, History> histories = history.read(campaign, players, day);
        assertEquals(200, histories.size());
        assertEquals(new DrawOutcome.Win(coupon, 2), histories.get(ANNA).last());
        assertEquals(2, histories.get(BERT).number());
        assertEquals(List.of(), histories.get(BERT).wins());
        assertEquals(0, histories.get(player(3)).number());
    }

    @Test
    void theHistoryOfAnotherCampaignIsNotRead() throws Exception {
        database.store(ANNA, 1, coupon, 2);
        Campaign other = new CampaignBuilder().id(database.campaignId() + 1).build();
        assertEquals(0, history.read(other, List.of(ANNA), day).get(ANNA).number());
    }

    @Test
    void readingAWinWritesAHeartbeatAndReadingLossesDoesNot() throws Exception {
        database.store(BERT, 1, null, null);
        read(BERT);
        assertEquals(0, database.count("ledger_beat"));
        database.store(ANNA, 1, coupon, 2);
        read(ANNA, BERT);
        assertEquals("this node 1", database.ask("SELECT CONCAT(node, ' ', beats) FROM turntable.ledger_beat"));
    }

    @Test
    void aWinThatMayBeOnOneMachineOnlyIsNotReturned() throws Exception {
        database.store(ANNA, 1, coupon, 2);
        database.store(BERT, 1, null, null);
        database.pair().replica().suspend();
        try {
            CompletableFuture<Map<PlayerId, History>> reading = CompletableFuture.supplyAsync(() -> {
                try {
                    return read(ANNA);
                } catch (DatabaseUnavailableException unavailable) {
                    throw new java.util.concurrent.CompletionException(unavailable);
                }
            });
            ExecutionException failed =
                    assertThrows(ExecutionException.class, () -> reading.get(LIMIT.toSeconds(), TimeUnit.SECONDS));
            assertEquals(DatabaseUnavailableException.class, failed.getCause().getClass());
        } finally {
            database.pair().replica().resume();
        }
        Await.until(
                "it is returned after the replica acknowledges again",
                LIMIT,
                () -> read(ANNA).get(ANNA).wins().size() == 1);
    }

    private Map<PlayerId, History> read(PlayerId... players) throws DatabaseUnavailableException {
        return history.read(campaign, List.of(players), day);
    }

    private String row(int number, String drawnAt) {
        return "(" + database.campaignId() + ", UNHEX('"
                + java.util.HexFormat.of().formatHex(ANNA.bytes()) + "'), " + number + ", '" + drawnAt + "')";
    }
}
