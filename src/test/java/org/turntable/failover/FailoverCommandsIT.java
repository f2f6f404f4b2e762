package org.turntable.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.turntable.stack.Await;
import org.turntable.stack.MariaDbPair;
import org.turntable.stack.MariaDbServer;
import org.turntable.stack.OpsTool;
import org.turntable.stack.OpsTool.Outcome;
import org.turntable.stack.WatchedPair;
import org.turntable.stack.Workspace;

/** What people type, on a real pair under a real agent. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FailoverCommandsIT {
    private static final String[] WHO = {"--by", "Li Na", "--reason", "a new kernel"};
    private final Workspace workspace = Workspace.temporary("failover-commands");
    private final WatchedPair watched = new WatchedPair(new MariaDbPair(workspace.path()), workspace.path());

    @BeforeAll
    void start() {
        watched.start();
    }

    @AfterAll
    void end() {
        watched.close();
        workspace.close();
    }

    private Outcome ops(String... arguments) {
        return OpsTool.attempt(watched.config(), arguments);
    }

    private static String[] with(String[] more, String... first) {
        String[] all = java.util.Arrays.copyOf(first, first.length + more.length);
        System.arraycopy(more, 0, all, first.length, more.length);
        return all;
    }

    @Test
    void aSwitchoverIsTriedDryAndThenDoneAndStandsInTheJournal() {
        watched.awaitWhole();
        MariaDbServer old = watched.writer();
        Outcome dry = ops(with(WHO, "switchover", "--dry-run"));
        assertEquals(0, dry.exitCode(), dry.output());
        assertTrue(dry.output().contains(watched.other(old).address() + " would become the writer. Nothing was changed."), dry.output());
        assertEquals(old, watched.writer());
        Outcome done = ops(with(WHO, "switchover"));
        assertEquals(0, done.exitCode(), done.output());
        assertNotSame(old, watched.writer());
        assertTrue(watched.journal().contains("a new kernel (Li Na)"), watched.journal());
        assertEquals("1", old.ask("SELECT @@read_only"));
        assertEquals("0", watched.writer().ask("SELECT @@read_only"));
    }

    @Test
    void theStatusIsToldInWordsAndByTheExitCode() {
        watched.awaitWhole();
        Outcome whole = ops("replica-status");
        assertEquals(0, whole.exitCode(), whole.output());
        assertTrue(whole.output().contains("The pair is whole") && whole.output().contains("receives and applies"), whole.output());
        Outcome entered = ops(with(WHO, "single-copy", "enter", "--minutes", "5"));
        assertEquals(0, entered.exitCode(), entered.output());
        Outcome alone = ops("replica-status", "--json");
        assertEquals(3, alone.exitCode(), alone.output());
        assertTrue(alone.output().contains("\"mode\" : \"SINGLE_COPY\""), alone.output());
        Outcome refused = ops(with(WHO, "switchover"));
        assertEquals(1, refused.exitCode(), refused.output());
        assertTrue(refused.output().contains("the pair is not whole"), refused.output());
        Outcome left = ops(with(WHO, "single-copy", "leave"));
        assertEquals(0, left.exitCode(), left.output());
        watched.awaitWhole();
    }

    @Test
    void aWriterThatLivesIsNotDeclaredDead() {
        watched.awaitWhole();
        Outcome refused = ops(with(WHO, "switchover", "--writer-is-dead"));
        assertEquals(1, refused.exitCode(), refused.output());
        assertTrue(refused.output().contains("answers and is open"), refused.output());
    }

    @Test
    void aSecondAgentRefusesToActInTheSameFolderAndInAnother() throws Exception {
        watched.awaitWhole();
        Outcome same = ops("failover-agent");
        assertEquals(1, same.exitCode(), same.output());
        assertTrue(same.output().contains("another fail-over agent runs on this host"), same.output());
        Path spare = workspace.path().resolve("spare.properties");
        Files.writeString(spare, Files.readString(watched.config()).replace(workspace.path().resolve("agent").toString(), workspace.path()
                .resolve("spare").toString()));
        String before = watched.status().get("term");
        Outcome other = OpsTool.attempt(spare, "failover-agent");
        assertEquals(1, other.exitCode(), other.output());
        assertTrue(other.output().contains("another fail-over agent is active"), other.output());
        assertEquals(before, watched.status().get("term"));
        watched.awaitWhole();
    }

    @Test
    void anAgentThatWasStoppedForAWhileLooksAnewBeforeItJudges() throws IOException {
        watched.awaitWhole();
        String term = watched.status().get("term");
        long pid = watched.agent().pid();
        org.turntable.stack.Processes.signal(pid, "STOP");
        java.util.concurrent.locks.LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(4));
        org.turntable.stack.Processes.signal(pid, "CONT");
        Await.until("it has noticed", Duration.ofSeconds(10), () -> Files.readString(watched.agentLog()).contains("this agent itself was stopped"));
        watched.awaitWhole();
        assertEquals(term, watched.status().get("term"));
    }

    @Test
    void withoutAnAgentTheCommandsSayHowToGetOne() throws IOException {
        Path nobody = workspace.path().resolve("nobody.properties");
        Files.writeString(nobody, Files.readString(watched.config()).replace(workspace.path().resolve("agent").toString(), workspace.path()
                .resolve("nobody").toString()));
        Outcome outcome = OpsTool.attempt(nobody, "replica-status");
        assertEquals(1, outcome.exitCode(), outcome.output());
        assertTrue(outcome.output().contains("no fail-over agent answers"), outcome.output());
    }

    @Test
    void theAgentsAccountSeesNoRows() {
        watched.awaitWhole();
        for (MariaDbServer server : watched.servers()) {
            String grants = server.ask("""
                    SELECT GROUP_CONCAT(PRIVILEGE_TYPE ORDER BY PRIVILEGE_TYPE) FROM information_schema.USER_PRIVILEGES
                    WHERE GRANTEE LIKE '%turntable_agent%'""");
            assertEquals("CONNECTION ADMIN,PROCESS,READ_ONLY ADMIN,RELOAD,REPLICATION MASTER ADMIN,REPLICATION SLAVE ADMIN,SLAVE MONITOR",
                    grants.replace("REPLICA MONITOR", "SLAVE MONITOR"));
        }
    }
}
