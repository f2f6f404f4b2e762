package org.turntable.draw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.turntable.campaign.CampaignBuilder;
import org.turntable.stack.Await;

class HousekeepingTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final FakeCampaigns campaigns = new FakeCampaigns().holds(new CampaignBuilder().build(), new CampaignBuilder().id(8).slug("autumn").build());
    private final FakeEpochStore store = new FakeEpochStore();
    private final FakeEpochBoard board = new FakeEpochBoard();
    private final PlanKeeper plans = new PlanKeeper(campaigns, board, Optional.empty());
    private final EpochKeeper epochs = new EpochKeeper(store, board, "this node", new DrawMetrics(new PrometheusRegistry()), Duration.ZERO, System::nanoTime);
    private final Housekeeping housekeeping = new Housekeeping(plans, epochs);

    @AfterEach
    void end() {
        housekeeping.close();
    }

    @Test
    void aNodeThatStartsReadsThePlansAndOpensDrawsInEveryCampaign() {
        housekeeping.start();
        Await.until("both campaigns hold an epoch", LIMIT, () -> epochs.current(7).isPresent() && epochs.current(8).isPresent());
        assertTrue(plans.isLoaded());
    }

    @Test
    void aNewPlanIsNoticedByItself() {
        housekeeping.start();
        Await.until("the plans are read", LIMIT, plans::isLoaded);
        campaigns.holds(new CampaignBuilder().plan(2).build());
        Await.until("the new plan is held", LIMIT, () -> plans.bySlug("spring").orElseThrow().planVersion() == 2);
    }

    @Test
    void whoAsksForTheNewestPlansIsToldWhenTheyWereRead() throws Exception {
        housekeeping.start();
        Await.until("the plans are read", LIMIT, plans::isLoaded);
        campaigns.holds(new CampaignBuilder().plan(2).build());
        CompletableFuture<Void> read = housekeeping.reloadSoon();
        read.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        assertEquals(2, plans.bySlug("spring").orElseThrow().planVersion());
    }

    @Test
    void whoAsksIsToldAlsoWhenMariaDbDoesNotAnswer() throws Exception {
        campaigns.goAway();
        housekeeping.start();
        housekeeping.reloadSoon().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    void aLossOfRedisIsMadeUpForAlsoInTheSecondInWhichMariaDbCannotGiveThePlans() {
        housekeeping.start();
        Await.until("an epoch is held", LIMIT, () -> epochs.current(7).isPresent());
        campaigns.goAway();
        board.restartsAs("run-b");
        epochs.runSeen("run-b");
        Await.until("the next epoch is held", LIMIT, () -> epochs.current(7).equals(Optional.of(new Epoch(2, "run-b"))));
    }

    @Test
    void aRedisThatComesBackIsUsedAgainByItself() {
        board.goAway();
        housekeeping.start();
        Await.until("the plans are read all the same", LIMIT, plans::isLoaded);
        assertTrue(epochs.current(7).isEmpty());
        board.comeBack();
        Await.until("an epoch is held", LIMIT, () -> epochs.current(7).isPresent());
    }
}
