package org.turntable.draw;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.turntable.campaign.Campaign;
import org.turntable.campaign.CampaignBuilder;
import org.turntable.ledger.Entries;
import org.turntable.ledger.Metric;

/** MariaDB and Redis disagree about the plan of a version, or about the campaign of a number. */
class EpochDisagreementTest {
    private static final Campaign CAMPAIGN = new CampaignBuilder().plan(4).build();
    private static final int ID = CAMPAIGN.id();

    private final List<String> steps = new ArrayList<>();
    private final FakeEpochStore store = new FakeEpochStore(steps);
    private final FakeEpochRegistry epochRegistry = new FakeEpochRegistry(steps);
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final EpochCoordinator coordinator =
            new EpochCoordinator(store, epochRegistry, "this node", new DrawMetrics(registry), Duration.ZERO, () -> 0);

    @BeforeEach
    void storeThePlan() {
        store.hasPlan(4);
    }

    @Test
    void anotherPlanOfTheSameVersionInRedisIncreasesTheEpoch() throws Exception {
        coordinator.ensure(CAMPAIGN);
        epochRegistry.announces(
                ID, PlanStamp.of(new CampaignBuilder().plan(4).chances(1, 1).build()));
        coordinator.suspectPlan(ID);
        coordinator.ensure(CAMPAIGN);
        assertEquals(Optional.of(new Epoch(2, "run-a")), coordinator.current(ID));
        coordinator.suspectPlan(ID);
        coordinator.ensure(CAMPAIGN);
        assertEquals(Optional.of(new Epoch(2, "run-a")), coordinator.current(ID), "this plan is published now");
    }

    @Test
    void theStateOfAnotherCampaignIsSetAsideBeforeAnythingIsCounted() throws Exception {
        store.holds(ID, new Epoch(3, "run-a"));
        epochRegistry.publish(ID, 3);
        epochRegistry.announces(
                ID, PlanStamp.of(new CampaignBuilder().plan(4).uid("other").build()));
        epochRegistry.holdsCandidates(Entries.candidate(1, 1, 5));
        coordinator.suspectPlan(ID);
        coordinator.ensure(CAMPAIGN);
        assertEquals(Optional.of(new Epoch(4, "run-a")), coordinator.current(ID));
        assertEquals(
                List.of(
                        "move to 4",
                        "close for 4",
                        "set aside 1",
                        "read the candidates",
                        "count what is taken",
                        "open 4"),
                steps);
        assertEquals(1, Metric.of(registry, "turntable_draw_entries_set_aside"));
    }

    @Test
    void aNodeThatHasNotReadTheCampaignAgainNeitherHoldsItsEpochNorRecovers() throws Exception {
        store.hasCampaign("new");
        store.holds(ID, new Epoch(4, "run-a"));
        epochRegistry.publish(ID, 4);
        epochRegistry.announces(
                ID, PlanStamp.of(new CampaignBuilder().plan(4).uid("new").build()));
        coordinator.ensure(CAMPAIGN);
        assertEquals(Optional.empty(), coordinator.current(ID));
        coordinator.suspectPlan(ID);
        coordinator.ensure(CAMPAIGN);
        epochRegistry.loseKeys();
        coordinator.ensure(CAMPAIGN);
        assertEquals(Optional.empty(), coordinator.current(ID));
        assertEquals(List.of(), steps);
    }

    @Test
    void anEpochThatWasClosedIsNotPublishedAgain() throws Exception {
        epochRegistry.publish(ID, 5);
        epochRegistry.close(ID, new Epoch(6, "run-a"));
        coordinator.ensure(CAMPAIGN);
        assertEquals(Optional.of(new Epoch(6, "run-a")), coordinator.current(ID));
    }

    @Test
    void aStreamIsOfTheCampaignThatBothName() throws Exception {
        assertEquals(Optional.of(CampaignBuilder.UID), coordinator.owner(ID), "nothing is published");
        coordinator.ensure(CAMPAIGN);
        assertEquals(Optional.of(CampaignBuilder.UID), coordinator.owner(ID));
        store.hasCampaign("other");
        assertEquals(Optional.empty(), coordinator.owner(ID));
    }
}
