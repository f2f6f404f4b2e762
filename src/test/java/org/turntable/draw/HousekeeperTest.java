package org.turntable.draw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.turntable.campaign.CampaignBuilder;
import org.turntable.testing.stack.Await;

class HousekeeperTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final FakeCampaigns campaigns = new FakeCampaigns()
            .holds(
                    new CampaignBuilder().build(),
                    new CampaignBuilder().id(8).slug("autumn").build());
    private final FakeEpochStore store = new FakeEpochStore();
    private final FakeEpochRegistry registry = new FakeEpochRegistry();
    private final CampaignCache plans = new CampaignCache(campaigns, registry, Optional.empty());
    private final EpochCoordinator epochs = new EpochCoordinator(
            store, registry, "this node", new DrawMetrics(new PrometheusRegistry()), Duration.ZERO, System::nanoTime);
    private final AtomicInteger clockReadings = new AtomicInteger();
    private final Housekeeper housekeeping = new Housekeeper(plans, epochs, clockReadings::incrementAndGet);

    @AfterEach
    void end() {
        housekeeping.close();
    }

    @Test
    void aStartingNodeReadsThePlansAndOpensDrawsInEveryCampaign() {
        housekeeping.start();
        Await.until(
                "both campaigns hold an epoch",
                LIMIT,
                () -> epochs.current(7).isPresent() && epochs.current(8).isPresent());
        assertTrue(plans.isLoaded());
    }

    @Test
    void aNewPlanIsReadPeriodically() {
        housekeeping.start();
        Await.until("the plans are read", LIMIT, plans::isLoaded);
        campaigns.holds(new CampaignBuilder().plan(2).build());
        Await.until(
                "the new plan is held",
                LIMIT,
                () -> plans.bySlug("spring").orElseThrow().planVersion() == 2);
    }

    @Test
    void aRequestedReloadCompletesAfterThePlansWereRead() throws Exception {
        housekeeping.start();
        Await.until("the plans are read", LIMIT, plans::isLoaded);
        campaigns.holds(new CampaignBuilder().plan(2).build());
        CompletableFuture<Void> read = housekeeping.reloadSoon();
        read.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        assertEquals(2, plans.bySlug("spring").orElseThrow().planVersion());
    }

    @Test
    void aRequestedReloadCompletesAlsoIfMariaDbDoesNotAnswer() throws Exception {
        campaigns.becomeUnavailable();
        housekeeping.start();
        housekeeping.reloadSoon().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    void aLossOfRedisIsRecoveredEvenIfTheLastReloadOfThePlansFailed() {
        housekeeping.start();
        Await.until("an epoch is held", LIMIT, () -> epochs.current(7).isPresent());
        campaigns.becomeUnavailable();
        registry.restartAs("run-b");
        epochs.runSeen("run-b");
        Await.until(
                "the next epoch is held", LIMIT, () -> epochs.current(7).equals(Optional.of(new Epoch(2, "run-b"))));
    }

    @Test
    void theClockIsReadAlsoWhileMariaDbDoesNotAnswer() {
        campaigns.becomeUnavailable();
        housekeeping.start();
        Await.until("the clock is read", LIMIT, () -> clockReadings.get() >= 2);
    }

    @Test
    void theClockIsNotReadWhileRedisDoesNotAnswer() {
        housekeeping.start();
        Await.until("the clock is read", LIMIT, () -> clockReadings.get() >= 2);
        registry.becomeUnavailable();
        housekeeping.reloadSoon().orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
        int before = clockReadings.get();
        housekeeping.reloadSoon().orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
        housekeeping.reloadSoon().orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
        assertEquals(before, clockReadings.get());
    }

    @Test
    void aRedisThatIsAvailableAgainIsUsedAgain() {
        registry.becomeUnavailable();
        housekeeping.start();
        Await.until("the plans are read nevertheless", LIMIT, plans::isLoaded);
        assertTrue(epochs.current(7).isEmpty());
        registry.becomeAvailable();
        Await.until("an epoch is held", LIMIT, () -> epochs.current(7).isPresent());
    }
}
