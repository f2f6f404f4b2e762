package org.turntable.redis.draw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.turntable.campaign.Campaign;
import org.turntable.campaign.CampaignBuilder;
import org.turntable.campaign.Prize;
import org.turntable.campaign.ReleaseLine;
import org.turntable.draw.Admission;
import org.turntable.draw.Admission.Admitted;
import org.turntable.draw.Admission.Stale;
import org.turntable.draw.Admissions.View;
import org.turntable.draw.BlockState;
import org.turntable.draw.DrawRefusal;
import org.turntable.draw.Epoch;
import org.turntable.draw.PlayerHistory.History;
import org.turntable.draw.PlayerState;
import org.turntable.ledger.Entries;
import org.turntable.ledger.LedgerEntry;
import org.turntable.ledger.LedgerStream.Settlement;
import org.turntable.player.DrawOutcome;
import org.turntable.player.PlayerId;
import org.turntable.player.Players;

/** The state of a player for a page (view.lua), and the loading of a player into a new epoch (seed.lua). */
class RedisPlayersIT {
    private static final PlayerId ANNA = Players.player(1);
    private static DrawsRedis redis;
    private static RedisForDraws node;

    private final Prize prize = CampaignBuilder.prize(5, 1, 2, 1_000, ReleaseLine.AT_ONCE);
    private final Campaign campaign =
            new CampaignBuilder().chances(3, 10).prize(prize).build();
    private Epoch epoch;
    private Campaign.Day today;

    @BeforeAll
    static void start() {
        redis = new DrawsRedis();
        node = redis.node();
    }

    @AfterAll
    static void stop() {
        node.close();
        redis.close();
    }

    @BeforeEach
    void openACampaign() {
        redis.server().command("FLUSHALL");
        epoch = redis.open(node, campaign, 1);
        today = campaign.dayAt(redis.now());
    }

    @Test
    void aFirstVisitIsAddedToTheLedgerOnceAndTheFirstDrawAddsNoSecondOne() throws Exception {
        assertEquals(new View(PlayerState.NEW, null), view());
        assertEquals(new View(PlayerState.NEW, null), view());
        admit(1, null);
        assertEquals(
                List.of(0, 1),
                node.drawLog().read(7, null, null, 10).entries().stream()
                        .map(Entries::number)
                        .toList());
        assertTrue(
                Long.parseLong(redis.server().command("PTTL", "tt:{7}:player:" + ANNA)) > 0,
                "the hash of a player without draws expires, too");
    }

    @Test
    void thePageReadsTheLastDrawTheDayAndEveryWin() throws Exception {
        LedgerEntry first = ((Admitted) admit(1, prize)).entry();
        assertEquals(
                new PlayerState(1, 1, today.number(), new DrawOutcome.Candidate(5, first.entryId()), List.of()),
                view().state());
        LedgerEntry second = ((Admitted) admit(2, prize)).entry();
        node.drawLog().settle(List.of(won(first, 17), won(second, 3)));
        admit(3, null);
        assertEquals(
                new PlayerState(
                        3,
                        3,
                        today.number(),
                        new DrawOutcome.Loss(),
                        List.of(
                                new PlayerState.Win(1, 5, 17, first.admittedAtMs()),
                                new PlayerState.Win(2, 5, 3, second.admittedAtMs()))),
                view().state());
    }

    @Test
    void atTheHighWaterMarkAVisitIsShownAndNotStored() throws Exception {
        try (RedisForDraws full = redis.node(DrawsRedis.DEADLINE_MS, 0, System::currentTimeMillis)) {
            String before = redis.contents();
            assertEquals(new View(PlayerState.NEW, null), told(full.admissions().view(campaign, ANNA, epoch)));
            assertEquals(before, redis.contents());
        }
    }

    @Test
    void aViewOfAnotherEpochIsRefused() throws Exception {
        assertEquals(
                Stale.EPOCH,
                told(node.admissions().view(campaign, ANNA, new Epoch(2, epoch.runId())))
                        .stale());
        assertEquals(
                Stale.EPOCH,
                told(node.admissions().view(campaign, ANNA, new Epoch(1, "0".repeat(40))))
                        .stale());
        assertEquals(0, redis.streamLength(7));
    }

    @Test
    void afterTheFirstEpochAMissingOrOlderPlayerHashMustBeLoaded() throws Exception {
        assertEquals(Stale.LOAD, inEpochTwo().stale());
        redis.server().command("FLUSHALL");
        epoch = redis.open(node, campaign, 1);
        admit(1, null);
        assertEquals(Stale.LOAD, inEpochTwo().stale());
    }

    @Test
    void aSeededPlayerContinuesFromTheHistoryInMariaDb() throws Exception {
        epoch = redis.open(node, campaign, 2);
        assertTrue(seed(new History(
                true,
                4,
                1,
                today,
                new DrawOutcome.Win(5, 17),
                List.of(new PlayerState.Win(2, 5, 9, 42), new PlayerState.Win(4, 5, 17, 43)),
                BlockState.NONE)));
        assertEquals(
                new PlayerState(
                        4,
                        1,
                        today.number(),
                        new DrawOutcome.Win(5, 17),
                        List.of(new PlayerState.Win(2, 5, 9, 42), new PlayerState.Win(4, 5, 17, 43))),
                view().state());
        assertEquals(0, redis.streamLength(7), "this player is already in MariaDB");
        Admitted next = (Admitted) admit(5, prize);
        assertEquals(0, Entries.prizeId(next.entry()), "two wins of this prize are its limit, whatever the epoch");
        assertEquals(2, next.usedToday());
        assertTrue(Long.parseLong(redis.server().command("PTTL", "tt:{7}:player:" + ANNA)) > 0);
    }

    @Test
    void aPlayerWhoIsNotInMariaDbIsANewVisitor() throws Exception {
        epoch = redis.open(node, campaign, 2);
        assertTrue(seed(new History(false, 0, 0, today, new DrawOutcome.Loss(), List.of(), BlockState.NONE)));
        assertEquals(0, view().state().number());
        assertEquals(
                List.of(0),
                node.drawLog().read(7, null, null, 10).entries().stream()
                        .map(Entries::number)
                        .toList());
        assertEquals(1, ((Admitted) admit(1, null)).usedToday());
    }

    @Test
    void valuesThatOnlyRedisHasAreKept() throws Exception {
        LedgerEntry candidate = ((Admitted) admit(1, prize)).entry();
        admit(2, null);
        LedgerEntry last = ((Admitted) admit(3, prize)).entry();
        epoch = redis.open(node, campaign, 2);
        assertTrue(seed(new History(
                true,
                1,
                1,
                today,
                new DrawOutcome.Win(5, 17),
                List.of(new PlayerState.Win(1, 5, 17, candidate.admittedAtMs())),
                BlockState.NONE)));
        assertEquals(
                new PlayerState(
                        3,
                        3,
                        today.number(),
                        new DrawOutcome.Candidate(5, last.entryId()),
                        List.of(new PlayerState.Win(1, 5, 17, candidate.admittedAtMs()))),
                view().state());
        assertEquals(
                "2",
                redis.server().command("HGET", "tt:{7}:player:" + ANNA, "got:5"),
                "the candidate that is not in MariaDB yet is counted, too");
        assertEquals(new Admission.Refused(DrawRefusal.NO_CHANCES_TODAY), admit(4, null));
    }

    @Test
    void ofADrawThatBothHaveTheResultInMariaDbIsUsed() throws Exception {
        admit(1, prize);
        epoch = redis.open(node, campaign, 2);
        assertTrue(seed(new History(true, 1, 1, today, new DrawOutcome.Loss(), List.of(), BlockState.NONE)));
        assertEquals(new Admission.Repeated(1, new DrawOutcome.Loss()), admit(1, null));
    }

    @Test
    void chancesOfYesterdayAreNotCountedToday() throws Exception {
        admit(1, null);
        redis.server().command("HSET", "tt:{7}:player:" + ANNA, "day", Long.toString(today.number() - 1), "today", "3");
        epoch = redis.open(node, campaign, 2);
        assertTrue(seed(new History(true, 1, 0, today, new DrawOutcome.Loss(), List.of(), BlockState.NONE)));
        assertEquals(0, view().state().usedOn(today));
        assertInstanceOf(Admitted.class, admit(2, null));
    }

    @Test
    void aPlayerOfThisEpochIsNotSeededAgain() throws Exception {
        admit(1, null);
        String before = redis.contents();
        assertTrue(seed(new History(
                true,
                9,
                9,
                today,
                new DrawOutcome.Win(5, 1),
                List.of(new PlayerState.Win(9, 5, 1, 1)),
                BlockState.NONE)));
        assertEquals(before, redis.contents());
    }

    @Test
    void aBlockedPlayerStaysBlocked() throws Exception {
        admit(1, null);
        redis.server().command("HSET", "tt:{7}:player:" + ANNA, "blocked", "1");
        epoch = redis.open(node, campaign, 2);
        assertTrue(seed(new History(true, 1, 1, today, new DrawOutcome.Loss(), List.of(), BlockState.NONE)));
        assertEquals(new Admission.Refused(DrawRefusal.BLOCKED), admit(2, null));
    }

    @Test
    void nobodyIsSeededIntoAnotherEpoch() throws Exception {
        redis.open(node, campaign, 2);
        String before = redis.contents();
        assertFalse(seed(new History(true, 1, 1, today, new DrawOutcome.Loss(), List.of(), BlockState.NONE)));
        epoch = new Epoch(2, "0".repeat(40));
        assertFalse(
                seed(new History(true, 1, 1, today, new DrawOutcome.Loss(), List.of(), BlockState.NONE)),
                "nor into an epoch of another run");
        assertEquals(before, redis.contents());
    }

    private View inEpochTwo() throws Exception {
        epoch = redis.open(node, campaign, 2);
        String before = redis.contents();
        View view = view();
        assertEquals(before, redis.contents());
        return view;
    }

    private static Settlement won(LedgerEntry entry, int unit) {
        return new Settlement(entry, Entries.stored(Entries.prizeId(entry), unit, entry.admittedAtMs()));
    }

    private View view() throws Exception {
        return told(node.admissions().view(campaign, ANNA, epoch));
    }

    private boolean seed(History history) throws Exception {
        return told(node.admissions().seed(campaign, ANNA, epoch, history));
    }

    private Admission admit(int number, Prize hit) throws Exception {
        return told(node.admissions().admit(campaign, ANNA, number, hit, epoch));
    }

    private static <T> T told(CompletableFuture<T> answer) throws Exception {
        return answer.get(Duration.ofSeconds(10).toSeconds(), TimeUnit.SECONDS);
    }
}
