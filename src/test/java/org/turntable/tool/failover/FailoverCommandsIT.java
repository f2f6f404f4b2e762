package org.turntable.tool.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.turntable.testing.stack.Await;
import org.turntable.testing.stack.FailoverPair;
import org.turntable.testing.stack.MariaDbPair;
import org.turntable.testing.stack.MariaDbServer;
import org.turntable.testing.stack.OpsTool;
import org.turntable.testing.stack.OpsTool.Outcome;
import org.turntable.testing.stack.Processes;
import org.turntable.testing.stack.Workspace;

/** The operators' commands on a real pair under a real agent. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FailoverCommandsIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String[] WHO = {"--by", "Li Na", "--reason", "a new kernel"};
    private final Workspace workspace = Workspace.temporary("failover-commands");
    private final FailoverPair failoverPair = new FailoverPair(new MariaDbPair(workspace.path()), workspace.path());

    @BeforeAll
    void start() {
        failoverPair.start();
    }

    @AfterAll
    void end() {
        failoverPair.close();
        workspace.close();
    }

    private Outcome ops(String... arguments) {
        return OpsTool.attempt(failoverPair.config(), arguments);
    }

    private static String[] with(String[] more, String... first) {
        String[] all = java.util.Arrays.copyOf(first, first.length + more.length);
        System.arraycopy(more, 0, all, first.length, more.length);
        return all;
    }

    @Test
    void aSwitchoverIsRunDryThenExecutedAndRecordedInTheJournal() {
        failoverPair.awaitWhole();
        MariaDbServer old = failoverPair.writer();
        Outcome dry = ops(with(WHO, "switchover", "--dry-run"));
        assertEquals(0, dry.exitCode(), dry.output());
        assertTrue(
                dry.output()
                        .contains(failoverPair.other(old).address() + " would become the writer. Nothing was changed."),
                dry.output());
        assertEquals(old, failoverPair.writer());
        Outcome done = ops(with(WHO, "switchover"));
        assertEquals(0, done.exitCode(), done.output());
        assertNotSame(old, failoverPair.writer());
        assertTrue(failoverPair.journal().contains("a new kernel (Li Na)"), failoverPair.journal());
        assertEquals("1", old.ask("SELECT @@read_only"));
        assertEquals("0", failoverPair.writer().ask("SELECT @@read_only"));
    }

    @Test
    void theStatusIsPrintedInWordsAndGivenByTheExitCode() {
        failoverPair.awaitWhole();
        Outcome complete = ops("replica-status");
        assertEquals(0, complete.exitCode(), complete.output());
        assertTrue(
                complete.output().contains("The pair is complete")
                        && complete.output().contains("receives and applies"),
                complete.output());
        Outcome entered = ops(with(WHO, "single-copy", "enter", "--minutes", "5"));
        assertEquals(0, entered.exitCode(), entered.output());
        Outcome alone = ops("replica-status", "--json");
        assertEquals(3, alone.exitCode(), alone.output());
        assertTrue(alone.output().contains("\"mode\" : \"SINGLE_COPY\""), alone.output());
        Outcome refused = ops(with(WHO, "switchover"));
        assertEquals(1, refused.exitCode(), refused.output());
        assertTrue(refused.output().contains("the pair is not complete"), refused.output());
        Outcome left = ops(with(WHO, "single-copy", "leave"));
        assertEquals(0, left.exitCode(), left.output());
        failoverPair.awaitWhole();
    }

    @Test
    void aWriterThatAnswersIsNotDeclaredDead() {
        failoverPair.awaitWhole();
        Outcome refused = ops(with(WHO, "switchover", "--writer-is-dead"));
        assertEquals(1, refused.exitCode(), refused.output());
        assertTrue(refused.output().contains("answers and is open"), refused.output());
    }

    @Test
    void duringAPromotionEveryOrderIsRefusedAndEveryAnsweredRowIsKept() throws Exception {
        failoverPair.awaitWhole();
        MariaDbServer old = failoverPair.writer();
        MariaDbServer candidate = failoverPair.other(old);
        old.execute("CREATE TABLE turntable.answered (id INT PRIMARY KEY) ENGINE = InnoDB");
        Await.until(
                "the replica has the table",
                LIMIT,
                () -> "1"
                        .equals(candidate.ask(
                                "SELECT COUNT(*) FROM information_schema.TABLES WHERE TABLE_NAME = 'answered'")));
        try (Connection root = candidate.root();
                Statement lock = root.createStatement()) {
            // It receives and acknowledges, and cannot apply: the rows are in its relay log alone.
            lock.execute("LOCK TABLES turntable.answered READ");
            for (int id = 1; id <= 50; id++) {
                old.execute("INSERT INTO turntable.answered VALUES (" + id + ")");
            }
            old.kill9();
            Await.until(
                    "it is being promoted",
                    LIMIT,
                    () -> "PROMOTING".equals(failoverPair.status().get("phase")));

            Outcome status = ops("replica-status");
            assertEquals(3, status.exitCode(), status.output());
            assertTrue(status.output().contains(candidate.address() + " is being promoted"), status.output());
            for (String[] order : List.of(
                    with(WHO, "single-copy", "enter"),
                    with(WHO, "single-copy", "leave"),
                    with(WHO, "rejoin"),
                    with(WHO, "switchover"),
                    with(WHO, "switchover", "--writer-is-dead"))) {
                Outcome refused = ops(order);
                assertEquals(1, refused.exitCode(), refused.output());
                assertTrue(refused.output().contains("is being promoted"), refused.output());
            }
        }
        Await.until("it is open", LIMIT, () -> "0".equals(candidate.ask("SELECT @@read_only")));
        assertEquals("50", candidate.ask("SELECT COUNT(*) FROM turntable.answered"));
        failoverPair.awaitWhole();
        candidate.execute("DROP TABLE turntable.answered");
    }

    @Test
    void aReplicaThatReceivesAndDoesNotAcknowledgeDoesNotHoldCommitsUp() {
        failoverPair.awaitWhole();
        MariaDbServer writer = failoverPair.writer();
        MariaDbServer replica = failoverPair.other(writer);
        writer.execute("CREATE TABLE turntable.waiting (id INT PRIMARY KEY) ENGINE = InnoDB");
        replica.execute(
                "SET GLOBAL rpl_semi_sync_slave_enabled = OFF", "STOP SLAVE IO_THREAD", "START SLAVE IO_THREAD");
        try {
            // It is answered as soon as the agent lets the writer commit alone.
            writer.execute("INSERT INTO turntable.waiting VALUES (1)");
            assertEquals("SINGLE_COPY", failoverPair.status().get("mode"));
            assertTrue(failoverPair.status().get("reason").contains("acknowledge"), failoverPair.status()::toString);
        } finally {
            replica.execute(
                    "SET GLOBAL rpl_semi_sync_slave_enabled = ON", "STOP SLAVE IO_THREAD", "START SLAVE IO_THREAD");
        }
        failoverPair.awaitWhole();
        writer.execute("DROP TABLE turntable.waiting");
    }

    @Test
    void anOrderThatIsRefusedBecauseTheWriterHangsChangesNothing() {
        failoverPair.awaitWhole();
        MariaDbServer old = failoverPair.writer();
        old.suspend();
        try {
            assertThrows(
                    RequestRefusedException.class,
                    () -> ControlSocket.ask(
                            ClusterStateStore.socketIn(workspace.path().resolve("agent")),
                            "alone",
                            Map.of("by", "Li Na", "reason", "it hangs")));
            Await.until(
                    "the complete replica is promoted",
                    LIMIT,
                    () -> failoverPair
                            .other(old)
                            .address()
                            .equals(failoverPair.status().get("writer")));
        } finally {
            old.resume();
        }
        failoverPair.awaitWhole();
    }

    @Test
    void aSecondAgentRefusesToActInTheSameFolderAndInAnother() throws Exception {
        failoverPair.awaitWhole();
        Outcome same = ops("failover-agent");
        assertEquals(1, same.exitCode(), same.output());
        assertTrue(same.output().contains("another fail-over agent runs on this host"), same.output());
        Path spare = workspace.path().resolve("spare.properties");
        Files.writeString(
                spare,
                Files.readString(failoverPair.config())
                        .replace(
                                workspace.path().resolve("agent").toString(),
                                workspace.path().resolve("spare").toString()));
        String before = failoverPair.status().get("term");
        Outcome other = OpsTool.attempt(spare, "failover-agent");
        assertEquals(1, other.exitCode(), other.output());
        assertTrue(other.output().contains("another fail-over agent is active"), other.output());
        assertEquals(before, failoverPair.status().get("term"));
        failoverPair.awaitWhole();
    }

    @Test
    void anAgentThatWasSuspendedDiscardsItsObservationsBeforeItDecides() throws IOException {
        failoverPair.awaitWhole();
        String term = failoverPair.status().get("term");
        long pid = failoverPair.agent().pid();
        Processes.suspend(pid);
        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(4));
        Processes.resume(pid);
        Await.until(
                "the agent logs that it was stopped",
                Duration.ofSeconds(10),
                () -> Files.readString(failoverPair.agentLog()).contains("this agent itself was stopped"));
        failoverPair.awaitWhole();
        assertEquals(term, failoverPair.status().get("term"));
    }

    @Test
    void withoutAnAgentTheCommandsSayHowToGetOne() throws IOException {
        Path noAgent = workspace.path().resolve("noAgent.properties");
        Files.writeString(
                noAgent,
                Files.readString(failoverPair.config())
                        .replace(
                                workspace.path().resolve("agent").toString(),
                                workspace.path().resolve("noAgent").toString()));
        Outcome outcome = OpsTool.attempt(noAgent, "replica-status");
        assertEquals(1, outcome.exitCode(), outcome.output());
        assertTrue(outcome.output().contains("no fail-over agent answers"), outcome.output());
    }

    @Test
    void theAgentsAccountCannotReadRows() {
        failoverPair.awaitWhole();
        for (MariaDbServer server : failoverPair.servers()) {
            String grants = server.ask("""
                SELECT GROUP_CONCAT(PRIVILEGE_TYPE ORDER BY PRIVILEGE_TYPE) FROM information_schema.USER_PRIVILEGES
                WHERE GRANTEE LIKE '%turntable_agent%'\
                """);
            assertEquals(
                    "BINLOG ADMIN,CONNECTION ADMIN,PROCESS,READ_ONLY ADMIN,RELOAD,REPLICATION MASTER ADMIN,REPLICATION SLAVE "
                            + "ADMIN,SLAVE MONITOR",
                    grants.replace("REPLICA MONITOR", "SLAVE MONITOR"));
        }
    }
}
