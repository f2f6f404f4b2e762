package org.turntable.draw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.turntable.ledger.Entries.candidate;
import static org.turntable.ledger.Entries.loss;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.turntable.campaign.Campaign;
import org.turntable.campaign.CampaignBuilder;
import org.turntable.campaign.Prize;
import org.turntable.draw.Admission.Admitted;
import org.turntable.draw.Admission.Repeated;
import org.turntable.draw.Admission.Stale;
import org.turntable.draw.Admissions.View;
import org.turntable.draw.DrawAnswer.Confirming;
import org.turntable.draw.DrawAnswer.Lost;
import org.turntable.draw.DrawAnswer.Won;
import org.turntable.ledger.CircuitBreaker;
import org.turntable.ledger.Entries;
import org.turntable.ledger.FakeLedgerStore;
import org.turntable.ledger.FakeLedgerStream;
import org.turntable.ledger.Ledger;
import org.turntable.ledger.LedgerMetrics;
import org.turntable.ledger.LedgerSettings;
import org.turntable.ledger.Metric;
import org.turntable.ledger.UnwrittenDraws;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.outage.RedisUnavailableException;
import org.turntable.player.DrawOutcome;
import org.turntable.player.PlayerId;
import org.turntable.player.Players;
import org.turntable.testing.stack.Await;

class DrawServiceTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration SHORT = Duration.ofMillis(20);
    private static final PlayerId PLAYER = Players.player(1);
    private static final DrawAnswer BUSY = new DrawAnswer.Refused(DrawRefusal.BUSY);
    private static final PlayerState STATE = new PlayerState(3, 1, 0, new DrawOutcome.Loss(), List.of());

    private final Campaign campaign =
            new CampaignBuilder().base(10).prize(5, 1, 100).build();
    private final Prize prize = campaign.prize(5).orElseThrow();
    private final FakeAdmissions redis = new FakeAdmissions();
    private final FakeEpochStore epochStore = new FakeEpochStore();
    private final FakeEpochRegistry epochRegistry = new FakeEpochRegistry();
    private final FakeCampaigns campaigns = new FakeCampaigns().holds(campaign);
    private final FakeLedgerStore store = new FakeLedgerStore();
    private final FakeLedgerStream log = new FakeLedgerStream();
    private final FakePlayerHistory history = new FakePlayerHistory();
    private final CircuitBreaker breaker = new CircuitBreaker(LONG, System::nanoTime);
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final DrawMetrics metrics = new DrawMetrics(registry);
    private final UnwrittenDraws unwritten = new UnwrittenDraws(1 << 20);
    private final EpochCoordinator epochs = new EpochCoordinator(
            epochStore, epochRegistry, "this node", metrics, Duration.ZERO, System::nanoTime, unwritten);
    private final CampaignCache plans = new CampaignCache(campaigns, epochRegistry, Optional.empty());
    private final Housekeeper housekeeping = new Housekeeper(plans, epochs, () -> {});
    private final Ledger ledger = new Ledger(
            store,
            log,
            breaker,
            new LedgerSettings(500, Duration.ofMillis(1), Duration.ofMillis(1), LONG, LONG.plusMillis(1), 1_000),
            new LedgerMetrics(registry),
            unwritten);
    private final PlayerLoader loader = new PlayerLoader(history, redis, breaker, metrics);

    @BeforeEach
    void hold() throws Exception {
        plans.reload();
        epochs.ensure(campaign);
        ledger.start();
        loader.start();
    }

    @AfterEach
    void end() {
        store.release();
        history.release();
        loader.close();
        ledger.close();
        housekeeping.close();
    }

    @Test
    void aLossIsAnsweredAtOnceAndWrittenLater() throws Exception {
        store.hang();
        redis.answers(new Admitted(2, loss(1, 3)));
        assertEquals(new Lost(3, 2), draw(3).getNow(null), "with a database that hangs");
        Await.until("the ledger has it", LIMIT, () -> store.groups().equals(List.of(List.of(loss(1, 3)))));
    }

    @Test
    void aNodeThatHoldsAsManyUnwrittenDrawsAsItMayIsBusyAndAsksRedisForNone() throws Exception {
        Ledger full = new Ledger(
                store,
                log,
                breaker,
                new LedgerSettings(500, Duration.ofMillis(1), Duration.ofMillis(1), LONG, LONG.plusMillis(1), 1_000),
                new LedgerMetrics(new PrometheusRegistry()),
                new UnwrittenDraws(0));
        redis.answers(new Admitted(2, loss(1, 3)));
        assertEquals(
                new DrawAnswer.Refused(DrawRefusal.BUSY),
                await(service(full, new java.util.Random(7), SHORT, 50).draw(campaign, PLAYER, 3)));
        assertEquals(new Lost(3, 2), await(draw(3)), "the answer of Redis was not used up");
    }

    @Test
    void aCandidateIsAnsweredAsAWinOnlyAfterItIsStoredAsAWin() throws Exception {
        store.hang();
        redis.answers(new Admitted(2, candidate(1, 3, 5)));
        CompletableFuture<DrawAnswer> answer = draw(3);
        Await.until("the store has it", LIMIT, () -> store.groups().size() == 1);
        assertFalse(answer.isDone());
        store.release();
        assertEquals(new Won(3, 2, prize), await(answer));
    }

    @Test
    void aCandidateForWhichNoUnitIsLeftIsALoss() throws Exception {
        store.behaves(group -> List.of(Entries.stored(5, 0, 0)));
        redis.answers(new Admitted(2, candidate(1, 3, 5)));
        assertEquals(new Lost(3, 2), await(draw(3)));
    }

    @Test
    void aCandidateIsAnsweredAsBeingConfirmedAfterTheTimeout() throws Exception {
        store.hang();
        redis.answers(new Admitted(2, candidate(1, 3, 5)));
        assertEquals(new Confirming(3, 2), await(service(SHORT, 50).draw(campaign, PLAYER, 3)));
    }

    @Test
    void aCandidateIsAnsweredAsBeingConfirmedAtOnceWhileTheBreakerIsOpen() {
        breaker.failed();
        redis.answers(new Admitted(2, candidate(1, 3, 5)));
        assertEquals(new Confirming(3, 2), draw(3).getNow(null));
    }

    @Test
    void beyondTheLimitOfWaitingCandidatesACandidateIsWrittenLater() throws Exception {
        store.hang();
        DrawService service = service(LONG, 1);
        redis.answers(
                new Admitted(1, candidate(1, 1, 5)),
                new Admitted(2, candidate(1, 2, 5)),
                new Admitted(3, candidate(1, 3, 5)));
        CompletableFuture<DrawAnswer> first = service.draw(campaign, PLAYER, 1);
        assertEquals(new Confirming(2, 2), service.draw(campaign, PLAYER, 2).getNow(null));
        store.release();
        assertEquals(new Won(1, 1, prize), await(first));
        Await.until(
                "the second is written too",
                LIMIT,
                () -> store.groups().stream().anyMatch(group -> group.contains(candidate(1, 2, 5))));
        assertEquals(
                new Won(3, 3, prize), await(service.draw(campaign, PLAYER, 3)), "the place of the first is free again");
    }

    @Test
    void aCandidateThatTimedOutFreesItsPlaceAmongTheWaiting() throws Exception {
        store.hang();
        DrawService service = service(SHORT, 1);
        redis.answers(new Admitted(1, candidate(1, 1, 5)));
        assertEquals(new Confirming(1, 1), await(service.draw(campaign, PLAYER, 1)));
        redis.answers(new Admitted(2, candidate(1, 2, 5)));
        CompletableFuture<DrawAnswer> second = service.draw(campaign, PLAYER, 2);
        assertFalse(second.isDone(), "it waits and was not refused");
        assertEquals(new Confirming(2, 2), await(second));
    }

    @Test
    void aRepeatedLossOrWinIsAnsweredFromRedisAlone() throws Exception {
        redis.answers(new Repeated(1, new DrawOutcome.Loss()), new Repeated(1, new DrawOutcome.Win(5, 17)));
        assertEquals(new Lost(3, 1), draw(3).getNow(null));
        assertEquals(new Won(3, 1, prize), draw(3).getNow(null));
        ledger.close();
        assertEquals(List.of(), store.groups());
    }

    @Test
    void aRepeatedCandidateIsWrittenByThisNodesLedgerAndAnsweredWithWhatIsStored() throws Exception {
        store.behaves(group -> List.of(Entries.stored(5, 0, 0)));
        redis.answers(new Repeated(1, new DrawOutcome.Candidate(5, "1790000000000-103")));
        assertEquals(new Lost(3, 1), await(draw(3)));
        assertEquals(List.of(List.of(candidate(1, 3, 5))), store.groups());
    }

    @Test
    void aRepeatedCandidateIsNoWinWhileTheDatabaseIsUnavailable() throws Exception {
        store.behaves(FakeLedgerStore::away);
        redis.answers(new Repeated(1, new DrawOutcome.Candidate(5, "1790000000000-103")));
        assertEquals(new Confirming(3, 1), await(draw(3)));
    }

    @Test
    void aPrizeThatThisNodeDoesNotKnowYetIsNotCalledALoss() throws Exception {
        redis.answers(new Repeated(1, new DrawOutcome.Win(6, 17)));
        assertEquals(new Confirming(3, 1), await(draw(3)));
    }

    @ParameterizedTest
    @EnumSource
    void eachRefusalIsTheAnswer(DrawRefusal refusal) throws Exception {
        redis.answers(new Admission.Refused(refusal));
        assertEquals(new DrawAnswer.Refused(refusal), await(draw(3)));
        assertEquals(1, redis.asked().size());
        assertEquals(1, Metric.of(registry, "turntable_draw_answers", "status", refusal.word()));
    }

    @Test
    void redisReceivesTheRollTheNumberAndTheHeldEpoch() throws Exception {
        redis.answers(new Admitted(1, loss(1, 1)), new Admitted(1, loss(1, 2)));
        await(service(LONG, 50, 0).draw(campaign, PLAYER, 1));
        await(service(LONG, 50, 1).draw(campaign, PLAYER, 2));
        Epoch epoch = new Epoch(1, "run-a");
        assertEquals(
                List.of(
                        new FakeAdmissions.Asked(1, PLAYER, 1, prize, epoch),
                        new FakeAdmissions.Asked(1, PLAYER, 2, null, epoch)),
                redis.asked());
    }

    @Test
    void anOlderPlanIsReloadedAndTheDrawIsTriedOnceMoreWithTheNewOne() throws Exception {
        housekeeping.start();
        campaigns.holds(new CampaignBuilder().base(10).prize(5, 1, 100).plan(2).build());
        redis.answers(Stale.PLAN, new Admitted(1, loss(1, 3)));
        assertEquals(new Lost(3, 1), await(draw(3)));
        assertEquals(
                List.of(1, 2),
                redis.asked().stream().map(FakeAdmissions.Asked::planVersion).toList());
    }

    @Test
    void anotherDayIsTriedOnceMore() throws Exception {
        redis.answers(Stale.DAY, new Admitted(1, loss(1, 3)));
        assertEquals(new Lost(3, 1), await(draw(3)));
    }

    @Test
    void aHashOfAnotherEpochIsLoadedFromMariaDbAndTheDrawIsTriedOnceMore() throws Exception {
        redis.answers(Stale.LOAD, new Repeated(1, new DrawOutcome.Loss()));
        assertEquals(new Lost(1, 1), await(draw(1)));
        assertEquals(
                List.of(PLAYER),
                redis.seeded().stream().map(FakeAdmissions.Seeded::player).toList());
        assertEquals(1, Metric.of(registry, "turntable_draw_players_loaded"));
    }

    @ParameterizedTest
    @EnumSource(names = {"PLAN", "DAY", "LOAD"})
    void whatIsStillNotMendedAfterOneTryIsBusyAndNotTriedForEver(Stale stale) throws Exception {
        housekeeping.start();
        redis.answers(stale, stale);
        assertEquals(BUSY, await(draw(3)));
        assertEquals(2, redis.asked().size());
    }

    @Test
    void withoutMariaDbAPlayerWhoMustBeLoadedGetsBusyAndIsNotSeeded() throws Exception {
        history.fails(new DatabaseUnavailableException("unavailable", null));
        redis.answers(Stale.LOAD);
        assertEquals(BUSY, await(draw(3)));
        assertEquals(List.of(), redis.seeded());
        assertEquals(1, redis.asked().size());
    }

    @Test
    void anotherEpochClosesDrawsOnThisNodeUntilTheCurrentOneIsKnown() throws Exception {
        redis.answers(Stale.EPOCH);
        assertEquals(BUSY, await(draw(3)));
        assertEquals(Optional.empty(), epochs.current(campaign.id()));
        assertEquals(BUSY, await(draw(3)));
        assertEquals(1, redis.asked().size(), "without an epoch Redis is not called");

        housekeeping.start();
        Await.until(
                "the epoch is held again",
                LIMIT,
                () -> epochs.current(campaign.id()).isPresent());
    }

    @Test
    void aRedisThatDoesNotAnswerIsBusy() throws Exception {
        redis.fails(new RedisUnavailableException("away", null));
        assertEquals(BUSY, await(draw(3)));
        assertEquals(1, Metric.of(registry, "turntable_draw_answers", "status", "busy"));
    }

    @Test
    void anUnexpectedExceptionIsAnsweredAsBusy() throws Exception {
        redis.fails(new IllegalStateException("unexpected"));
        assertEquals(BUSY, await(draw(3)));
    }

    @Test
    void thePageShowsTheStateFromRedis() throws Exception {
        redis.shows(new View(STATE, null));
        assertEquals(Optional.of(STATE), await(service(LONG, 50).view(campaign, PLAYER)));
    }

    @Test
    void thePageLoadsAPlayerOnceAndIsThenShownWithoutState() throws Exception {
        redis.shows(new View(null, Stale.LOAD), new View(STATE, null));
        assertEquals(Optional.of(STATE), await(service(LONG, 50).view(campaign, PLAYER)));
        redis.shows(new View(null, Stale.LOAD), new View(null, Stale.LOAD));
        assertEquals(Optional.empty(), await(service(LONG, 50).view(campaign, PLAYER)));
    }

    @Test
    void thePageIsShownWithoutStateWhileRedisIsUnavailableOrInAnotherEpoch() throws Exception {
        redis.fails(new RedisUnavailableException("away", null));
        assertEquals(Optional.empty(), await(service(LONG, 50).view(campaign, PLAYER)));
        redis.shows(new View(null, Stale.EPOCH));
        assertEquals(Optional.empty(), await(service(LONG, 50).view(campaign, PLAYER)));
        assertTrue(epochs.current(campaign.id()).isEmpty());
        assertEquals(Optional.empty(), await(service(LONG, 50).view(campaign, PLAYER)));
    }

    private CompletableFuture<DrawAnswer> draw(int number) {
        return service(LONG, 50).draw(campaign, PLAYER, number);
    }

    private DrawService service(Duration patience, int mostWait) {
        return service(patience, mostWait, 0);
    }

    private DrawService service(Duration patience, int mostWait, int roll) {
        RandomGenerator random = new RandomGenerator() {
            @Override
            public int nextInt(int bound) {
                return roll;
            }

            @Override
            public long nextLong() {
                return roll;
            }
        };
        return service(ledger, random, patience, mostWait);
    }

    private DrawService service(Ledger of, RandomGenerator random, Duration patience, int mostWait) {
        return new DrawService(redis, epochs, plans, housekeeping, loader, of, random, patience, mostWait, metrics);
    }

    private static <T> T await(CompletableFuture<T> answer) throws Exception {
        return answer.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
}
