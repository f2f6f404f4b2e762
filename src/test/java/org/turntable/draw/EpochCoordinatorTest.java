package org.turntable.draw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.turntable.campaign.Campaign;
import org.turntable.campaign.CampaignBuilder;
import org.turntable.ledger.Entries;
import org.turntable.ledger.Metric;
import org.turntable.ledger.UnwrittenDraws;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.outage.RedisUnavailableException;

class EpochCoordinatorTest {
    private static final Campaign CAMPAIGN = new CampaignBuilder().plan(4).build();
    private static final int ID = CAMPAIGN.id();

    private final List<String> steps = new ArrayList<>();
    private final FakeEpochStore store = new FakeEpochStore(steps);
    private final FakeEpochRegistry epochRegistry = new FakeEpochRegistry(steps);
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final DrawMetrics metrics = new DrawMetrics(registry);
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000);
    private final UnwrittenDraws unwritten = new UnwrittenDraws(1 << 20);
    private final EpochCoordinator coordinator = coordinator(Duration.ZERO);

    private EpochCoordinator coordinator(Duration settling) {
        return new EpochCoordinator(store, epochRegistry, "this node", metrics, settling, nanos::get, unwritten);
    }

    @Test
    void beforeTheFirstCheckNoEpochIsHeld() {
        assertEquals(Optional.empty(), coordinator.current(ID));
    }

    @Test
    void theFirstEpochIsCreatedAndPublished() throws Exception {
        coordinator.ensure(CAMPAIGN);
        assertEquals(Optional.of(new Epoch(1, "run-a")), coordinator.current(ID));
        assertEquals(Optional.of(new Epoch(1, "run-a")), store.read(ID));
        assertEquals(1, epochRegistry.published(ID, "run-a").orElseThrow());
        assertEquals(Map.of(ID, 4), epochRegistry.announcedPlans());
        assertEquals(1, Metric.of(registry, "turntable_draw_epochs_moved"));
    }

    @Test
    void anEpochThatMatchesInMariaDbAndRedisIsHeldUnchanged() throws Exception {
        store.holds(ID, new Epoch(3, "run-a"));
        epochRegistry.publish(ID, 3);
        coordinator.ensure(CAMPAIGN);
        assertEquals(Optional.of(new Epoch(3, "run-a")), coordinator.current(ID));
        assertEquals(List.of(), steps);
    }

    @Test
    void whileAnEpochIsHeldNothingIsRead() throws Exception {
        coordinator.ensure(CAMPAIGN);
        store.becomeUnavailable();
        epochRegistry.becomeUnavailable();
        coordinator.ensure(CAMPAIGN);
        assertEquals(Optional.of(new Epoch(1, "run-a")), coordinator.current(ID));
    }

    @Test
    void anotherRunOfRedisIncreasesTheEpochEvenIfItStillContainsTheOldOne() throws Exception {
        store.holds(ID, new Epoch(3, "run-a"));
        epochRegistry.publish(ID, 3);
        epochRegistry.restartAs("run-b");
        coordinator.ensure(CAMPAIGN);
        assertEquals(Optional.of(new Epoch(4, "run-b")), coordinator.current(ID));
        assertEquals(Optional.of(new Epoch(4, "run-b")), store.read(ID));
        assertEquals(4, epochRegistry.published(ID, "run-b").orElseThrow());
    }

    @Test
    void theSameRunWithoutItsKeysIncreasesTheEpoch() throws Exception {
        store.holds(ID, new Epoch(3, "run-a"));
        epochRegistry.loseKeys();
        coordinator.ensure(CAMPAIGN);
        assertEquals(Optional.of(new Epoch(4, "run-a")), coordinator.current(ID));
    }

    @Test
    void theSameRunWithAnotherEpochIncreasesTheEpoch() throws Exception {
        store.holds(ID, new Epoch(3, "run-a"));
        epochRegistry.publish(ID, 2);
        coordinator.ensure(CAMPAIGN);
        assertEquals(Optional.of(new Epoch(4, "run-a")), coordinator.current(ID));
    }

    @Test
    void aLaterEpochInRedisThanInMariaDbIsFollowedByAStillLaterOne() throws Exception {
        store.holds(ID, new Epoch(3, "run-a"));
        epochRegistry.publish(ID, 9);
        coordinator.ensure(CAMPAIGN);
        assertEquals(Optional.of(new Epoch(10, "run-a")), coordinator.current(ID));
    }

    @Test
    void withoutAnEpochInMariaDbThePlayersOfThePublishedOneAreLoadedAgain() throws Exception {
        epochRegistry.publish(ID, 1);
        coordinator.ensure(CAMPAIGN);
        assertEquals(Optional.of(new Epoch(2, "run-a")), coordinator.current(ID));
    }

    @Test
    void aNewerPlanInRedisThanInMariaDbIncreasesTheEpoch() throws Exception {
        store.hasPlan(4);
        coordinator.ensure(CAMPAIGN);
        epochRegistry.announces(ID, PlanStamp.of(new CampaignBuilder().plan(7).build()));
        coordinator.suspectPlan(ID);
        coordinator.ensure(CAMPAIGN);
        assertEquals(Optional.of(new Epoch(2, "run-a")), coordinator.current(ID));
        assertEquals(Map.of(ID, 4), epochRegistry.announcedPlans());
    }

    @Test
    void aPlanThatWasOnlyChangedMeanwhileLeavesDrawsOpen() throws Exception {
        coordinator.ensure(CAMPAIGN);
        epochRegistry.announces(ID, PlanStamp.of(new CampaignBuilder().plan(5).build()));
        store.hasPlan(5);
        coordinator.suspectPlan(ID);
        coordinator.ensure(CAMPAIGN);
        assertEquals(Optional.of(new Epoch(1, "run-a")), coordinator.current(ID));
        store.becomeUnavailable();
        coordinator.ensure(CAMPAIGN);
        assertEquals(Optional.of(new Epoch(1, "run-a")), coordinator.current(ID), "it is not suspected any more");
    }

    @Test
    void theStepsOfARecoveryHaveTheOnlyOrderThatLosesAndDoublesNothing() throws Exception {
        store.holds(ID, new Epoch(3, "run-z"));
        epochRegistry.publish(ID, 3);
        coordinator.ensure(CAMPAIGN);
        assertEquals(
                List.of("move to 4", "close for 4", "read the candidates", "count what is taken", "open 4"), steps);
    }

    @Test
    void aNodeThatLosesItsWayToMariaDbDuringTheRecoveryLeavesItToAnother() throws Exception {
        EpochCoordinator settlingCoordinator = coordinator(Duration.ofSeconds(2));
        store.holds(ID, new Epoch(3, "run-a"));
        epochRegistry.loseKeys();
        settlingCoordinator.ensure(CAMPAIGN);
        assertEquals("this node", epochRegistry.leaseHolder());
        store.becomeUnavailable();
        assertThrows(DatabaseUnavailableException.class, () -> settlingCoordinator.ensure(CAMPAIGN));
        assertNull(epochRegistry.leaseHolder());
    }

    @Test
    void nothingIsCountedOrPublishedBeforeTheSettlingTimeIsOver() throws Exception {
        EpochCoordinator settlingCoordinator = coordinator(Duration.ofSeconds(2));
        store.holds(ID, new Epoch(3, "run-a"));
        epochRegistry.loseKeys();
        settlingCoordinator.ensure(CAMPAIGN);
        nanos.addAndGet(1_999_999_999L);
        settlingCoordinator.ensure(CAMPAIGN);
        assertEquals(List.of("move to 4", "close for 4"), steps);
        assertEquals(Optional.empty(), settlingCoordinator.current(ID));
        nanos.incrementAndGet();
        settlingCoordinator.ensure(CAMPAIGN);
        assertEquals(Optional.of(new Epoch(4, "run-a")), settlingCoordinator.current(ID));
        assertEquals(
                List.of("move to 4", "close for 4", "read the candidates", "count what is taken", "open 4"), steps);
    }

    @Test
    void theFirstEpochNeedsNoSettlingTime() throws Exception {
        EpochCoordinator settlingCoordinator = coordinator(Duration.ofSeconds(2));
        settlingCoordinator.ensure(CAMPAIGN);
        assertEquals(Optional.of(new Epoch(1, "run-a")), settlingCoordinator.current(ID));
    }

    @Test
    void anotherLossDuringTheSettlingTimeStartsTheRecoveryAgain() throws Exception {
        EpochCoordinator settlingCoordinator = coordinator(Duration.ofSeconds(2));
        store.holds(ID, new Epoch(3, "run-a"));
        epochRegistry.loseKeys();
        settlingCoordinator.ensure(CAMPAIGN);
        epochRegistry.restartAs("run-b");
        nanos.addAndGet(1_500_000_000L);
        settlingCoordinator.ensure(CAMPAIGN);
        nanos.addAndGet(1_500_000_000L);
        settlingCoordinator.ensure(CAMPAIGN);
        assertEquals(
                Optional.empty(),
                settlingCoordinator.current(ID),
                "the settling time since the second loss is not over");
        nanos.addAndGet(500_000_000L);
        settlingCoordinator.ensure(CAMPAIGN);
        assertEquals(Optional.of(new Epoch(5, "run-b")), settlingCoordinator.current(ID));
    }

    @Test
    void awardedUnitsAndCandidatesInTheStreamCountAsTaken() throws Exception {
        store.hasGivenOut(Map.of(5, 10L, 6, 1L));
        epochRegistry.holdsCandidates(
                Entries.candidate(1, 1, 5), Entries.candidate(2, 1, 5), Entries.candidate(3, 1, 8));
        coordinator.ensure(CAMPAIGN);
        assertEquals(Map.of(5, 12L, 6, 1L, 8, 1L), epochRegistry.takenOf(ID));
    }

    @Test
    void aNodeThatLosesTheRaceInMariaDbPublishesNothingAndHoldsTheEpochOfTheOther() throws Exception {
        store.holds(ID, new Epoch(3, "run-z"));
        store.beforeMove(() -> store.holds(ID, new Epoch(4, "run-a")));
        coordinator.ensure(CAMPAIGN);
        assertEquals(Optional.empty(), coordinator.current(ID));
        assertEquals(List.of("move to 4 rejected"), steps);

        store.beforeMove(() -> {});
        epochRegistry.publish(ID, 4);
        coordinator.ensure(CAMPAIGN);
        assertEquals(Optional.of(new Epoch(4, "run-a")), coordinator.current(ID));
    }

    @Test
    void aNodeThatLosesTheRaceForTheFirstEpochPublishesNothing() throws Exception {
        store.beforeMove(() -> store.holds(ID, new Epoch(1, "run-a")));
        coordinator.ensure(CAMPAIGN);
        assertEquals(Optional.empty(), coordinator.current(ID));
        assertEquals(List.of("move to 1 rejected"), steps);
    }

    @Test
    void whileAnotherNodeRecoversThisNodeWaits() throws Exception {
        store.holds(ID, new Epoch(3, "run-z"));
        epochRegistry.leaseIsHeldBy("another node");
        coordinator.ensure(CAMPAIGN);
        assertEquals(Optional.empty(), coordinator.current(ID));
        assertEquals(List.of(), steps);
    }

    @Test
    void anEpochThatAnotherNodePublishedMeanwhileIsNotHeldUnchecked() throws Exception {
        store.holds(ID, new Epoch(3, "run-z"));
        store.beforeMove(() -> epochRegistry.publish(ID, 9));
        coordinator.ensure(CAMPAIGN);
        assertEquals(Optional.empty(), coordinator.current(ID), "open returned false");
        assertEquals(0, Metric.of(registry, "turntable_draw_epochs_moved"));
    }

    @Test
    void afterANodeDiedBetweenMovingAndPublishingAnotherPublishesTheNextEpoch() throws Exception {
        store.holds(ID, new Epoch(4, "run-a"));
        coordinator.ensure(CAMPAIGN);
        assertEquals(Optional.of(new Epoch(5, "run-a")), coordinator.current(ID));
    }

    @Test
    void aRedisThatIsReplacedDuringTheRecoveryGetsNoEpochOfTheOtherOne() {
        store.holds(ID, new Epoch(3, "run-z"));
        store.beforeMove(() -> epochRegistry.restartAs("run-b"));
        assertThrows(RedisUnavailableException.class, () -> coordinator.ensure(CAMPAIGN));
        assertEquals(Optional.empty(), coordinator.current(ID));
        assertEquals(List.of("move to 4"), steps);
    }

    @Test
    void anotherRunInvalidatesTheHeldEpochsOfAllCampaignsAtOnce() throws Exception {
        Campaign other = new CampaignBuilder().id(8).slug("autumn").build();
        coordinator.ensure(CAMPAIGN);
        coordinator.ensure(other);
        coordinator.runSeen("run-a");
        assertEquals(Optional.of(new Epoch(1, "run-a")), coordinator.current(ID), "the same run changes nothing");
        coordinator.runSeen("run-b");
        assertEquals(Optional.empty(), coordinator.current(ID));
        assertEquals(Optional.empty(), coordinator.current(8));
    }

    @Test
    void anEpochThatRedisRefusedIsInvalidatedButNotANewerOne() throws Exception {
        coordinator.ensure(CAMPAIGN);
        coordinator.invalidate(ID, new Epoch(0, "run-a"));
        assertEquals(Optional.of(new Epoch(1, "run-a")), coordinator.current(ID));
        coordinator.invalidate(ID, new Epoch(1, "run-a"));
        assertEquals(Optional.empty(), coordinator.current(ID));
    }

    @Test
    void withoutMariaDbDrawsStayClosed() {
        store.becomeUnavailable();
        assertThrows(DatabaseUnavailableException.class, () -> coordinator.ensure(CAMPAIGN));
        assertEquals(Optional.empty(), coordinator.current(ID));
    }

    @Test
    void drawsStayClosedWhileANodeHasDrawsToWriteAndOpenWhenItHasNone() throws Exception {
        store.holds(ID, new Epoch(3, "run-a"));
        epochRegistry.restartAs("run-b");
        epochRegistry.nodeReports("another node", 4, 17);
        coordinator.ensure(CAMPAIGN);
        assertEquals(Optional.empty(), coordinator.current(ID));
        epochRegistry.nodeReports("another node", 4, 0);
        coordinator.ensure(CAMPAIGN);
        assertEquals(Optional.of(new Epoch(4, "run-b")), coordinator.current(ID));
    }

    @Test
    void aNodeThatHasReportedOnlyForAnEarlierEpochIsWaitedForToo() throws Exception {
        store.holds(ID, new Epoch(3, "run-a"));
        epochRegistry.restartAs("run-b");
        epochRegistry.nodeReports("another node", 3, 0);
        coordinator.ensure(CAMPAIGN);
        assertEquals(Optional.empty(), coordinator.current(ID));
    }

    @Test
    void aNodeThatCannotWriteKeepsDrawsClosedForAMinuteAtMost() throws Exception {
        store.holds(ID, new Epoch(3, "run-a"));
        epochRegistry.restartAs("run-b");
        epochRegistry.nodeReports("another node", 4, 17);
        coordinator.ensure(CAMPAIGN);
        nanos.addAndGet(Duration.ofSeconds(59).toNanos());
        coordinator.ensure(CAMPAIGN);
        assertEquals(Optional.empty(), coordinator.current(ID));
        nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        coordinator.ensure(CAMPAIGN);
        assertEquals(Optional.of(new Epoch(4, "run-b")), coordinator.current(ID));
    }

    @Test
    void aNodeThatDoesNotReachMariaDbReportsItsDrawsToo() throws Exception {
        coordinator.ensure(CAMPAIGN);
        Epoch first = coordinator.current(ID).orElseThrow();
        epochRegistry.loseKeys();
        coordinator.invalidate(ID, first);
        store.becomeUnavailable();
        assertThrows(DatabaseUnavailableException.class, () -> coordinator.ensure(CAMPAIGN));
        assertEquals(0, epochRegistry.reportedBy("this node"));
    }

    @Test
    void anInterruptedEpochGoesOnInAnotherRunWithoutMariaDbAndIsRecordedLater() throws Exception {
        interruptByRunB();
        store.becomeUnavailable();
        assertThrows(DatabaseUnavailableException.class, () -> coordinator.ensure(CAMPAIGN));
        assertEquals(true, coordinator.proceed(CAMPAIGN, new Epoch(3, "run-b")));
        assertEquals(Optional.of(new Epoch(3, "run-b")), coordinator.current(ID));
        assertEquals(Optional.empty(), coordinator.interrupted(ID));
        assertThrows(DatabaseUnavailableException.class, () -> coordinator.ensure(CAMPAIGN), "it is to be recorded");
        assertEquals(Optional.of(new Epoch(3, "run-b")), coordinator.current(ID), "draws stay open");

        store.becomeAvailable();
        epochRegistry.wentOnIn("run-a", "run-b");
        coordinator.ensure(CAMPAIGN);
        assertEquals(Optional.of(new Epoch(3, "run-b")), coordinator.current(ID));
        assertEquals(Optional.of(new Epoch(3, "run-b")), store.read(ID));
        assertEquals(List.of("move to 3"), steps);
    }

    @Test
    void aNodeThatJoinsRecordsTheRunInWhichTheEpochWentOn() throws Exception {
        store.holds(ID, new Epoch(3, "run-a"));
        epochRegistry.publish(ID, 3);
        epochRegistry.restartAs("run-c");
        epochRegistry.wentOnIn("run-a", "run-b", "run-c");
        coordinator.ensure(CAMPAIGN);
        assertEquals(Optional.of(new Epoch(3, "run-c")), coordinator.current(ID));
        assertEquals(Optional.of(new Epoch(3, "run-c")), store.read(ID));
    }

    @Test
    void ifMariaDbHasALaterEpochTheOneThatWentOnEnds() throws Exception {
        interruptByRunB();
        epochRegistry.wentOnIn("run-a", "run-b");
        coordinator.proceed(CAMPAIGN, new Epoch(3, "run-b"));
        store.holds(ID, new Epoch(4, "run-a"));
        coordinator.ensure(CAMPAIGN);
        assertEquals(Optional.empty(), coordinator.current(ID));
        coordinator.ensure(CAMPAIGN);
        assertEquals(Optional.of(new Epoch(5, "run-b")), coordinator.current(ID));
    }

    @Test
    void ifMariaDbHasTheEpochOfARunThatWasNeverContinuedItEnds() throws Exception {
        interruptByRunB();
        epochRegistry.wentOnIn("run-a", "run-b");
        coordinator.proceed(CAMPAIGN, new Epoch(3, "run-b"));
        store.holds(ID, new Epoch(3, "run-x"));
        coordinator.ensure(CAMPAIGN);
        assertEquals(Optional.empty(), coordinator.current(ID));
    }

    @Test
    void onlyAnEpochThatAnotherRunInterruptedGoesOn() throws Exception {
        assertEquals(false, coordinator.proceed(CAMPAIGN, new Epoch(3, "run-b")), "it has never drawn");
        interruptByRunB();
        assertEquals(false, coordinator.proceed(CAMPAIGN, new Epoch(4, "run-b")), "another epoch");
        coordinator.suspectPlan(ID);
        assertEquals(false, coordinator.proceed(CAMPAIGN, new Epoch(3, "run-b")), "MariaDB disagrees with Redis");
        assertEquals(Optional.empty(), coordinator.current(ID));
    }

    @Test
    void anEpochThatRedisNoLongerHadOrThatThisNodeBeganToReplaceDoesNotGoOn() throws Exception {
        store.holds(ID, new Epoch(3, "run-a"));
        epochRegistry.publish(ID, 3);
        coordinator.ensure(CAMPAIGN);
        coordinator.invalidate(ID, new Epoch(3, "run-a"));
        coordinator.runSeen("run-b");
        assertEquals(Optional.empty(), coordinator.interrupted(ID));

        coordinator.ensure(CAMPAIGN);
        coordinator.runSeen("run-b");
        assertEquals(Optional.of(new Epoch(3, "run-a")), coordinator.interrupted(ID));
        store.beforeMove(() -> store.holds(ID, new Epoch(4, "run-a")));
        epochRegistry.restartAs("run-b");
        coordinator.ensure(CAMPAIGN);
        assertEquals(Optional.empty(), coordinator.interrupted(ID));
    }

    private void interruptByRunB() throws Exception {
        store.holds(ID, new Epoch(3, "run-a"));
        epochRegistry.publish(ID, 3);
        coordinator.ensure(CAMPAIGN);
        epochRegistry.restartAs("run-b");
        coordinator.runSeen("run-b");
        assertEquals(Optional.of(new Epoch(3, "run-a")), coordinator.interrupted(ID));
    }
}
