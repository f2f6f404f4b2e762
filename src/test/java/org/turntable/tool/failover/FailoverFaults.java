package org.turntable.tool.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Assumptions;
import org.turntable.testing.stack.Await;
import org.turntable.testing.stack.FailoverPair;
import org.turntable.testing.stack.HeldPromotion;
import org.turntable.testing.stack.MariaDbPair;
import org.turntable.testing.stack.MariaDbServer;
import org.turntable.testing.stack.OpsTool;
import org.turntable.tool.failover.policy.ClusterState;
import org.turntable.tool.failover.policy.FailoverPhase;

/** The faults that are injected into a pair, and what must follow from each. */
final class FailoverFaults {
    private static final Duration SOON = FailoverScenario.SOON;
    private static final int LOAD_THREADS = 24;

    private final FailoverScenario scenario;
    private final FailoverPair failoverPair;

    FailoverFaults(FailoverScenario scenario) {
        this.scenario = scenario;
        this.failoverPair = scenario.failoverPair();
    }

    /** Injects a fault and asserts what must follow from it. */
    interface Fault {
        void inject(FailoverFaults faults) throws Exception;
    }

    /** All faults by their names. */
    static Map<String, Fault> all() {
        Map<String, Fault> all = new LinkedHashMap<>();
        all.put("the primary is killed", FailoverFaults::primaryIsKilled);
        all.put("the primary hangs", FailoverFaults::primaryHangs);
        all.put("the old primary comes back as if nothing had happened", FailoverFaults::oldPrimaryComesBack);
        all.put("the replica is killed", FailoverFaults::replicaIsKilled);
        all.put("the replica hangs", FailoverFaults::replicaHangs);
        all.put("the replica is killed, and then the primary", FailoverFaults::bothInTurn);
        all.put("the line between them is cut", FailoverFaults::lineBetweenThemIsCut);
        all.put(
                "the line from the agent to the primary is cut",
                faults -> faults.lineToAgentIsCut(faults.failoverPair.writer()));
        all.put(
                "the line from the agent to the replica is cut",
                faults -> faults.lineToAgentIsCut(faults.failoverPair.replica()));
        all.put("the primary is killed and does not start again", FailoverFaults::restartFails);
        all.put("the agent is killed in the middle of a promotion", FailoverFaults::agentIsKilled);
        all.put("the primary's disk is full", FailoverFaults::diskIsFull);
        all.put("the primary is overloaded", FailoverFaults::primaryIsOverloaded);
        all.put("a planned switchover", FailoverFaults::plannedSwitchover);
        return all;
    }

    private void primaryIsKilled() throws Exception {
        MariaDbServer old = failoverPair.writer();
        try (DirectWriters directWriters =
                new DirectWriters(old, failoverPair.pair().applicationPassword())) {
            Await.until("clients write to it directly", SOON, () -> directWriters.answered() > 0);
            long at = System.nanoTime();
            old.kill9();
            int answered = directWriters.answered();
            Await.until("the replica is the writer", SOON, () -> failoverPair.writer() != old);
            scenario.measure("the primary is killed", at);
            failoverPair.awaitWhole();
            // One answer may have been on its way when the count was taken.
            assertTrue(
                    directWriters.answered() <= answered + DirectWriters.CLIENTS,
                    "a crashed primary answered " + (directWriters.answered() - answered)
                            + " writes after its restart");
        }
    }

    private void primaryHangs() {
        MariaDbServer old = failoverPair.writer();
        long at = System.nanoTime();
        old.suspend();
        Await.until("the replica is the writer", SOON, () -> failoverPair.writer() != old);
        scenario.measure("the primary hangs", at);
    }

    private void oldPrimaryComesBack() throws Exception {
        MariaDbServer old = failoverPair.writer();
        old.scriptsFail("kill", true);
        try (DirectWriters directWriters =
                new DirectWriters(old, failoverPair.pair().applicationPassword())) {
            Await.until("clients write to it directly", SOON, () -> directWriters.answered() > 0);
            old.suspend();
            Await.until("the replica is the writer", SOON, () -> failoverPair.writer() != old);
            Await.until(
                    "the new writer answers the clients",
                    SOON,
                    () -> scenario.clients().answeredSince(System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(100)));
            int answered = directWriters.answered();
            long at = System.nanoTime();
            old.resume();
            Await.until("the old primary refuses log-ins", SOON, () -> directWriters.refusedSince(at));
            scenario.recoveryTimes()
                    .record(
                            "the old primary comes back: until it refuses log-ins",
                            TimeUnit.NANOSECONDS.toMillis(directWriters.firstRefusalSince(at) - at));
            Await.until("it refuses every client", SOON, () -> directWriters.refusals() > 5);
            assertEquals(
                    answered,
                    directWriters.answered(),
                    "the old primary acknowledged a commit after the new one was opened");
        } finally {
            old.scriptsFail("kill", false);
        }
    }

    private void replicaIsKilled() {
        MariaDbServer replica = failoverPair.replica();
        long at = System.nanoTime();
        replica.kill9();
        scenario.measure("the replica is killed", at);
        Await.until("the agent has started it", SOON, replica::isRunning);
    }

    private void replicaHangs() {
        MariaDbServer replica = failoverPair.replica();
        long at = System.nanoTime();
        replica.suspend();
        try {
            Await.until(
                    "single-copy mode",
                    SOON,
                    () -> "SINGLE_COPY".equals(failoverPair.status().get("mode")));
            scenario.measure("the replica hangs", at);
        } finally {
            replica.resume();
        }
    }

    private void bothInTurn() {
        MariaDbServer writer = failoverPair.writer();
        MariaDbServer replica = failoverPair.replica();
        replica.scriptsFail("start", true);
        try {
            replica.kill9();
            Await.until(
                    "single-copy mode",
                    SOON,
                    () -> "SINGLE_COPY".equals(failoverPair.status().get("mode")));
            long alone = System.nanoTime();
            Await.until(
                    "the writer answers alone", SOON, () -> scenario.clients().answeredSince(alone));
            long at = System.nanoTime();
            writer.kill9();
            scenario.measure("the replica is killed, and then the primary", at);
            assertSame(writer, failoverPair.writer(), "a server without all acknowledged rows was promoted");
        } finally {
            replica.scriptsFail("start", false);
        }
        ops("rejoin", "--by", "FailoverIT", "--reason", "the replica's disk was replaced", "--timeout", "30");
    }

    private void lineBetweenThemIsCut() {
        MariaDbServer writer = failoverPair.writer();
        String term = failoverPair.status().get("term");
        long at = System.nanoTime();
        failoverPair.replicationFrom(writer).cut();
        try {
            Await.until(
                    "single-copy mode",
                    SOON,
                    () -> "SINGLE_COPY".equals(failoverPair.status().get("mode")));
            scenario.measure("the line between them is cut", at);
        } finally {
            failoverPair.replicationFrom(writer).restore();
        }
        failoverPair.awaitWhole();
        assertEquals(term, failoverPair.status().get("term"));
    }

    private void lineToAgentIsCut(MariaDbServer server) {
        Map<String, String> before = failoverPair.status();
        long at = System.nanoTime();
        failoverPair.toAgent(server).cut();
        try {
            Await.until(
                    "the agent reports it as away",
                    SOON,
                    () -> failoverPair.status().keySet().stream()
                            .anyMatch(name -> name.contains("away " + server.address())));
            // Longer than the agent needs to act on a server that is dead.
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1_000));
        } finally {
            failoverPair.toAgent(server).restore();
        }
        assertEquals(
                before.get("term"),
                failoverPair.status().get("term"),
                "a broken connection between agent and server changed the writer");
        assertEquals("PAIR", failoverPair.status().get("mode"));
        assertTrue(
                scenario.clients().longestPauseSince(at) < 1_500,
                "answers stopped for " + scenario.clients().longestPauseSince(at) + " ms");
    }

    private void restartFails() {
        MariaDbServer old = failoverPair.writer();
        old.scriptsFail("start", true);
        try {
            long at = System.nanoTime();
            old.kill9();
            Await.until("the replica is the writer", SOON, () -> failoverPair.writer() != old);
            scenario.measure("the primary is killed and does not start again", at);
            Await.until(
                    "the agent says that it does not start",
                    SOON,
                    () -> failoverPair.status().values().stream()
                            .anyMatch(sentence -> sentence.contains("failed by the test")));
        } finally {
            old.scriptsFail("start", false);
        }
        ops("rejoin", "--by", "FailoverIT", "--reason", "it starts again", "--timeout", "30");
    }

    private void diskIsFull() throws Exception {
        SmallDisk disk = scenario.smallDisk()
                .orElseGet(() -> Assumptions.abort(
                        "only root can mount a disk to be filled: run the tests as root for this one"));
        MariaDbServer writer = failoverPair.pair().primary();
        if (failoverPair.writer() != writer) {
            ops("switchover", "--by", "FailoverIT", "--reason", "the disk of this one can be filled");
        }
        failoverPair.awaitWhole();
        long at = System.nanoTime();
        disk.fill();
        try {
            Await.until("the replica is the writer", SOON, () -> failoverPair.writer() != writer);
            scenario.measure("the primary's disk is full", at);
        } finally {
            disk.free();
        }
        // A server that the agent started while the disk was full waits in its start, and checks for space once a
        // minute.
        ops("rejoin", "--by", "FailoverIT", "--reason", "disk space was freed", "--timeout", "90");
    }

    private void agentIsKilled() throws Exception {
        MariaDbServer old = failoverPair.writer();
        MariaDbServer candidate = failoverPair.replica();
        long at;
        ClusterState stored;
        try (HeldPromotion held = new HeldPromotion(candidate)) {
            held.awaitBlocked();
            at = System.nanoTime();
            old.kill9();
            Await.until(
                    "the agent has begun the promotion",
                    SOON,
                    () -> storedState().phase() == FailoverPhase.PROMOTING);
            LockSupport.parkNanos(
                    TimeUnit.MILLISECONDS.toNanos(scenario.random().nextInt(1_500)));
            failoverPair.killAgent();
            stored = storedState();
            assertEquals(FailoverPhase.PROMOTING, stored.phase(), "the kill missed the promotion: " + stored);
            assertEquals(candidate.address(), stored.writer());
            assertEquals("1", candidate.ask("SELECT @@read_only"), "the candidate was opened before it applied all");
        }
        failoverPair.startAgent();
        failoverPair.awaitAgent();
        Await.until(
                "the next agent completes the promotion",
                SOON,
                () -> "OPEN".equals(failoverPair.status().get("phase")) && failoverPair.writer() == candidate);
        scenario.measure("the agent is killed in the middle of a promotion", at);
        assertEquals(
                Long.toString(stored.term()),
                failoverPair.status().get("term"),
                "the promotion was not resumed but another one was begun:\n" + failoverPair.journal());
    }

    private ClusterState storedState() throws IOException {
        try (ClusterStateStore store = new ClusterStateStore(scenario.folder().resolve("agent"))) {
            return store.load().orElseThrow();
        }
    }

    private void primaryIsOverloaded() throws Exception {
        String term = failoverPair.status().get("term");
        List<Thread> load = new ArrayList<>();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(4);
        String password = failoverPair.pair().applicationPassword();
        MariaDbServer writer = failoverPair.writer();
        for (int i = 0; i < LOAD_THREADS; i++) {
            Thread one = new Thread(() -> {
                try (Connection connection =
                                writer.connect(MariaDbPair.DATABASE, MariaDbPair.APPLICATION_USER, password);
                        Statement statement = connection.createStatement()) {
                    while (System.nanoTime() - end < 0) {
                        statement.execute("SET STATEMENT max_statement_time = 1 FOR SELECT BENCHMARK(30000000, "
                                + "SHA2(CONCAT('busy', RAND()), 512))");
                    }
                } catch (SQLException busy) {
                    // The server is overloaded; this test ignores the clients' errors.
                }
            });
            load.add(one);
            one.start();
        }
        for (Thread one : load) {
            one.join();
        }
        assertEquals(
                term, failoverPair.status().get("term"), "an overload changed the writer:\n" + failoverPair.journal());
        assertSame(writer, failoverPair.writer());
    }

    private void plannedSwitchover() throws Exception {
        MariaDbServer old = failoverPair.writer();
        long process = old.pid();
        long at = System.nanoTime();
        Map<String, String> answer = ControlSocket.ask(
                scenario.folder().resolve("agent/agent.socket"),
                "switchover",
                Map.of("by", "FailoverIT", "reason", "a new kernel"));
        assertNotSame(old, failoverPair.writer());
        assertEquals(failoverPair.writer().address(), answer.get("writer"));
        scenario.measure("a planned switchover", at);
        assertEquals(
                process,
                old.pid(),
                "the former writer's process was killed, although it was closed in order:\n" + failoverPair.journal());
    }

    private void ops(String... arguments) {
        OpsTool.run(failoverPair.config(), arguments);
    }
}
