package org.turntable.tool.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.turntable.tool.failover.policy.AgentMark;
import org.turntable.tool.failover.policy.ClusterState;
import org.turntable.tool.failover.policy.FailoverDecision;
import org.turntable.tool.failover.policy.FailoverPhase;
import org.turntable.tool.failover.policy.FailoverTimeouts;
import org.turntable.tool.failover.policy.MemberObservation;
import org.turntable.tool.failover.policy.ReplicationMode;
import org.turntable.tool.failover.policy.ServerRole;

/** What the steps do, in which order, and how they are reverted. */
class FailoverStepsTest {
    private static final Instant NOW = Instant.parse("2026-11-25T03:00:00Z");
    private static final FailoverTimeouts TIMEOUTS = new FailoverTimeouts(
            Duration.ofMillis(200), Duration.ofSeconds(2), Duration.ofHours(1), Duration.ofHours(2));

    @TempDir
    private Path folder;

    private final List<String> done = Collections.synchronizedList(new ArrayList<>());
    private final FakeMember a = new FakeMember("a", done);
    private final FakeMember b = new FakeMember("b", done);
    private ClusterStateStore store;
    private ServerProcessControl processes;
    private MemberPair pair;
    private Promotion promotion;
    private WriterOpening writerOpening;
    private ReplicaRejoin replicaRejoin;

    @BeforeEach
    void makeAPair() throws IOException {
        a.readOnly = false;
        a.semiSync = true;
        a.semiSyncReplicas = 1;
        a.mark = new AgentMark(7, true);
        b.mark = new AgentMark(7, false);
        b.source = "a";
        store = new ClusterStateStore(folder.resolve("agent"));
        processes = new ServerProcessControl(new NoCommands(), System::nanoTime);
        useState(new ClusterState(
                7,
                "a",
                ReplicationMode.PAIR,
                FailoverPhase.OPEN,
                NOW,
                Optional.empty(),
                false,
                Optional.empty(),
                "complete"));
    }

    private void useState(ClusterState state) {
        pair = new MemberPair(
                List.of(a, b),
                store,
                Clock.fixed(NOW, ZoneOffset.UTC),
                new FailoverMetrics(new PrometheusRegistry()),
                state);
        writerOpening = new WriterOpening(pair, processes);
        promotion = new Promotion(pair, TIMEOUTS, writerOpening, processes);
        replicaRejoin = new ReplicaRejoin(pair, processes, System::nanoTime);
    }

    @AfterEach
    void end() throws IOException {
        processes.close();
        store.close();
    }

    /** No host commands are configured. */
    private static final class NoCommands implements HostCommands {
        @Override
        public boolean canStart() {
            return false;
        }

        @Override
        public boolean canKill() {
            return false;
        }

        @Override
        public void start(String address, ServerRole role) {
            throw new AssertionError("no start command is configured");
        }

        @Override
        public void kill(String address) {
            throw new AssertionError("no kill command is configured");
        }
    }

    private ClusterState onDisk() throws IOException {
        return store.load().orElseThrow();
    }

    @Test
    void aPromotionStopsTheAcknowledgementsThenAppliesThenOpens() throws Exception {
        a.gone = true;
        promotion.begin("dead", false);
        assertEquals(
                List.of(
                        "b stop receiving",
                        "b await 0-1-10",
                        "b forget source",
                        "b mark 8 writer",
                        "b store 8 b",
                        "b open"),
                done);
        assertEquals(
                new ClusterState(
                        8,
                        "b",
                        ReplicationMode.SINGLE_COPY,
                        FailoverPhase.OPEN,
                        NOW,
                        Optional.of(NOW.plusSeconds(7_200)),
                        false,
                        Optional.of(NOW),
                        "dead"),
                onDisk());
        assertFalse(b.semiSync, "no replica is left to acknowledge");
    }

    @Test
    void noMemberIsChangedBeforeTheStateIsOnDisk() throws Exception {
        a.gone = true;
        Files.delete(folder.resolve("agent"));
        assertThrows(RuntimeException.class, () -> promotion.begin("dead", false));
        assertEquals(List.of(), done);
        assertEquals("a", pair.state().writer());
    }

    @Test
    void aCandidateIsNotOpenedBeforeItHasAppliedEverything() throws Exception {
        a.gone = true;
        b.reachesAll = false;
        promotion.begin("dead", false);
        assertTrue(b.readOnly);
        assertEquals(FailoverPhase.PROMOTING, onDisk().phase());
        b.reachesAll = true;
        promotion.resume();
        assertFalse(b.readOnly);
        assertEquals(FailoverPhase.OPEN, onDisk().phase());
    }

    @Test
    void aCandidateThatIsRestartedDuringItsPromotionIsAbandonedAndTheFormerWriterStays() throws Exception {
        a.gone = true;
        b.reachesAll = false;
        promotion.begin("dead", false);
        b.mark = AgentMark.NONE;
        promotion.resume();
        assertTrue(b.readOnly);
        assertEquals("a", onDisk().writer());
        assertEquals(ReplicationMode.HELD, onDisk().mode());
        assertEquals(9, onDisk().term());
    }

    @Test
    void whatARestartedWriterHasKeptIsFetchedBeforeTheReplicaTakesOver() throws Exception {
        a.readOnly = true;
        a.mark = AgentMark.NONE;
        a.binlogPosition = "0-1-12";
        promotion.takeOver("restarted", false);
        assertEquals("b await 0-1-12", done.get(0));
        assertFalse(b.readOnly);
    }

    @Test
    void aWriterWaitsForAcknowledgementsBeforeItIsOpened() throws Exception {
        a.readOnly = true;
        a.semiSync = false;
        writerOpening.openWriter();
        assertEquals(List.of("a semi-sync on", "a mark 7 writer", "a store 7 a", "a open"), done);
    }

    @Test
    void aFormerWriterThatIsBackIsClosedWithoutKillingWaitingCommits() throws Exception {
        useState(new ClusterState(
                8,
                "b",
                ReplicationMode.SINGLE_COPY,
                FailoverPhase.OPEN,
                NOW,
                Optional.of(NOW.plusSeconds(9)),
                false,
                Optional.of(NOW),
                "dead"));
        a.waitingCommits = 2;
        writerOpening.closeReplica();
        assertEquals(List.of("a mark 8 closed", "a end sessions"), done);
        a.waitingCommits = 0;
        writerOpening.closeReplica();
        assertTrue(a.readOnly);
    }

    @Test
    void thePairIsCompleteOnlyWhenTheReplicaReceivedWhatWasWrittenAfterCommitsWaitedAgain() throws Exception {
        useState(new ClusterState(
                7,
                "a",
                ReplicationMode.SINGLE_COPY,
                FailoverPhase.OPEN,
                NOW,
                Optional.of(NOW.plusSeconds(9)),
                false,
                Optional.empty(),
                "alone"));
        a.semiSync = false;
        assertTrue(replicaRejoin.restorePair());
        assertEquals(List.of("a semi-sync on"), done);
        assertEquals(ReplicationMode.PAIR, onDisk().mode());
    }

    @Test
    void afterThePairWasRestoredNoStatusFromBeforeItIsJudged() throws Exception {
        useState(pair.state().singleCopy(NOW, Duration.ofHours(2), false, "alone"));
        a.semiSync = false;
        List<String> discarded = new ArrayList<>();
        Observations observations = new Observations() {
            @Override
            public MemberObservation observation(Member member) {
                throw new AssertionError("a step decides on nothing");
            }

            @Override
            public void discardStatuses() {
                discarded.add(pair.state().mode().name());
            }
        };
        new AgentSteps(
                        pair,
                        observations,
                        TIMEOUTS,
                        new FailoverMetrics(new PrometheusRegistry()),
                        processes,
                        System::nanoTime)
                .execute(new FailoverDecision(FailoverDecision.Step.RESTORE_PAIR, ""));
        assertEquals(List.of("PAIR"), discarded);
    }

    @Test
    void commitsDoNotWaitForAReplicaThatHasNotReceivedEverything() throws Exception {
        useState(new ClusterState(
                7,
                "a",
                ReplicationMode.SINGLE_COPY,
                FailoverPhase.OPEN,
                NOW,
                Optional.of(NOW.plusSeconds(9)),
                false,
                Optional.empty(),
                "alone"));
        a.semiSync = false;
        a.binlogPosition = "0-1-11";
        assertFalse(replicaRejoin.restorePair());
        assertEquals(List.of(), done);
        assertEquals(ReplicationMode.SINGLE_COPY, pair.state().mode());
    }

    @Test
    void aConnectedReplicaThatDoesNotAcknowledgeDoesNotCompleteThePair() throws Exception {
        useState(new ClusterState(
                7,
                "a",
                ReplicationMode.SINGLE_COPY,
                FailoverPhase.OPEN,
                NOW,
                Optional.of(NOW.plusSeconds(9)),
                false,
                Optional.empty(),
                "alone"));
        a.semiSync = false;
        a.waitingCommits = 2;
        assertFalse(replicaRejoin.restorePair());
        assertEquals(List.of("a semi-sync on", "a semi-sync off"), done);
        assertEquals(ReplicationMode.SINGLE_COPY, pair.state().mode());
    }

    @Test
    void theWriterStaysInSingleCopyModeWhileItsReplicaDoesNotAcknowledge() throws Exception {
        useState(new ClusterState(
                7,
                "a",
                ReplicationMode.SINGLE_COPY,
                FailoverPhase.OPEN,
                NOW,
                Optional.of(NOW.plusSeconds(9)),
                false,
                Optional.empty(),
                "alone"));
        a.semiSync = false;
        a.semiSyncReplicas = 0;
        assertFalse(replicaRejoin.restorePair());
        assertEquals(List.of("a semi-sync on", "a semi-sync off"), done);
        assertEquals(ReplicationMode.SINGLE_COPY, pair.state().mode());
    }

    @Test
    void aSwitchoverClosesTheWriterOpensTheReplicaAndReversesReplication() throws Exception {
        a.appliedPosition = "";
        new Switchover(pair, Runnable::run, System::nanoTime).run("a new kernel", Duration.ofSeconds(5));
        assertTrue(a.readOnly);
        assertFalse(b.readOnly);
        assertTrue(b.semiSync, "its first commit waits for the former writer already");
        assertEquals("b", a.source);
        assertTrue(done.contains("a close") && done.indexOf("a close") < done.indexOf("b open"), done.toString());
        assertEquals(ReplicationMode.PAIR, onDisk().mode());
        assertEquals(8, onDisk().term());
    }

    @Test
    void sessionsAreKilledWhileTheReplicaAcknowledges() throws Exception {
        new Switchover(pair, Runnable::run, System::nanoTime).run("a new kernel", Duration.ofSeconds(5));
        assertTrue(done.contains("a end sessions, waiting ones too"));
    }

    @Test
    void aSwitchoverThatIsNotCompletedInTimeIsReverted() throws Exception {
        a.closesInTime = false;
        RequestRefusedException refusal = assertThrows(
                RequestRefusedException.class,
                () -> new Switchover(pair, Runnable::run, System::nanoTime).run("a new kernel", Duration.ofSeconds(5)));
        assertTrue(refusal.getMessage().contains("reverted"), refusal.getMessage());
        assertFalse(a.readOnly);
        assertTrue(b.readOnly);
        assertEquals(new AgentMark(7, true), a.mark);
        assertEquals("a", onDisk().writer());
        assertEquals(FailoverPhase.OPEN, onDisk().phase());
    }

    @Test
    void aSwitchoverWhoseWriterStopsAnsweringIsNotReportedAsReverted() {
        a.diesWhenClosed = true;
        RequestRefusedException refusal = assertThrows(
                RequestRefusedException.class,
                () -> new Switchover(pair, Runnable::run, System::nanoTime).run("a new kernel", Duration.ofSeconds(5)));
        assertTrue(refusal.getMessage().contains("does not answer"), refusal.getMessage());
        assertEquals(FailoverPhase.CLOSING, pair.state().phase());
    }

    @Test
    void aSwitchoverToAReplicaThatLagsIsNotStarted() {
        b.reachesAll = false;
        RequestRefusedException refusal = assertThrows(
                RequestRefusedException.class,
                () -> new Switchover(pair, Runnable::run, System::nanoTime).run("a new kernel", Duration.ofSeconds(5)));
        assertTrue(refusal.getMessage().contains("lags"), refusal.getMessage());
        assertFalse(done.contains("a close"));
    }

    @Test
    void aSwitchoverOfAPairThatIsNotCompleteIsNotStarted() {
        useState(new ClusterState(
                7,
                "a",
                ReplicationMode.SINGLE_COPY,
                FailoverPhase.OPEN,
                NOW,
                Optional.of(NOW.plusSeconds(9)),
                false,
                Optional.empty(),
                "alone"));
        assertThrows(
                RequestRefusedException.class,
                () -> new Switchover(pair, Runnable::run, System::nanoTime).run("a new kernel", Duration.ofSeconds(5)));
        assertEquals(List.of(), done);
    }
}
