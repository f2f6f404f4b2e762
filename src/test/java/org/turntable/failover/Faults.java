package org.turntable.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import org.turntable.stack.Await;
import org.turntable.stack.MariaDbPair;
import org.turntable.stack.MariaDbServer;
import org.turntable.stack.OpsTool;
import org.turntable.stack.WatchedPair;

/** What befalls a pair, and what has to follow from each. */
final class Faults {
    private static final Duration SOON = Drill.SOON;
    private static final int OVERLOADING = 24;

    private final Drill drill;
    private final WatchedPair watched;

    Faults(Drill drill) {
        this.drill = drill;
        this.watched = drill.watched();
    }

    /** A fault, and what has to follow from it. */
    interface Fault {
        void strike(Faults faults) throws Exception;
    }

    /** All faults by their names. */
    static Map<String, Fault> all() {
        Map<String, Fault> all = new LinkedHashMap<>();
        all.put("the primary is killed", Faults::primaryIsKilled);
        all.put("the primary hangs", Faults::primaryHangs);
        all.put("the old primary comes back as if nothing had happened", Faults::oldPrimaryComesBack);
        all.put("the replica is killed", Faults::replicaIsKilled);
        all.put("the replica hangs", Faults::replicaHangs);
        all.put("the replica is killed, and then the primary", Faults::bothInTurn);
        all.put("the line between them is cut", Faults::lineBetweenThemIsCut);
        all.put("the line from the agent to the primary is cut", faults -> faults.lineToAgentIsCut(faults.watched.writer()));
        all.put("the line from the agent to the replica is cut", faults -> faults.lineToAgentIsCut(faults.watched.replica()));
        all.put("the primary is killed and does not start again", Faults::restartFails);
        all.put("the agent is killed in the middle of a promotion", Faults::agentIsKilled);
        all.put("the primary's disk is full", Faults::diskIsFull);
        all.put("the primary is overloaded", Faults::primaryIsOverloaded);
        all.put("a planned switchover", Faults::plannedSwitchover);
        return all;
    }

    private void primaryIsKilled() throws Exception {
        MariaDbServer old = watched.writer();
        try (Rogue rogue = new Rogue(old, watched.pair().applicationPassword())) {
            Await.until("somebody writes there directly", SOON, () -> rogue.answered() > 0);
            long at = System.nanoTime();
            old.kill9();
            int answered = rogue.answered();
            Await.until("the other is the writer", SOON, () -> watched.writer() != old);
            drill.measure("the primary is killed", at);
            watched.awaitWhole();
            // One answer may have been on its way when the count was taken.
            assertTrue(rogue.answered() <= answered + Rogue.CLIENTS, "a crashed primary answered " + (rogue.answered() - answered)
                    + " writes after its restart");
        }
    }

    private void primaryHangs() {
        MariaDbServer old = watched.writer();
        long at = System.nanoTime();
        old.freeze();
        Await.until("the other is the writer", SOON, () -> watched.writer() != old);
        drill.measure("the primary hangs", at);
    }

    private void oldPrimaryComesBack() throws Exception {
        MariaDbServer old = watched.writer();
        old.scriptsFail("kill", true);
        try (Rogue rogue = new Rogue(old, watched.pair().applicationPassword())) {
            Await.until("somebody writes there directly", SOON, () -> rogue.answered() > 0);
            old.freeze();
            Await.until("the other is the writer", SOON, () -> watched.writer() != old);
            Await.until("winners are answered by the new writer", SOON, () ->
                    drill.winners().answeredSince(System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(100)));
            int answered = rogue.answered();
            long at = System.nanoTime();
            old.thaw();
            Await.until("the old primary refuses log-ins", SOON, () -> rogue.refusedSince(at));
            drill.medians().measured("the old primary comes back: until it refuses log-ins", TimeUnit.NANOSECONDS.toMillis(rogue.firstRefusalSince(at) - at));
            Await.until("it refuses everybody", SOON, () -> rogue.refusals() > 5);
            assertEquals(answered, rogue.answered(), "the old primary acknowledged something after the other was opened");
        } finally {
            old.scriptsFail("kill", false);
        }
    }

    private void replicaIsKilled() {
        MariaDbServer replica = watched.replica();
        long at = System.nanoTime();
        replica.kill9();
        drill.measure("the replica is killed", at);
        Await.until("the agent has started it", SOON, replica::isRunning);
    }

    private void replicaHangs() {
        MariaDbServer replica = watched.replica();
        long at = System.nanoTime();
        replica.freeze();
        try {
            Await.until("single-copy mode", SOON, () -> "SINGLE_COPY".equals(watched.status().get("mode")));
            drill.measure("the replica hangs", at);
        } finally {
            replica.thaw();
        }
    }

    private void bothInTurn() {
        MariaDbServer writer = watched.writer();
        MariaDbServer replica = watched.replica();
        replica.scriptsFail("start", true);
        try {
            replica.kill9();
            Await.until("single-copy mode", SOON, () -> "SINGLE_COPY".equals(watched.status().get("mode")));
            long alone = System.nanoTime();
            Await.until("the writer answers alone", SOON, () -> drill.winners().answeredSince(alone));
            long at = System.nanoTime();
            writer.kill9();
            drill.measure("the replica is killed, and then the primary", at);
            assertSame(writer, watched.writer(), "a node that lacked acknowledged rows was promoted");
        } finally {
            replica.scriptsFail("start", false);
        }
        ops("rejoin", "--by", "Drill", "--reason", "the replica's disk was replaced", "--timeout", "30");
    }

    private void lineBetweenThemIsCut() {
        MariaDbServer writer = watched.writer();
        String term = watched.status().get("term");
        long at = System.nanoTime();
        watched.replicationFrom(writer).cut();
        try {
            Await.until("single-copy mode", SOON, () -> "SINGLE_COPY".equals(watched.status().get("mode")));
            drill.measure("the line between them is cut", at);
        } finally {
            watched.replicationFrom(writer).mend();
        }
        watched.awaitWhole();
        assertEquals(term, watched.status().get("term"));
    }

    private void lineToAgentIsCut(MariaDbServer server) {
        Map<String, String> before = watched.status();
        long at = System.nanoTime();
        watched.toAgent(server).cut();
        try {
            Await.until("the agent misses it", SOON, () -> watched.status().keySet().stream().anyMatch(name -> name.contains("away "
                    + server.address())));
            // Longer than it takes to act on a server that is dead.
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1_000));
        } finally {
            watched.toAgent(server).mend();
        }
        assertEquals(before.get("term"), watched.status().get("term"), "a cut between agent and server moved the writer");
        assertEquals("PAIR", watched.status().get("mode"));
        assertTrue(drill.winners().longestPauseSince(at) < 1_500, "answers stopped for " + drill.winners().longestPauseSince(at) + " ms");
    }

    private void restartFails() {
        MariaDbServer old = watched.writer();
        old.scriptsFail("start", true);
        try {
            long at = System.nanoTime();
            old.kill9();
            Await.until("the other is the writer", SOON, () -> watched.writer() != old);
            drill.measure("the primary is killed and does not start again", at);
            Await.until("the agent says that it does not start", SOON, () -> watched.status().values().stream().anyMatch(word ->
                    word.contains("told to fail")));
        } finally {
            old.scriptsFail("start", false);
        }
        ops("rejoin", "--by", "Drill", "--reason", "it starts again", "--timeout", "30");
    }

    private void diskIsFull() throws Exception {
        SmallDisk disk = drill.smallDisk().orElseGet(() ->
                Assumptions.abort("a disk of its own, to be filled, is mounted by root alone: run the tests as root to have this one too"));
        MariaDbServer writer = watched.pair().primary();
        if (watched.writer() != writer) {
            ops("switchover", "--by", "Drill", "--reason", "the disk of this one can be filled");
        }
        watched.awaitWhole();
        long at = System.nanoTime();
        disk.fill();
        try {
            Await.until("the other is the writer", SOON, () -> watched.writer() != writer);
            drill.measure("the primary's disk is full", at);
        } finally {
            disk.free();
        }
        // A server that the agent started while there was no room yet waits inside of its start, and looks for room once a minute.
        ops("rejoin", "--by", "Drill", "--reason", "there is room again", "--timeout", "90");
    }

    private void agentIsKilled() {
        MariaDbServer old = watched.writer();
        long at = System.nanoTime();
        old.kill9();
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(300 + drill.random().nextInt(700)));
        watched.killAgent();
        watched.startAgent();
        Await.until("the other is the writer", SOON, () -> !watched.status().isEmpty() && watched.writer() != old);
        drill.measure("the agent is killed in the middle of a promotion", at);
    }

    private void primaryIsOverloaded() throws Exception {
        String term = watched.status().get("term");
        List<Thread> crowd = new ArrayList<>();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(4);
        String password = watched.pair().applicationPassword();
        MariaDbServer writer = watched.writer();
        for (int i = 0; i < OVERLOADING; i++) {
            Thread one = new Thread(() -> {
                try (Connection connection = writer.connect(MariaDbPair.DATABASE, MariaDbPair.APPLICATION_USER, password);
                     Statement statement = connection.createStatement()) {
                    while (System.nanoTime() - end < 0) {
                        statement.execute("SET STATEMENT max_statement_time = 1 FOR SELECT BENCHMARK(30000000, SHA2(CONCAT('busy', RAND()), 512))");
                    }
                } catch (SQLException busy) {
                    // It is overloaded, or somebody switched over; neither is looked at here.
                }
            });
            crowd.add(one);
            one.start();
        }
        for (Thread one : crowd) {
            one.join();
        }
        assertEquals(term, watched.status().get("term"), "slowness moved the writer:\n" + watched.journal());
        assertSame(writer, watched.writer());
    }

    private void plannedSwitchover() throws Exception {
        MariaDbServer old = watched.writer();
        long process = old.pid();
        long at = System.nanoTime();
        Map<String, String> answer = ControlSocket.ask(drill.folder().resolve("agent/agent.socket"), "switchover", Map.of("by", "Drill", "reason",
                "a new kernel"));
        assertNotSame(old, watched.writer());
        assertEquals(watched.writer().address(), answer.get("writer"));
        drill.measure("a planned switchover", at);
        assertEquals(process, old.pid(), "the former writer's process was ended, although it was closed in good order:\n" + watched.journal());
    }

    private void ops(String... arguments) {
        OpsTool.run(watched.config(), arguments);
    }
}
