package org.turntable.draw.restart;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.turntable.campaign.Campaign;
import org.turntable.campaign.CampaignBuilder;
import org.turntable.draw.DrawMetrics;
import org.turntable.draw.Epoch;
import org.turntable.draw.EpochCoordinator;
import org.turntable.draw.FakeEpochRegistry;
import org.turntable.draw.FakeEpochStore;
import org.turntable.outage.RedisUnavailableException;
import org.turntable.testing.stack.Await;

class EpochContinuationTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Campaign CAMPAIGN = new CampaignBuilder().plan(4).build();
    private static final int ID = CAMPAIGN.id();
    private static final Epoch BEFORE = new Epoch(3, "run-a");
    private static final Epoch AFTER = new Epoch(3, "run-b");

    private final FakeEpochStore store = new FakeEpochStore();
    private final FakeEpochRegistry registry = new FakeEpochRegistry();
    private final FakeRuns runs = new FakeRuns();
    private final DrawMetrics metrics = new DrawMetrics(new PrometheusRegistry());
    private final EpochCoordinator epochs =
            new EpochCoordinator(store, registry, "n1", metrics, Duration.ZERO, System::nanoTime);
    private volatile List<LiveNodes.Sign> signs = List.of();
    private volatile boolean statusesCanBeRead = true;
    private final EpochContinuation continuation = new EpochContinuation(
            runs,
            registry,
            epochs,
            () -> {
                if (!statusesCanBeRead) {
                    throw new RedisUnavailableException("the Redis for sessions is away", null);
                }
                return signs;
            },
            () -> List.of(CAMPAIGN),
            () -> false,
            "n1/a",
            Instant::now,
            metrics);

    @BeforeEach
    void draw() throws Exception {
        store.holds(ID, BEFORE);
        registry.publish(ID, 3);
        epochs.ensure(CAMPAIGN);
        signs = List.of(
                new LiveNodes.Sign("n1", "n1/a", Instant.now()), new LiveNodes.Sign("n2", "n2/b", Instant.now()));
        continuation.start();
        Await.until("it observes the stream", LIMIT, () -> runs.observed > 0);
    }

    @AfterEach
    void close() {
        continuation.close();
    }

    @Test
    void whenAllProcessesAreHeardTheEpochGoesOn() {
        restart("run-b");
        Await.until("it reports", LIMIT, () -> runs.reports.containsKey("n1/a"));
        assertEquals(Optional.empty(), epochs.current(ID));
        runs.reports.put("n2/b", new RunState.Report(3, new EntryId(9, 0)));
        Await.until("draws are open", LIMIT, () -> epochs.current(ID).equals(Optional.of(AFTER)));
    }

    @Test
    void withoutTheStatusOfTheNodesTheEpochDoesNotGoOn() {
        statusesCanBeRead = false;
        runs.reports.put("n2/b", new RunState.Report(3, new EntryId(9, 0)));
        restart("run-b");
        awaitRounds();
        assertEquals(Optional.empty(), epochs.current(ID));
        statusesCanBeRead = true;
        Await.until("draws are open", LIMIT, () -> epochs.current(ID).equals(Optional.of(AFTER)));
    }

    @Test
    void aProcessThatWasHeardTooLateAndKnowsMoreClosesDraws() {
        runs.known = new EntryId(9, 1);
        runs.continued = true;
        restart("run-b");
        Await.until(
                "the epoch is closed",
                LIMIT,
                () -> registry.published(ID, "run-b").isEmpty());
        assertEquals(Optional.empty(), epochs.current(ID));
    }

    @Test
    void aProcessThatWasHeardLateAndKnowsNoMoreFollows() {
        runs.continued = true;
        restart("run-b");
        Await.until("draws are open", LIMIT, () -> epochs.current(ID).equals(Optional.of(AFTER)));
    }

    @Test
    void inARunThatThisProcessHasLeftItDoesNotGoOn() {
        restart("run-b");
        awaitRounds();
        restart("run-c");
        awaitRounds();
        runs.reports.put("n2/b", new RunState.Report(3, new EntryId(9, 0)));
        restart("run-b");
        int before = runs.reported;
        Await.until("it does not report there", LIMIT, () -> registry.runIdsAsked() > 10);
        assertEquals(before, runs.reported);
        assertEquals(Optional.empty(), epochs.current(ID));
        restart("run-c");
        Await.until("draws are open", LIMIT, () -> epochs.current(ID).equals(Optional.of(new Epoch(3, "run-c"))));
    }

    private void restart(String runId) {
        registry.restartAs(runId);
        epochs.runSeen(runId);
        registry.forgetRunIdsAsked();
    }

    private void awaitRounds() {
        int before = runs.reported;
        Await.until("it has reported twice", LIMIT, () -> runs.reported > before + 1);
    }

    /** The rules of continue.lua; the stream ends with the entry 9-0. */
    private final class FakeRuns implements RunRegistry {
        private final Map<String, RunState.Report> reports = new ConcurrentHashMap<>();
        private volatile EntryId known = new EntryId(9, 0);
        private volatile boolean continued;
        private volatile int observed;
        private volatile int reported;

        @Override
        public EntryId observe(int campaignId, Epoch epoch) {
            observed++;
            return known;
        }

        @Override
        public RunState report(int campaignId, Epoch interrupted, String runId, String process) {
            OptionalLong published = registry.published(campaignId, runId);
            reports.put(process, new RunState.Report(interrupted.number(), known));
            reported++;
            return new RunState(published, new EntryId(9, 0), continued, new HashMap<>(reports));
        }

        @Override
        public RunState proceed(int campaignId, Epoch interrupted, String runId, String process, int count) {
            continued |= reports.size() == count;
            return report(campaignId, interrupted, runId, process);
        }
    }
}
