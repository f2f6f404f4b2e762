package org.turntable.tool.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.turntable.testing.stack.Await;
import org.turntable.testing.stack.FailoverPair;
import org.turntable.testing.stack.MariaDbPair;
import org.turntable.testing.stack.MariaDbServer;
import org.turntable.testing.stack.OpsTool;
import org.turntable.testing.stack.OpsTool.Outcome;
import org.turntable.testing.stack.Workspace;

/** Agents that come back with an old folder, or begin without one, on a real pair. */
class SpareAgentIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String[] WHO = {"--by", "Li Na", "--reason", "the third host burnt"};
    private final Workspace workspace = Workspace.temporary("spare-agent");
    private final FailoverPair failoverPair = new FailoverPair(new MariaDbPair(workspace.path()), workspace.path());
    private final Path folder = workspace.path().resolve("agent");
    private final Path away = workspace.path().resolve("away");

    @BeforeEach
    void start() {
        failoverPair.start();
        failoverPair
                .writer()
                .execute("CREATE TABLE turntable.told (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY) ENGINE = InnoDB");
    }

    @AfterEach
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

    private void moveFolder(Path from, Path to) throws IOException {
        Files.move(from, to);
    }

    private void startWithoutFolder() throws IOException {
        failoverPair.killAgent();
        moveFolder(folder, away);
        failoverPair.startAgent();
        failoverPair.awaitAgent();
        failoverPair.awaitWhole();
    }

    private static void tell(MariaDbServer writer, int rows) {
        for (int row = 0; row < rows; row++) {
            writer.execute("INSERT INTO turntable.told () VALUES ()");
        }
    }

    private static String told(MariaDbServer server) {
        return server.ask("SELECT COUNT(*) FROM turntable.told");
    }

    /** The agent's process has ended by itself; what it printed. */
    private String ended() throws IOException, InterruptedException {
        assertTrue(failoverPair.agent().waitFor(60, TimeUnit.SECONDS), "the agent goes on");
        assertEquals(1, failoverPair.agent().exitValue());
        return Files.readString(failoverPair.agentLog());
    }

    @Test
    void anAgentWithAnOlderFolderStopsForGoodAndTouchesNoServer() throws Exception {
        MariaDbServer first = failoverPair.writer();
        startWithoutFolder();
        assertEquals(0, ops(with(WHO, "switchover")).exitCode());
        MariaDbServer last = failoverPair.writer();
        assertEquals(failoverPair.other(first), last);
        failoverPair.awaitWhole();
        // The replica receives and cannot apply: whoever opened it now would lose what the writer has answered.
        first.execute("STOP SLAVE SQL_THREAD");
        failoverPair.killAgent();
        tell(last, 50);
        long pid = last.pid();

        putFolderAside();
        moveFolder(away, folder);
        failoverPair.startAgent();
        String output = ended();
        assertTrue(output.contains("is out of date"), output);
        assertTrue(output.contains("carries the mark of term 3"), output);
        assertEquals(pid, last.pid());
        assertEquals("0", last.ask("SELECT @@read_only"));
        assertEquals("50", told(last));
        assertEquals("1", first.ask("SELECT @@read_only"));

        Outcome again = ops("failover-agent");
        assertEquals(1, again.exitCode(), again.output());
        assertTrue(again.output().contains("is out of date and never used again"), again.output());
    }

    @Test
    void aRestartOfBothServersDoesNotHideTheLaterTerm() throws Exception {
        startWithoutFolder();
        assertEquals(0, ops(with(WHO, "switchover")).exitCode());
        MariaDbServer last = failoverPair.writer();
        MariaDbServer other = failoverPair.other(last);
        failoverPair.awaitWhole();
        awaitStored(last);
        awaitStored(other);
        failoverPair.killAgent();
        tell(last, 1);
        last.restart();
        other.restart();

        putFolderAside();
        moveFolder(away, folder);
        failoverPair.startAgent();
        String output = ended();
        assertTrue(output.contains("is out of date"), output);
        assertEquals("1", last.ask("SELECT @@read_only"));
        assertEquals("1", other.ask("SELECT @@read_only"));

        // A spare without a folder finds the last writer by the marks on the disks.
        moveFolder(folder, away);
        failoverPair.startAgent();
        failoverPair.awaitAgent();
        failoverPair.awaitWhole();
        assertEquals(last, failoverPair.writer());
        assertEquals("1", told(last));
    }

    @Test
    void aSpareWithoutAFolderStartsTheDeadWriterAndKeepsWhatItAnsweredAlone() throws Exception {
        MariaDbServer writer = failoverPair.writer();
        MariaDbServer replica = failoverPair.other(writer);
        assertEquals(0, ops(with(WHO, "single-copy", "enter")).exitCode());
        replica.execute("STOP SLAVE");
        tell(writer, 50);
        failoverPair.killAgent();
        writer.kill9();
        moveFolder(folder, away);

        writer.scriptsFail("start", true);
        Outcome uncertain = ops("failover-agent");
        assertEquals(1, uncertain.exitCode(), uncertain.output());
        assertTrue(uncertain.output().contains("may have been the last writer"), uncertain.output());
        Outcome guessed = ops("failover-agent", "--writer", replica.address());
        assertEquals(1, guessed.exitCode(), guessed.output());
        assertEquals("1", replica.ask("SELECT @@read_only"));
        writer.scriptsFail("start", false);

        failoverPair.startAgent();
        failoverPair.awaitAgent();
        assertEquals(0, ops(with(WHO, "rejoin")).exitCode());
        failoverPair.awaitWhole();
        assertEquals(writer, failoverPair.writer());
        assertEquals("50", told(writer));
        Await.until("the replica has them too", LIMIT, () -> "50".equals(told(replica)));
    }

    @Test
    void aWriterThatIsLostForGoodIsGivenUpByNameAndReason() throws Exception {
        MariaDbServer writer = failoverPair.writer();
        MariaDbServer replica = failoverPair.other(writer);
        replica.execute("STOP SLAVE SQL_THREAD");
        tell(writer, 50);
        failoverPair.killAgent();
        writer.scriptsFail("start", true);
        writer.kill9();
        moveFolder(folder, away);
        replica.execute("START SLAVE SQL_THREAD");

        assertEquals(2, ops("failover-agent", "--lose", writer.address()).exitCode());
        failoverPair.startAgent(with(WHO, "--lose", writer.address()));
        failoverPair.awaitAgent();
        Await.until(
                "the replica is open",
                LIMIT,
                () -> replica.equals(failoverPair.writer()) && "0".equals(replica.ask("SELECT @@read_only")));
        assertEquals("50", told(replica));
        assertTrue(failoverPair.wholeJournal().contains("the third host burnt (Li Na)"), failoverPair.wholeJournal());
        writer.scriptsFail("start", false);
        assertEquals(0, ops(with(WHO, "rejoin")).exitCode());
        failoverPair.awaitWhole();
    }

    @Test
    void anAgentThatWasNotRunningPromotesNothingOnTheWordOfItsDisk() throws Exception {
        MariaDbServer writer = failoverPair.writer();
        MariaDbServer replica = failoverPair.other(writer);
        failoverPair.killAgent();
        ranLongAgo();
        // By hand, as a tired person does it while the replica is away.
        replica.execute("STOP SLAVE");
        writer.execute("SET GLOBAL rpl_semi_sync_master_enabled = OFF");
        tell(writer, 50);
        replica.execute("START SLAVE IO_THREAD", "STOP SLAVE IO_THREAD", "START SLAVE SQL_THREAD");
        writer.scriptsFail("start", true);
        writer.kill9();

        failoverPair.startAgent();
        failoverPair.awaitAgent();
        Await.until(
                "the agent says why it does not promote the replica",
                LIMIT,
                () -> failoverPair.status().values().stream()
                        .anyMatch(sentence -> sentence.contains("--replica-is-complete")));
        Outcome refused = ops(with(WHO, "switchover", "--writer-is-dead"));
        assertEquals(1, refused.exitCode(), refused.output());
        assertTrue(refused.output().contains("--replica-is-complete"), refused.output());
        assertEquals("1", replica.ask("SELECT @@read_only"));

        writer.scriptsFail("start", false);
        writer.start();
        failoverPair.awaitWhole();
        assertEquals(writer, failoverPair.writer());
        assertEquals("50", told(writer));
    }

    @Test
    void anAgentThatReturnsComparesTheReplicaBeforeItMayBePromotedAgain() throws Exception {
        MariaDbServer writer = failoverPair.writer();
        MariaDbServer replica = failoverPair.other(writer);
        failoverPair.killAgent();
        ranLongAgo();
        replica.execute("STOP SLAVE IO_THREAD");
        writer.execute("SET GLOBAL rpl_semi_sync_master_enabled = OFF");
        tell(writer, 50);
        failoverPair.startAgent();
        failoverPair.awaitAgent();
        Await.until(
                "the pair is not trusted",
                LIMIT,
                () -> !"PAIR".equals(failoverPair.status().get("mode")));
        writer.scriptsFail("start", true);
        writer.kill9();
        Await.until(
                "the agent says why it does not promote the replica",
                LIMIT,
                () -> failoverPair.status().values().stream()
                        .anyMatch(sentence -> sentence.contains("is not promoted")));
        assertEquals("1", replica.ask("SELECT @@read_only"));
        writer.scriptsFail("start", false);
        writer.start();
        assertEquals(0, ops(with(WHO, "rejoin")).exitCode());
        failoverPair.awaitWhole();
        assertEquals(writer, failoverPair.writer());
        assertEquals("50", told(writer));
    }

    @Test
    void anAgentThatWasDownForAMomentStillFailsOverByItself() {
        MariaDbServer writer = failoverPair.writer();
        MariaDbServer replica = failoverPair.other(writer);
        tell(writer, 50);
        failoverPair.killAgent();
        writer.kill9();
        failoverPair.startAgent();
        failoverPair.awaitAgent();
        try {
            Await.until("the replica is the writer", LIMIT, () -> replica.equals(failoverPair.writer()));
        } catch (AssertionError never) {
            throw new AssertionError(failoverPair.status() + "\n" + failoverPair.wholeJournal(), never);
        }
        failoverPair.awaitWhole();
        assertEquals("50", told(replica));
    }

    private void ranLongAgo() throws IOException {
        List<String> lines = Files.readAllLines(folder.resolve("running"));
        Files.write(
                folder.resolve("running"),
                List.of(Instant.now().minusSeconds(120).toString(), lines.get(1)));
    }

    private void awaitStored(MariaDbServer server) {
        Await.until(
                "the term is on its disk",
                LIMIT,
                () -> failoverPair.status().get("term").equals(server.ask("SELECT term FROM turntable_agent.mark")));
    }

    private void putFolderAside() throws IOException {
        moveFolder(folder, workspace.path().resolve("newer"));
    }
}
