package org.turntable.draw;

import static org.junit.jupiter.api.Assertions.assertEquals;
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

class EpochKeeperTest {
    private static final Campaign CAMPAIGN = new CampaignBuilder().plan(4).build();
    private static final int ID = CAMPAIGN.id();

    private final List<String> story = new ArrayList<>();
    private final FakeEpochStore store = new FakeEpochStore(story);
    private final FakeEpochBoard board = new FakeEpochBoard(story);
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final DrawMetrics metrics = new DrawMetrics(registry);
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000);
    private final EpochKeeper keeper = keeper(Duration.ZERO);

    private EpochKeeper keeper(Duration settling) {
        return new EpochKeeper(store, board, "this node", metrics, settling, nanos::get);
    }

    @Test
    void beforeTheFirstLookNoEpochIsHeld() {
        assertEquals(Optional.empty(), keeper.current(ID));
    }

    @Test
    void theFirstEpochIsMadeAndPublished() throws Exception {
        keeper.ensure(CAMPAIGN);
        assertEquals(Optional.of(new Epoch(1, "run-a")), keeper.current(ID));
        assertEquals(Optional.of(new Epoch(1, "run-a")), store.read(ID));
        assertEquals(1, board.published(ID, "run-a").orElseThrow());
        assertEquals(Map.of(ID, 4), board.announcedPlans());
        assertEquals(1, Metric.of(registry, "turntable_draw_epochs_moved"));
    }

    @Test
    void anEpochThatBothSidesNameIsHeldAndNothingIsMoved() throws Exception {
        store.holds(ID, new Epoch(3, "run-a"));
        board.publish(ID, 3);
        keeper.ensure(CAMPAIGN);
        assertEquals(Optional.of(new Epoch(3, "run-a")), keeper.current(ID));
        assertEquals(List.of(), story);
    }

    @Test
    void whileAnEpochIsHeldNobodyIsAsked() throws Exception {
        keeper.ensure(CAMPAIGN);
        store.goAway();
        board.goAway();
        keeper.ensure(CAMPAIGN);
        assertEquals(Optional.of(new Epoch(1, "run-a")), keeper.current(ID));
    }

    @Test
    void anotherRunOfRedisMovesTheEpochOnEvenIfItNamesTheOldOne() throws Exception {
        store.holds(ID, new Epoch(3, "run-a"));
        board.publish(ID, 3);
        board.restartsAs("run-b");
        keeper.ensure(CAMPAIGN);
        assertEquals(Optional.of(new Epoch(4, "run-b")), keeper.current(ID));
        assertEquals(Optional.of(new Epoch(4, "run-b")), store.read(ID));
        assertEquals(4, board.published(ID, "run-b").orElseThrow());
    }

    @Test
    void theSameRunThatWasEmptiedMovesTheEpochOn() throws Exception {
        store.holds(ID, new Epoch(3, "run-a"));
        board.isEmptied();
        keeper.ensure(CAMPAIGN);
        assertEquals(Optional.of(new Epoch(4, "run-a")), keeper.current(ID));
    }

    @Test
    void theSameRunThatNamesAnotherEpochMovesTheEpochOn() throws Exception {
        store.holds(ID, new Epoch(3, "run-a"));
        board.publish(ID, 2);
        keeper.ensure(CAMPAIGN);
        assertEquals(Optional.of(new Epoch(4, "run-a")), keeper.current(ID));
    }

    @Test
    void aLossIsMadeUpForInThisOrderBecauseEachOtherOneWouldLoseOrDoubleSomething() throws Exception {
        store.holds(ID, new Epoch(3, "run-z"));
        board.publish(ID, 3);
        keeper.ensure(CAMPAIGN);
        assertEquals(List.of("move to 4", "close for 4", "read the candidates", "count what is taken", "open 4"), story);
    }

    @Test
    void nothingIsCountedOrPublishedBeforeWhatNodesHadAdmittedIsInMariaDb() throws Exception {
        EpochKeeper patient = keeper(Duration.ofSeconds(2));
        store.holds(ID, new Epoch(3, "run-a"));
        board.isEmptied();
        patient.ensure(CAMPAIGN);
        nanos.addAndGet(1_999_999_999L);
        patient.ensure(CAMPAIGN);
        assertEquals(List.of("move to 4", "close for 4"), story);
        assertEquals(Optional.empty(), patient.current(ID));
        nanos.incrementAndGet();
        patient.ensure(CAMPAIGN);
        assertEquals(Optional.of(new Epoch(4, "run-a")), patient.current(ID));
        assertEquals(List.of("move to 4", "close for 4", "read the candidates", "count what is taken", "open 4"), story);
    }

    @Test
    void theFirstEpochHasNothingToSettle() throws Exception {
        EpochKeeper patient = keeper(Duration.ofSeconds(2));
        patient.ensure(CAMPAIGN);
        assertEquals(Optional.of(new Epoch(1, "run-a")), patient.current(ID));
    }

    @Test
    void anotherLossWhileTheFirstSettlesIsMadeUpForFromItsBeginning() throws Exception {
        EpochKeeper patient = keeper(Duration.ofSeconds(2));
        store.holds(ID, new Epoch(3, "run-a"));
        board.isEmptied();
        patient.ensure(CAMPAIGN);
        board.restartsAs("run-b");
        nanos.addAndGet(1_500_000_000L);
        patient.ensure(CAMPAIGN);
        nanos.addAndGet(1_500_000_000L);
        patient.ensure(CAMPAIGN);
        assertEquals(Optional.empty(), patient.current(ID), "what is not settled since the second loss");
        nanos.addAndGet(500_000_000L);
        patient.ensure(CAMPAIGN);
        assertEquals(Optional.of(new Epoch(5, "run-b")), patient.current(ID));
    }

    @Test
    void whatWasGivenOutAndWhatWaitsInTheStreamCountsAsTaken() throws Exception {
        store.hasGivenOut(Map.of(5, 10L, 6, 1L));
        board.holdsCandidates(Entries.candidate(1, 1, 5), Entries.candidate(2, 1, 5), Entries.candidate(3, 1, 8));
        keeper.ensure(CAMPAIGN);
        assertEquals(Map.of(5, 12L, 6, 1L, 8, 1L), board.takenOf(ID));
    }

    @Test
    void whoLosesTheRaceInMariaDbPublishesNothingAndHoldsWhatTheWinnerPublishes() throws Exception {
        store.holds(ID, new Epoch(3, "run-z"));
        store.beforeMove(() -> store.holds(ID, new Epoch(4, "run-a")));
        keeper.ensure(CAMPAIGN);
        assertEquals(Optional.empty(), keeper.current(ID));
        assertEquals(List.of("move to 4 in vain"), story);

        store.beforeMove(() -> { });
        board.publish(ID, 4);
        keeper.ensure(CAMPAIGN);
        assertEquals(Optional.of(new Epoch(4, "run-a")), keeper.current(ID));
    }

    @Test
    void whoLosesTheRaceForTheFirstEpochPublishesNothing() throws Exception {
        store.beforeMove(() -> store.holds(ID, new Epoch(1, "run-a")));
        keeper.ensure(CAMPAIGN);
        assertEquals(Optional.empty(), keeper.current(ID));
        assertEquals(List.of("move to 1 in vain"), story);
    }

    @Test
    void whileAnotherNodeMakesUpForTheLossThisOneWaits() throws Exception {
        store.holds(ID, new Epoch(3, "run-z"));
        board.leaseIsHeldBy("another node");
        keeper.ensure(CAMPAIGN);
        assertEquals(Optional.empty(), keeper.current(ID));
        assertEquals(List.of(), story);
    }

    @Test
    void anEpochThatSomebodyElsePublishedMeanwhileIsNotHeldUnchecked() throws Exception {
        store.holds(ID, new Epoch(3, "run-z"));
        store.beforeMove(() -> board.publish(ID, 9));
        keeper.ensure(CAMPAIGN);
        assertEquals(Optional.empty(), keeper.current(ID), "open said no");
        assertEquals(0, Metric.of(registry, "turntable_draw_epochs_moved"));
    }

    @Test
    void aNodeThatDiedBetweenMovingAndPublishingIsSucceededInTheNextEpoch() throws Exception {
        store.holds(ID, new Epoch(4, "run-a"));
        keeper.ensure(CAMPAIGN);
        assertEquals(Optional.of(new Epoch(5, "run-a")), keeper.current(ID));
    }

    @Test
    void aRedisThatIsReplacedAmidTheRecoveryGetsNoEpochOfTheOtherOne() {
        store.holds(ID, new Epoch(3, "run-z"));
        store.beforeMove(() -> board.restartsAs("run-b"));
        assertThrows(Admissions.Unavailable.class, () -> keeper.ensure(CAMPAIGN));
        assertEquals(Optional.empty(), keeper.current(ID));
        assertEquals(List.of("move to 4"), story);
    }

    @Test
    void anotherRunThatIsSeenVoidsWhatWasHeldAtOnceInEveryCampaign() throws Exception {
        Campaign other = new CampaignBuilder().id(8).slug("autumn").build();
        keeper.ensure(CAMPAIGN);
        keeper.ensure(other);
        keeper.runSeen("run-a");
        assertEquals(Optional.of(new Epoch(1, "run-a")), keeper.current(ID), "the same run is no news");
        keeper.runSeen("run-b");
        assertEquals(Optional.empty(), keeper.current(ID));
        assertEquals(Optional.empty(), keeper.current(8));
    }

    @Test
    void anEpochThatRedisDoubtsIsVoidButNotANewerOneThatCameMeanwhile() throws Exception {
        keeper.ensure(CAMPAIGN);
        keeper.doubted(ID, new Epoch(0, "run-a"));
        assertEquals(Optional.of(new Epoch(1, "run-a")), keeper.current(ID));
        keeper.doubted(ID, new Epoch(1, "run-a"));
        assertEquals(Optional.empty(), keeper.current(ID));
    }

    @Test
    void withoutMariaDbDrawsStayClosed() {
        store.goAway();
        assertThrows(EpochStore.Unavailable.class, () -> keeper.ensure(CAMPAIGN));
        assertEquals(Optional.empty(), keeper.current(ID));
    }
}
