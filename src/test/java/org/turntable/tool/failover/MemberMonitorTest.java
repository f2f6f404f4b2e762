package org.turntable.tool.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.turntable.tool.failover.policy.AgentMark;
import org.turntable.tool.failover.policy.FailoverTimeouts;
import org.turntable.tool.failover.policy.MemberStatus;
import org.turntable.tool.failover.policy.StoredMark;

class MemberMonitorTest {
    private static final FailoverTimeouts TIMEOUTS = new FailoverTimeouts(
            Duration.ofMillis(200), Duration.ofSeconds(2), Duration.ofHours(1), Duration.ofHours(2));
    private long nanos;
    private final MemberMonitor monitor = new MemberMonitor("a", "a", () -> nanos);

    private void pass(long millis) {
        nanos += TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private static MemberStatus status(
            String activity, int waitingCommits, long acknowledgedCommits, int semiSyncReplicas) {
        return status(activity, waitingCommits, acknowledgedCommits, semiSyncReplicas, MemberStatus.Commits.NONE);
    }

    private static MemberStatus status(
            String activity,
            int waitingCommits,
            long acknowledgedCommits,
            int semiSyncReplicas,
            MemberStatus.Commits commits) {
        return new MemberStatus(
                false,
                true,
                new MemberStatus.Replicas(semiSyncReplicas, Set.of(2L)),
                waitingCommits,
                acknowledgedCommits,
                "0-1-1",
                "",
                1,
                new AgentMark(1, true),
                Optional.of(new StoredMark(1, "a")),
                Optional.of(new MemberStatus.Replication(
                        "b", true, !activity.equals("silent"), true, "0-1-1", activity, Duration.ofMillis(500), "")),
                false,
                false,
                "",
                commits);
    }

    @Test
    void aServerThatRefusesThreeConnectionsIsUnreachable() {
        monitor.recordStatus(status("1", 0, 0, 1), nanos);
        for (int i = 0; i < 3; i++) {
            assertFalse(monitor.observation().isDead(TIMEOUTS));
            pass(200);
            monitor.recordFailure(true, "refused", nanos);
        }
        assertTrue(monitor.observation().isUnreachable());
    }

    @Test
    void aServerThatDoesNotAnswerIsDeadOnlyAfterTheSilenceTimeout() {
        monitor.recordStatus(status("1", 0, 0, 1), nanos);
        for (int i = 0; i < 3; i++) {
            pass(600);
            monitor.recordFailure(false, "timed out", nanos);
        }
        assertFalse(monitor.observation().isDead(TIMEOUTS));
        pass(200);
        assertTrue(monitor.observation().isDead(TIMEOUTS));
    }

    @Test
    void anErrorIsAnAnswer() {
        for (int i = 0; i < 20; i++) {
            pass(200);
            monitor.recordError("too many connections");
        }
        assertFalse(monitor.observation().isDead(TIMEOUTS));
        assertFalse(monitor.observation().answers(TIMEOUTS), "but no status is known");
    }

    @Test
    void anAgentThatWasStoppedForgetsFailedProbes() {
        monitor.recordStatus(status("1", 0, 0, 1), nanos);
        long askedAt = nanos;
        pass(30_000);
        monitor.reset();
        monitor.recordFailure(false, "timed out", askedAt);
        assertEquals(0, monitor.observation().failedProbes());
        assertEquals(Duration.ZERO, monitor.observation().sinceAnswer());
    }

    @Test
    void theTimeWithoutActivityOfTheSourceIsMeasured() {
        monitor.recordStatus(status("1", 0, 0, 1), nanos);
        pass(1_500);
        monitor.recordStatus(status("1", 0, 0, 1), nanos);
        assertEquals(Duration.ofMillis(1_500), monitor.observation().sourceSilence());
        monitor.recordStatus(status("2", 0, 0, 1), nanos);
        assertEquals(Duration.ZERO, monitor.observation().sourceSilence());
    }

    @Test
    void theTimeForWhichCommitsWaitIsMeasuredFromTheLastAcknowledgement() {
        monitor.recordStatus(status("1", 3, 70, 1), nanos);
        pass(1_000);
        monitor.recordStatus(status("1", 3, 71, 1), nanos);
        pass(1_000);
        monitor.recordStatus(status("1", 3, 71, 1), nanos);
        assertEquals(Duration.ofMillis(1_000), monitor.observation().commitStall());
        monitor.recordStatus(status("1", 0, 71, 1), nanos);
        assertEquals(Duration.ZERO, monitor.observation().commitStall());
    }

    private long failingAfter(int waiting, long acknowledged, long prepared, long rolledBack) {
        pass(200);
        monitor.recordStatus(
                status("1", waiting, acknowledged, 1, new MemberStatus.Commits(prepared, rolledBack)), nanos);
        return monitor.observation().commitsFailFor().toMillis();
    }

    @Test
    void commitsThatArePreparedAndRolledBackWithoutAnyThatIsAcknowledgedFail() {
        assertEquals(0, failingAfter(0, 70, 1_000, 30));
        assertEquals(0, failingAfter(0, 70, 1_004, 34));
        assertEquals(0, failingAfter(0, 70, 1_006, 37));
        assertEquals(0, failingAfter(0, 70, 1_006, 38), "nobody has tried");
        assertEquals(600, failingAfter(0, 70, 1_008, 40));
        assertEquals(800, failingAfter(0, 70, 1_008, 40));
        assertEquals(0, failingAfter(0, 71, 1_010, 40), "one was acknowledged");
    }

    @Test
    void commitsThatWaitAreSlowAndDoNotFail() {
        for (int i = 0; i < 20; i++) {
            // Locks time out behind those that wait for a disk that is slow.
            assertEquals(0, failingAfter(0, 70, 1_000 + 2 * i, 30 + i));
        }
        for (int i = 0; i < 20; i++) {
            assertEquals(0, failingAfter(3, 70, 2_000, 3_000 + i), "they wait for the replica");
        }
    }

    @Test
    void theTimeWithoutAcknowledgementsRunsFromTheProbeThatLastSawThem() {
        monitor.recordStatus(status("1", 0, 0, 1), nanos);
        pass(200);
        monitor.recordStatus(status("silent", 0, 0, 1), nanos);
        pass(300);
        assertEquals(Duration.ofMillis(500), monitor.observation().sinceAcknowledging());
        monitor.recordStatus(status("2", 0, 0, 1), nanos);
        assertEquals(Duration.ZERO, monitor.observation().sinceAcknowledging());
    }

    @Test
    void probesWithSeveralAcknowledgingReplicasAreCountedInARow() {
        for (int i = 1; i <= 3; i++) {
            monitor.recordStatus(status("1", 0, 0, 2), nanos);
            assertEquals(i, monitor.observation().probesWithSeveral());
        }
        monitor.recordStatus(status("1", 0, 0, 1), nanos);
        assertEquals(0, monitor.observation().probesWithSeveral());
    }
}
