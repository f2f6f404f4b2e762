package org.turntable.redis.draw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.turntable.campaign.Campaign;
import org.turntable.campaign.CampaignBuilder;
import org.turntable.campaign.CampaignState;
import org.turntable.campaign.Prize;
import org.turntable.campaign.ReleaseLine;
import org.turntable.draw.Admission;
import org.turntable.draw.Admission.Admitted;
import org.turntable.draw.Admission.Repeated;
import org.turntable.draw.Admission.Stale;
import org.turntable.draw.Admissions;
import org.turntable.draw.BlockState;
import org.turntable.draw.DrawRefusal;
import org.turntable.draw.Epoch;
import org.turntable.draw.PlayerHistory;
import org.turntable.ledger.Entries;
import org.turntable.ledger.LedgerEntry;
import org.turntable.ledger.LedgerStream.Settlement;
import org.turntable.player.DrawOutcome;
import org.turntable.player.PlayerId;
import org.turntable.player.Players;

/** The script draw.lua with the code that calls it: all results of a draw. */
class RedisAdmissionsIT {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final PlayerId ANNA = Players.player(1);
    private static final PlayerId BERT = Players.player(2);
    private static DrawsRedis redis;
    private static RedisForDraws node;
    private static Admissions admissions;

    private Campaign campaign;
    private Prize prize;
    private Epoch epoch;
    private int nextPlayer = 1_000;

    @BeforeAll
    static void start() {
        redis = new DrawsRedis();
        node = redis.node();
        admissions = node.admissions();
    }

    @AfterAll
    static void stop() {
        node.close();
        redis.close();
    }

    @BeforeEach
    void openACampaign() {
        redis.server().command("FLUSHALL");
        campaign(new CampaignBuilder().prize(5, 1, 1_000));
    }

    @Test
    void aLossIsAdmittedCountedAndInTheStream() throws Exception {
        Admitted admitted = (Admitted) admit(ANNA, 1, null);
        assertEquals(1, admitted.usedToday());
        LedgerEntry entry = admitted.entry();
        assertEquals(Entries.entry(7, entry.entryId(), ANNA, 1, 0, true), entry);
        assertTrue(Math.abs(entry.admittedAtMs() - redis.now().toEpochMilli()) < 2_000, "by Redis's clock");
        assertEquals(List.of(entry), node.drawLog().read(7, null, null, 10).entries());
        LedgerEntry second = ((Admitted) admit(ANNA, 2, null)).entry();
        assertEquals(
                Entries.entry(7, second.entryId(), ANNA, 2, 0, false), second, "the visit was recorded with the first");
    }

    @Test
    void aHitIsACandidateThatTakesAPlaceAndIsInTheStream() throws Exception {
        Admitted admitted = (Admitted) admit(ANNA, 1, prize);
        assertEquals(Entries.entry(7, admitted.entry().entryId(), ANNA, 1, 5, true), admitted.entry());
        assertEquals("1", redis.server().command("HGET", "tt:{7}:taken", "5"));
        assertEquals(
                List.of(admitted.entry()),
                node.drawLog().read(7, null, null, 10).entries());
        LedgerEntry second = ((Admitted) admit(ANNA, 2, prize)).entry();
        assertEquals(Entries.entry(7, second.entryId(), ANNA, 2, 5, false), second);
        assertEquals("2", redis.server().command("HGET", "tt:{7}:taken", "5"));
    }

    @Test
    void drawsAreNumberedFromTheLastOne() throws Exception {
        for (int number = 1; number <= 5; number++) {
            assertEquals(number, ((Admitted) admit(ANNA, number, number % 2 == 0 ? prize : null)).usedToday());
        }
        assertEquals(5, redis.streamLength(7));
    }

    @Test
    void theHashAlwaysContainsTheResultOfTheLastDraw() throws Exception {
        List<Prize> hits = Arrays.asList(null, null, prize, null, prize, prize, null);
        for (int number = 1; number <= hits.size(); number++) {
            Prize hit = hits.get(number - 1);
            LedgerEntry entry = ((Admitted) admit(ANNA, number, hit)).entry();
            assertEquals(
                    new Repeated(
                            number,
                            hit == null ? new DrawOutcome.Loss() : new DrawOutcome.Candidate(5, entry.entryId())),
                    admit(ANNA, number, null));
        }
    }

    @Test
    void aRepeatedLossIsTheSameLossWhateverTheNewRollIs() throws Exception {
        admit(ANNA, 1, null);
        assertNothingChanges(() -> assertEquals(new Repeated(1, new DrawOutcome.Loss()), admit(ANNA, 1, prize)));
    }

    @Test
    void aRepeatedCandidateIsTheSameCandidateAndTakesNoSecondPlace() throws Exception {
        LedgerEntry entry = ((Admitted) admit(ANNA, 1, prize)).entry();
        assertNothingChanges(() ->
                assertEquals(new Repeated(1, new DrawOutcome.Candidate(5, entry.entryId())), admit(ANNA, 1, null)));
    }

    @Test
    void aRepeatedWinIsTheSameWin() throws Exception {
        LedgerEntry entry = ((Admitted) admit(ANNA, 1, prize)).entry();
        node.drawLog().settle(List.of(new Settlement(entry, Entries.stored(5, 17, entry.admittedAtMs()))));
        assertNothingChanges(() -> assertEquals(new Repeated(1, new DrawOutcome.Win(5, 17)), admit(ANNA, 1, null)));
    }

    @Test
    void fiftyConcurrentRequestsOfOneNumberAreOneDrawAndOneChance() throws Exception {
        try (RedisForDraws other = redis.node()) {
            List<CompletableFuture<Admission>> taps = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                taps.add((i % 2 == 0 ? admissions : other.admissions()).admit(campaign, ANNA, 1, prize, epoch));
            }
            int admitted = 0;
            for (CompletableFuture<Admission> tap : taps) {
                Admission answer = told(tap);
                admitted += answer instanceof Admitted ? 1 : 0;
                assertEquals(1, answer instanceof Admitted first ? first.usedToday() : ((Repeated) answer).usedToday());
            }
            assertEquals(1, admitted);
            assertEquals("1", redis.server().command("HGET", "tt:{7}:taken", "5"));
            assertEquals(1, redis.streamLength(7));
        }
    }

    @Test
    void aRepeatIsAnsweredAlsoAfterTheEndAndWithoutChances() throws Exception {
        campaign(new CampaignBuilder().chances(1, 1));
        admit(ANNA, 1, null);
        assertEquals(new Repeated(1, new DrawOutcome.Loss()), admit(ANNA, 1, null));
        campaign =
                new CampaignBuilder().chances(1, 1).state(CampaignState.CLOSED).build();
        assertEquals(new Repeated(1, new DrawOutcome.Loss()), admit(ANNA, 1, null));
        campaign = new CampaignBuilder()
                .chances(1, 1)
                .window(Instant.EPOCH, redis.now().minusSeconds(1))
                .build();
        assertEquals(new Repeated(1, new DrawOutcome.Loss()), admit(ANNA, 1, null));
    }

    @Test
    void anyNumberButTheNextAndTheLastIsToBeRefreshed() throws Exception {
        assertRefused(DrawRefusal.REFRESH, BERT, 2);
        admit(ANNA, 1, null);
        admit(ANNA, 2, null);
        assertRefused(DrawRefusal.REFRESH, ANNA, 1);
        assertRefused(DrawRefusal.REFRESH, ANNA, 4);
        assertRefused(DrawRefusal.REFRESH, ANNA, 999_999_999);
        assertInstanceOf(Admitted.class, admit(ANNA, 3, null));
    }

    @Test
    void beforeItsOpeningInstantACampaignHasNotBegun() throws Exception {
        campaign(new CampaignBuilder()
                .window(redis.now().plusSeconds(60), redis.now().plusSeconds(120)));
        assertRefused(DrawRefusal.NOT_BEGUN, ANNA, 1);
    }

    @Test
    void fromItsClosingInstantOnACampaignHasEnded() throws Exception {
        campaign(new CampaignBuilder()
                .window(redis.now().minusSeconds(60), redis.now().minusMillis(1)));
        assertRefused(DrawRefusal.ENDED, ANNA, 1);
    }

    @ParameterizedTest
    @CsvSource({"SCHEDULED, NOT_BEGUN", "DRAFT, NOT_BEGUN", "PAUSED, PAUSED", "CLOSED, ENDED"})
    void withinItsWindowTheOperatorsDecide(CampaignState state, DrawRefusal refusal) throws Exception {
        campaign(new CampaignBuilder().state(state));
        assertRefused(refusal, ANNA, 1);
    }

    @Test
    void outsideItsWindowTheClockDecidesWhateverTheOperatorsDecided() throws Exception {
        campaign(new CampaignBuilder()
                .state(CampaignState.PAUSED)
                .window(redis.now().minusSeconds(60), redis.now().minusMillis(1)));
        assertRefused(DrawRefusal.ENDED, ANNA, 1);
        campaign(new CampaignBuilder()
                .state(CampaignState.PAUSED)
                .window(redis.now().plusSeconds(60), redis.now().plusSeconds(90))
                .plan(2));
        assertRefused(DrawRefusal.NOT_BEGUN, ANNA, 1);
    }

    @Test
    void theChancesOfADayAreUsedUpAndTheNextDayHasNewOnes() throws Exception {
        campaign(new CampaignBuilder().chances(2, 10));
        admit(ANNA, 1, null);
        admit(ANNA, 2, null);
        assertRefused(DrawRefusal.NO_CHANCES_TODAY, ANNA, 3);
        assertInstanceOf(Admitted.class, admit(BERT, 1, null), "another player has separate chances");

        long today = campaign.dayAt(redis.now()).number();
        redis.server().command("HSET", "tt:{7}:player:" + ANNA, "day", Long.toString(today - 1));
        assertEquals(1, ((Admitted) admit(ANNA, 3, null)).usedToday());
        assertEquals(2, ((Admitted) admit(ANNA, 4, null)).usedToday());
        assertRefused(DrawRefusal.NO_CHANCES_TODAY, ANNA, 5);
    }

    @Test
    void theChancesInAllAreUsedUpForGood() throws Exception {
        campaign(new CampaignBuilder().chances(10, 2));
        admit(ANNA, 1, null);
        admit(ANNA, 2, null);
        assertRefused(DrawRefusal.NO_CHANCES, ANNA, 3);
    }

    @Test
    void aBlockedPlayerIsRefusedFromTheNextDrawOnAndAlsoTheFirst() throws Exception {
        admit(ANNA, 1, null);
        redis.server().command("HSET", "tt:{7}:player:" + ANNA, "blocked", "1");
        assertRefused(DrawRefusal.BLOCKED, ANNA, 2);
        assertRefused(DrawRefusal.BLOCKED, ANNA, 1);
        redis.server().command("HDEL", "tt:{7}:player:" + ANNA, "blocked");
        assertInstanceOf(Admitted.class, admit(ANNA, 2, null));
        redis.server().command("HSET", "tt:{7}:player:" + BERT, "blocked", "1");
        assertRefused(DrawRefusal.BLOCKED, BERT, 1);
    }

    @Test
    void atTheHighWaterMarkDrawsAreBusyAndNothingChangesAndRepeatsAreStillAnswered() throws Exception {
        try (RedisForDraws small = redis.node(DrawsRedis.DEADLINE_MS, 3, System::currentTimeMillis)) {
            Admissions bounded = small.admissions();
            told(bounded.admit(campaign, ANNA, 1, null, epoch));
            told(bounded.admit(campaign, ANNA, 2, null, epoch));
            told(bounded.admit(campaign, ANNA, 3, null, epoch));
            assertNothingChanges(() -> {
                assertEquals(
                        new Admission.Refused(DrawRefusal.BUSY), told(bounded.admit(campaign, ANNA, 4, prize, epoch)));
                assertEquals(
                        new Admission.Refused(DrawRefusal.BUSY), told(bounded.admit(campaign, BERT, 1, null, epoch)));
                assertEquals(
                        new Repeated(3, new DrawOutcome.Loss()), told(bounded.admit(campaign, ANNA, 3, null, epoch)));
            });
            redis.server().command("XTRIM", "tt:{7}:ledger", "MAXLEN", "2");
            assertInstanceOf(Admitted.class, told(bounded.admit(campaign, ANNA, 4, null, epoch)), "one below the mark");
        }
    }

    @Test
    void aCallOfAnotherEpochIsRefused() throws Exception {
        assertNothingChanges(() -> {
            assertEquals(Stale.EPOCH, told(admissions.admit(campaign, ANNA, 1, null, new Epoch(0, epoch.runId()))));
            assertEquals(Stale.EPOCH, told(admissions.admit(campaign, ANNA, 1, null, new Epoch(2, epoch.runId()))));
        });
        redis.server().command("HDEL", "tt:{7}:head", "epoch");
        assertEquals(Stale.EPOCH, admit(ANNA, 1, null), "and so is every call while no epoch is published");
    }

    @Test
    void aCallOfAnOlderOrANewerPlanIsRefused() throws Exception {
        node.epochRegistry().announcePlan(7, DrawsRedis.plan(3), epoch.runId());
        assertNothingChanges(() -> {
            assertEquals(
                    Stale.PLAN,
                    told(admissions.admit(new CampaignBuilder().plan(2).build(), ANNA, 1, null, epoch)));
            assertEquals(
                    Stale.PLAN,
                    told(admissions.admit(new CampaignBuilder().plan(4).build(), ANNA, 1, null, epoch)));
        });
        assertInstanceOf(
                Admitted.class,
                told(admissions.admit(new CampaignBuilder().plan(3).build(), ANNA, 1, null, epoch)));
    }

    @Test
    void afterTheFirstEpochAPlayerWithoutAHashAndOneOfAnOlderEpochMustBeLoaded() throws Exception {
        admit(ANNA, 1, null);
        epoch = redis.open(node, campaign, 2);
        assertNothingChanges(() -> {
            assertEquals(Stale.LOAD, admit(ANNA, 2, null));
            assertEquals(Stale.LOAD, admit(ANNA, 1, null), "also a repeat: MariaDB may have another result");
            assertEquals(Stale.LOAD, admit(BERT, 1, null));
        });
    }

    @Test
    void aCallThatRedisExecutesAfterItsDeadlineIsRefused() throws Exception {
        // A node whose clock is behind computes deadlines in the past until the first reply corrects its estimate.
        try (RedisForDraws behind = redis.node(
                DrawsRedis.DEADLINE_MS, 1_000_000, () -> System.currentTimeMillis() - 2 * DrawsRedis.DEADLINE_MS)) {
            assertNothingChanges(() -> assertEquals(
                    new Admission.Refused(DrawRefusal.BUSY),
                    told(behind.admissions().admit(campaign, ANNA, 1, null, epoch))));
            assertInstanceOf(Admitted.class, told(behind.admissions().admit(campaign, ANNA, 1, null, epoch)));
        }
    }

    @Test
    void aCallOfAnotherDayByTheClockOfRedisIsRefused() throws Exception {
        try (RedisForDraws ahead = redis.node(
                DrawsRedis.DEADLINE_MS,
                1_000_000,
                () -> System.currentTimeMillis() + Duration.ofDays(1).toMillis())) {
            assertNothingChanges(
                    () -> assertEquals(Stale.DAY, told(ahead.admissions().admit(campaign, ANNA, 1, null, epoch))));
            assertInstanceOf(
                    Admitted.class,
                    told(ahead.admissions().admit(campaign, ANNA, 1, null, epoch)),
                    "the reply corrected the estimate");
            assertTrue(Math.abs(ahead.admissions().now().toEpochMilli()
                            - redis.now().toEpochMilli())
                    < 500);
        }
    }

    @Test
    void whenTheClockOfRedisIsPutBackOverMidnightTheDaysChancesAreNotGivenAgain() throws Exception {
        campaign(new CampaignBuilder().chances(3, 100));
        long tomorrow = campaign.dayAt(redis.now()).endMs() + 1_000;
        try (RedisForDraws other = redis.node()) {
            // Draws were admitted tomorrow; then the clock was put back to today.
            redis.server().command("HSET", "tt:{7}:head", "clock", Long.toString(tomorrow));
            assertEquals(Stale.DAY, told(other.admissions().admit(campaign, ANNA, 1, null, epoch)));
            for (int number = 1; number <= 3; number++) {
                Admitted admitted = (Admitted) told(other.admissions().admit(campaign, ANNA, number, null, epoch));
                assertEquals(number, admitted.usedToday());
            }
            assertEquals(
                    new Admission.Refused(DrawRefusal.NO_CHANCES_TODAY),
                    told(other.admissions().admit(campaign, ANNA, 4, null, epoch)));
        }
        try (RedisForDraws restarted = redis.node()) {
            assertEquals(Stale.DAY, told(restarted.admissions().admit(campaign, ANNA, 4, null, epoch)));
            assertEquals(
                    new Admission.Refused(DrawRefusal.NO_CHANCES_TODAY),
                    told(restarted.admissions().admit(campaign, ANNA, 4, null, epoch)));
        }
    }

    @Test
    void theTimeOfTheLatestDrawIsKept() throws Exception {
        admit(ANNA, 1, null);
        long kept = Long.parseLong(redis.server().command("HGET", "tt:{7}:head", "clock"));
        assertEquals(redis.now().toEpochMilli(), kept, 10_000);
        redis.server().command("HSET", "tt:{7}:head", "clock", Long.toString(kept - 60_000));
        admit(ANNA, 2, null);
        assertTrue(Long.parseLong(redis.server().command("HGET", "tt:{7}:head", "clock")) >= kept - 1_000);
    }

    @Test
    void aPlayerWhoIsLoadedAfterTheClockWasPutBackKeepsTheDayOfTheLastDraw() throws Exception {
        long tomorrow = campaign.dayAt(redis.now()).number() + 1;
        admit(ANNA, 1, null);
        redis.server()
                .command("HSET", "tt:{7}:player:" + ANNA, "day", Long.toString(tomorrow), "today", "2", "epoch", "0");
        assertTrue(told(admissions.seed(
                campaign,
                ANNA,
                epoch,
                new PlayerHistory.History(
                        true, 1, 1, campaign.dayAt(redis.now()), new DrawOutcome.Loss(), List.of(), BlockState.NONE))));
        assertEquals(
                Long.toString(tomorrow) + "\n2",
                redis.server().command("HMGET", "tt:{7}:player:" + ANNA, "day", "today"));
    }

    @Test
    void ofAPrizeWithALimitAPlayerWinsNoMoreAndOthersStillDo() throws Exception {
        Prize limited = CampaignBuilder.prize(5, 1, 2, 1_000, ReleaseLine.AT_ONCE);
        Prize other = CampaignBuilder.prize(6, 1, 1, 1_000, ReleaseLine.AT_ONCE);
        campaign(new CampaignBuilder().prize(limited).prize(other));
        assertEquals(
                List.of(5, 5, 0, 6, 0, 0),
                List.of(
                        won(ANNA, 1, limited),
                        won(ANNA, 2, limited),
                        won(ANNA, 3, limited),
                        won(ANNA, 4, other),
                        won(ANNA, 5, other),
                        won(ANNA, 6, limited)));
        assertEquals(5, won(BERT, 1, limited));
        assertEquals("3", redis.server().command("HGET", "tt:{7}:taken", "5"), "draws over the limit took no place");
    }

    @Test
    void aPrizeIsAdmittedUntilItsStockIsTaken() throws Exception {
        Prize few = CampaignBuilder.prize(5, 1, 0, 3, ReleaseLine.AT_ONCE);
        campaign(new CampaignBuilder().prize(few));
        assertEquals(3, candidates(few, 10));
    }

    @Test
    void ofALineWhoseLastPointIsPastItsShareIsAdmittedRoundedDown() throws Exception {
        assertEquals(2, candidates(released(10, line(-60, 0, -30, 250_000)), 10));
    }

    @Test
    void beforeItsFirstPointNothingIsAdmittedHoweverHighItBegins() throws Exception {
        assertEquals(0, candidates(released(10, line(60, 1_000_000)), 10));
    }

    @Test
    void onAFlatPartExactlyItsShareIsAdmitted() throws Exception {
        assertEquals(3, candidates(released(10, line(-90, 0, -60, 300_000, 60, 300_000, 90, 1_000_000)), 10));
    }

    @Test
    void onASlopeExactlyWhatTheLineHasReleasedByRedisClockIsAdmitted() throws Exception {
        // One unit every 100 ms, so that the slope and the clock are visible.
        Instant from = redis.now().minusSeconds(50);
        long stock = 1_000;
        Prize sloped = released(
                stock,
                new ReleaseLine(List.of(
                        new ReleaseLine.Point(from.minusSeconds(1_000), 0),
                        new ReleaseLine.Point(from, 500_000),
                        new ReleaseLine.Point(from.plusSeconds(100), 1_000_000))));
        assertTrue(candidates(sloped, 900) >= 700, "half, and half of the other half");
        long before = redis.now().toEpochMilli();
        int more = candidates(sloped, 50);
        long after = redis.now().toEpochMilli();
        long taken = Long.parseLong(redis.server().command("HGET", "tt:{7}:taken", "5"));
        assertTrue(more < 50, "the rest is not released yet");
        assertTrue(
                taken >= 500 + 500 * (before - from.toEpochMilli()) / 100_000, taken + " are fewer than are released");
        assertTrue(taken <= 500 + 500 * (after - from.toEpochMilli()) / 100_000, taken + " are more than are released");
    }

    @Test
    void twoCampaignsDoNotAffectEachOther() throws Exception {
        Campaign autumn = new CampaignBuilder()
                .id(8)
                .slug("autumn")
                .chances(1, 1)
                .prize(5, 1, 1)
                .build();
        Epoch epochOfAutumn = redis.open(node, autumn, 1);
        admit(ANNA, 1, prize);
        admit(ANNA, 2, prize);
        String spring = redis.contents(7);
        assertEquals(
                1,
                ((Admitted) told(admissions.admit(
                                autumn, ANNA, 1, autumn.prize(5).orElseThrow(), epochOfAutumn)))
                        .usedToday());
        assertEquals(
                new Admission.Refused(DrawRefusal.NO_CHANCES),
                told(admissions.admit(autumn, ANNA, 2, null, epochOfAutumn)));
        assertEquals(spring, redis.contents(7));
        assertEquals(1, redis.streamLength(8));
    }

    @Test
    void flushedScriptsAreLoadedAgainAndNoCallIsLostOrRepeated() throws Exception {
        try (RedisForDraws patient = redis.node()) {
            told(patient.admissions().admit(campaign, ANNA, 1, null, epoch));
            redis.server().command("SCRIPT", "FLUSH");
            List<CompletableFuture<Admission>> calls = new ArrayList<>();
            for (int player = 100; player < 400; player++) {
                calls.add(patient.admissions().admit(campaign, Players.player(player), 1, null, epoch));
            }
            for (CompletableFuture<Admission> call : calls) {
                assertInstanceOf(Admitted.class, told(call));
            }
            assertEquals(1 + 300, redis.streamLength(7));
        }
    }

    @Test
    void aPlayersHashIsKeptAfterTheCampaignForALimitedTime() throws Exception {
        admit(ANNA, 1, null);
        admit(BERT, 1, prize);
        for (PlayerId player : List.of(ANNA, BERT)) {
            long left = Long.parseLong(redis.server().command("PTTL", "tt:{7}:player:" + player));
            long expected = Duration.between(redis.now(), campaign.closesAt().plus(Duration.ofDays(400)))
                    .toMillis();
            assertEquals(expected, left, 5_000);
        }
    }

    private void campaign(CampaignBuilder builder) {
        campaign = builder.build();
        prize = campaign.prizes().isEmpty() ? null : campaign.prizes().get(0);
        redis.server().command("DEL", "tt:{7}:head");
        epoch = redis.open(node, campaign, 1);
    }

    /** The number of candidates among hits of different players. */
    private int candidates(Prize hit, int tries) throws Exception {
        List<CompletableFuture<Admission>> calls = new ArrayList<>();
        for (int i = 0; i < tries; i++) {
            calls.add(admissions.admit(campaign, Players.player(nextPlayer++), 1, hit, epoch));
        }
        int candidates = 0;
        for (CompletableFuture<Admission> call : calls) {
            candidates += ((Admitted) told(call)).entry().isCandidate() ? 1 : 0;
        }
        return candidates;
    }

    private static Prize released(long stock, ReleaseLine line) {
        return CampaignBuilder.prize(5, 1, 0, stock, line);
    }

    /** A line through pairs of seconds from now and shares. */
    private static ReleaseLine line(int... secondsAndShares) {
        List<ReleaseLine.Point> points = new ArrayList<>();
        for (int i = 0; i < secondsAndShares.length; i += 2) {
            points.add(new ReleaseLine.Point(redis.now().plusSeconds(secondsAndShares[i]), secondsAndShares[i + 1]));
        }
        return new ReleaseLine(points);
    }

    private int won(PlayerId player, int number, Prize hit) throws Exception {
        return Entries.prizeId(((Admitted) admit(player, number, hit)).entry());
    }

    private Admission admit(PlayerId player, int number, Prize hit) throws Exception {
        return told(admissions.admit(campaign, player, number, hit, epoch));
    }

    private void assertRefused(DrawRefusal refusal, PlayerId player, int number) throws Exception {
        assertNothingChanges(() -> assertEquals(new Admission.Refused(refusal), admit(player, number, prize)));
    }

    private interface Something {
        void happens() throws Exception;
    }

    private static void assertNothingChanges(Something something) throws Exception {
        String before = redis.contents();
        something.happens();
        assertEquals(before, redis.contents());
    }

    private static <T> T told(CompletableFuture<T> answer) throws Exception {
        return answer.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
}
