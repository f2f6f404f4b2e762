package org.turntable.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Assumptions;
import org.slf4j.LoggerFactory;
import org.turntable.mariadb.MariaDbPools;
import org.turntable.promises.Campaigning;
import org.turntable.stack.Await;
import org.turntable.stack.MariaDbBinaries;
import org.turntable.stack.MariaDbPair;
import org.turntable.stack.MariaDbServer;
import org.turntable.stack.OpsTool;
import org.turntable.stack.WatchedPair;
import org.turntable.stack.Workspace;

/** One watched pair, clients who draw all the time, and one fault after the other: the pair is whole again after each. */
final class Drill implements AutoCloseable {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int CLIENTS = 3;
    private static final int UNITS = 60_000;
    private static final int OVERLOADING = 24;

    private final Workspace workspace = Workspace.temporary("failover");
    private final WatchedPair watched;
    private final Medians medians;
    private final Random random;
    private final Optional<SmallDisk> smallDisk;
    private Winners winners;
    private RecordOnDisk record;
    private int campaignId;

    Drill(MariaDbBinaries binaries, long seed, Medians medians) {
        MariaDbPair pair = new MariaDbPair(workspace.path(), binaries);
        smallDisk = SmallDisk.mount(workspace.folder("small-disk"));
        smallDisk.ifPresent(disk -> pair.primary().onDisk(disk.path()));
        watched = new WatchedPair(pair, workspace.path());
        random = new Random(seed);
        this.medians = medians;
    }

    Drill start() {
        // The pool and the driver tell of every broken connection; here there are thousands.
        for (String loud : List.of("com.zaxxer.hikari", "org.mariadb.jdbc")) {
            ((ch.qos.logback.classic.Logger) LoggerFactory.getLogger(loud)).setLevel(ch.qos.logback.classic.Level.OFF);
        }
        watched.start();
        try (HikariDataSource migration = MariaDbPools.forTool(access(MariaDbPair.MIGRATION_USER, watched.pair().migrationPassword()))) {
            Flyway.configure().dataSource(migration).load().migrate();
        }
        campaignId = Campaigning.open(watched.pair(), Campaigning.onePrize("drill", UNITS, 100, 1_000_000, 1_000_000));
        int prizeId = Integer.parseInt(watched.writer().ask("SELECT id FROM turntable.prize WHERE campaign_id = " + campaignId));
        record = new RecordOnDisk(workspace.path().resolve("record.txt"));
        winners = new Winners(MariaDbPools.forNode(access(MariaDbPair.APPLICATION_USER, watched.pair().applicationPassword()), "winners", CLIENTS + 1,
                MariaDbPools.NODE_ANSWER), record, campaignId, prizeId, CLIENTS);
        return this;
    }

    /** Whether there is a whole pair and somebody who draws. */
    boolean isStarted() {
        return winners != null;
    }

    private MariaDbPools.Access access(String user, String password) {
        return new MariaDbPools.Access(List.of(watched.pair().hosts().split(",")), MariaDbPair.DATABASE, user, password);
    }

    /** A fault, and what has to follow from it. */
    interface Fault {
        void strike(Drill drill) throws Exception;
    }

    /** All faults by their names. */
    static Map<String, Fault> faults() {
        Map<String, Fault> faults = new LinkedHashMap<>();
        faults.put("the primary is killed", Drill::primaryIsKilled);
        faults.put("the primary hangs", Drill::primaryHangs);
        faults.put("the old primary comes back as if nothing had happened", Drill::oldPrimaryComesBack);
        faults.put("the replica is killed", Drill::replicaIsKilled);
        faults.put("the replica hangs", Drill::replicaHangs);
        faults.put("the replica is killed, and then the primary", Drill::bothInTurn);
        faults.put("the line between them is cut", Drill::lineBetweenThemIsCut);
        faults.put("the line from the agent to the primary is cut", drill -> drill.lineToAgentIsCut(drill.watched.writer()));
        faults.put("the line from the agent to the replica is cut", drill -> drill.lineToAgentIsCut(drill.watched.replica()));
        faults.put("the primary is killed and does not start again", Drill::restartFails);
        faults.put("the agent is killed in the middle of a promotion", Drill::agentIsKilled);
        faults.put("the primary's disk is full", Drill::diskIsFull);
        faults.put("the primary is overloaded", Drill::primaryIsOverloaded);
        faults.put("a planned switchover", Drill::plannedSwitchover);
        return faults;
    }

    /** Strikes at a random moment, waits until all is well again, and compares both servers with what clients were told. */
    void run(String name, Fault fault) throws Exception {
        watched.awaitWhole();
        long begun = System.nanoTime();
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(300)));
        fault.strike(this);
        watched.awaitWhole();
        winners.whileNobodyDraws(this::compare);
        System.out.printf("%-60s %5.1f s, %d unknown so far%n", name, (System.nanoTime() - begun) / 1e9, winners.unknowns());
    }

    private void measure(String what, long from) {
        Await.until("somebody is answered after " + what, SOON, () -> winners.answeredSince(from) && winners.longestPauseSince(from) > 0
                && winners.answeredSince(System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(200)) && System.nanoTime() - from > 0 && settled(from));
        medians.measured(what, winners.longestPauseSince(from));
    }

    /** Answers flow again once there were some in the last moment and the pause of the fault is behind. */
    private boolean settled(long from) {
        long now = System.nanoTime();
        return now - from > TimeUnit.MILLISECONDS.toNanos(700) && winners.longestPauseSince(now - TimeUnit.MILLISECONDS.toNanos(400)) < 300;
    }

    private void primaryIsKilled() throws Exception {
        MariaDbServer old = watched.writer();
        try (Rogue rogue = new Rogue(old)) {
            Await.until("somebody writes there directly", SOON, () -> rogue.answered() > 0);
            long at = System.nanoTime();
            old.kill9();
            int answered = rogue.answered();
            Await.until("the other is the writer", SOON, () -> watched.writer() != old);
            measure("the primary is killed", at);
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
        measure("the primary hangs", at);
    }

    private void oldPrimaryComesBack() throws Exception {
        MariaDbServer old = watched.writer();
        old.scriptsFail("kill", true);
        try (Rogue rogue = new Rogue(old)) {
            Await.until("somebody writes there directly", SOON, () -> rogue.answered() > 0);
            old.freeze();
            Await.until("the other is the writer", SOON, () -> watched.writer() != old);
            Await.until("winners are answered by the new writer", SOON, () ->
                    winners.answeredSince(System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(100)));
            int answered = rogue.answered();
            long at = System.nanoTime();
            old.thaw();
            Await.until("the old primary refuses log-ins", SOON, () -> rogue.refusedSince(at));
            medians.measured("the old primary comes back: until it refuses log-ins", TimeUnit.NANOSECONDS.toMillis(rogue.firstRefusalSince(at) - at));
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
        measure("the replica is killed", at);
        Await.until("the agent has started it", SOON, replica::isRunning);
    }

    private void replicaHangs() {
        MariaDbServer replica = watched.replica();
        long at = System.nanoTime();
        replica.freeze();
        try {
            Await.until("single-copy mode", SOON, () -> "SINGLE_COPY".equals(watched.status().get("mode")));
            measure("the replica hangs", at);
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
            Await.until("the writer answers alone", SOON, () -> winners.answeredSince(alone));
            long at = System.nanoTime();
            writer.kill9();
            measure("the replica is killed, and then the primary", at);
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
            measure("the line between them is cut", at);
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
        assertTrue(winners.longestPauseSince(at) < 1_500, "answers stopped for " + winners.longestPauseSince(at) + " ms");
    }

    private void restartFails() {
        MariaDbServer old = watched.writer();
        old.scriptsFail("start", true);
        try {
            long at = System.nanoTime();
            old.kill9();
            Await.until("the other is the writer", SOON, () -> watched.writer() != old);
            measure("the primary is killed and does not start again", at);
            Await.until("the agent says that it does not start", SOON, () -> watched.status().values().stream().anyMatch(word ->
                    word.contains("told to fail")));
        } finally {
            old.scriptsFail("start", false);
        }
        ops("rejoin", "--by", "Drill", "--reason", "it starts again", "--timeout", "30");
    }

    private void diskIsFull() throws Exception {
        SmallDisk disk = smallDisk.orElseGet(() ->
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
            measure("the primary's disk is full", at);
        } finally {
            disk.free();
        }
        ops("rejoin", "--by", "Drill", "--reason", "there is room again", "--timeout", "30");
    }

    private void agentIsKilled() {
        MariaDbServer old = watched.writer();
        long at = System.nanoTime();
        old.kill9();
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(300 + random.nextInt(700)));
        watched.killAgent();
        watched.startAgent();
        Await.until("the other is the writer", SOON, () -> !watched.status().isEmpty() && watched.writer() != old);
        measure("the agent is killed in the middle of a promotion", at);
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
        long at = System.nanoTime();
        Map<String, String> answer = ControlSocket.ask(workspace.path().resolve("agent/agent.socket"), "switchover", Map.of("by", "Drill", "reason",
                "a new kernel"));
        assertNotSame(old, watched.writer());
        assertEquals(watched.writer().address(), answer.get("writer"));
        measure("a planned switchover", at);
    }

    private void ops(String... arguments) {
        OpsTool.run(watched.config(), arguments);
    }

    /** Both servers hold the same, and everything that anybody was told. */
    private void compare() {
        watched.awaitWhole();
        MariaDbServer writer = watched.writer();
        MariaDbServer replica = watched.replica();
        assertEquals("0", replica.ask("SELECT MASTER_GTID_WAIT('" + writer.ask("SELECT @@gtid_binlog_pos") + "', 20)"),
                "the replica does not catch up");
        List<String> tables = List.of(writer.ask("SELECT GROUP_CONCAT(TABLE_NAME ORDER BY TABLE_NAME) FROM information_schema.TABLES "
                + "WHERE TABLE_SCHEMA = 'turntable' AND TABLE_TYPE = 'BASE TABLE'").split(","));
        assertTrue(tables.contains("draw"));
        assertEquals(checksums(writer, tables), checksums(replica, tables), "the servers differ");
        Map<String, String> stored = stored(replica);
        assertEquals(Map.of(), differences(winners.told(), stored), "answers that are not stored on both");
        Map<String, String> onDisk = new TreeMap<>();
        for (String[] line : record.read()) {
            if (line[0].equals("answer")) {
                String before = onDisk.put(line[1], line[2]);
                assertTrue(before == null || before.equals(line[2]), () -> line[1] + " was answered twice, differently");
            }
        }
        assertEquals(Map.of(), differences(onDisk, stored), "answers in the record that are not stored on both");
        assertEquals(List.of(), winners.contradictions());
    }

    private static Map<String, String> differences(Map<String, String> told, Map<String, String> stored) {
        Map<String, String> differences = new TreeMap<>();
        told.forEach((draw, value) -> {
            if (!value.equals(stored.get(draw))) {
                differences.put(draw, "told " + value + ", stored " + stored.get(draw));
            }
        });
        return differences;
    }

    private static Map<String, String> checksums(MariaDbServer server, List<String> tables) {
        Map<String, String> sums = new TreeMap<>();
        try (Connection connection = server.root(); Statement statement = connection.createStatement();
             ResultSet rows = statement.executeQuery("CHECKSUM TABLE " + String.join(", ", tables.stream().map(table -> "turntable." + table)
                     .toList()))) {
            while (rows.next()) {
                sums.put(rows.getString(1), rows.getString(2));
            }
        } catch (SQLException failed) {
            throw new AssertionError(failed);
        }
        return sums;
    }

    private Map<String, String> stored(MariaDbServer server) {
        Map<String, String> stored = new TreeMap<>();
        try (Connection connection = server.root(); Statement statement = connection.createStatement();
             ResultSet rows = statement.executeQuery("SELECT player_id, number, COALESCE(unit_ordinal, 0) FROM turntable.draw WHERE campaign_id = "
                     + campaignId)) {
            while (rows.next()) {
                stored.put(org.turntable.player.PlayerId.of(rows.getBytes(1)) + "/" + rows.getInt(2), rows.getString(3));
            }
        } catch (SQLException failed) {
            throw new AssertionError(failed);
        }
        return stored;
    }

    /** Somebody who asks nobody who the writer is: logs in to one server again and again and writes there. */
    private final class Rogue implements AutoCloseable {
        private static final int CLIENTS = 5;
        private final MariaDbServer server;
        private final Queue<Long> refusals = new ConcurrentLinkedQueue<>();
        private final List<Thread> threads = new ArrayList<>();
        private final java.util.concurrent.atomic.AtomicInteger answered = new java.util.concurrent.atomic.AtomicInteger();
        private volatile boolean ending;

        Rogue(MariaDbServer server) {
            this.server = server;
            // One of them only logs in: it is told at once, where the others wait for their answer first.
            for (int i = 0; i < CLIENTS; i++) {
                String name = "rogue-" + i;
                boolean writes = i > 0;
                Thread thread = new Thread(() -> logIn(name, writes), name);
                thread.start();
                threads.add(thread);
            }
        }

        private void logIn(String name, boolean writes) {
            String url = server.jdbcUrl(MariaDbPair.DATABASE) + "?connectTimeout=200&socketTimeout=1000&user=" + MariaDbPair.APPLICATION_USER
                    + "&password="
                    + watched.pair().applicationPassword();
            while (!ending) {
                try (Connection connection = DriverManager.getConnection(url); Statement statement = connection.createStatement()) {
                    if (!writes) {
                        statement.execute("DO 0");
                        continue;
                    }
                    statement.executeUpdate("INSERT INTO ledger_beat (node, beats, beaten_at) VALUES ('" + name + "', 1, UTC_TIMESTAMP(3)) "
                            + "ON DUPLICATE KEY UPDATE beats = beats + 1, beaten_at = UTC_TIMESTAMP(3)");
                    answered.incrementAndGet();
                } catch (SQLException failed) {
                    if (String.valueOf(failed.getMessage()).contains("init_connect")) {
                        refusals.add(System.nanoTime());
                    }
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
        }

        int answered() {
            return answered.get();
        }

        int refusals() {
            return refusals.size();
        }

        boolean refusedSince(long at) {
            return firstRefusalSince(at) != 0;
        }

        long firstRefusalSince(long at) {
            return refusals.stream().filter(when -> when - at > 0).findFirst().orElse(0L);
        }

        @Override
        public void close() throws InterruptedException {
            ending = true;
            for (Thread thread : threads) {
                thread.join();
            }
        }
    }

    String journal() {
        return watched.journal();
    }

    @Override
    public void close() throws IOException {
        Files.writeString(Path.of("target", "failover-journal-" + watched.pair().primary().port() + ".log"), watched.wholeJournal());
        if (winners != null) {
            winners.close();
            record.close();
        }
        watched.close();
        smallDisk.ifPresent(SmallDisk::close);
        workspace.close();
    }
}
