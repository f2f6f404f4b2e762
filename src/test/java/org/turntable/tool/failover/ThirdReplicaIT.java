package org.turntable.tool.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.turntable.testing.stack.Await;
import org.turntable.testing.stack.FailoverPair;
import org.turntable.testing.stack.MariaDbPair;
import org.turntable.testing.stack.MariaDbServer;
import org.turntable.testing.stack.Workspace;

/** A third server that replicates from the writer of a real pair. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ThirdReplicaIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int ROWS = 50;
    private final Workspace workspace = Workspace.temporary("third-replica");
    private final MariaDbPair pair = new MariaDbPair(workspace.path());
    private final FailoverPair failoverPair = new FailoverPair(pair, workspace.path());
    private MariaDbServer third;

    @BeforeAll
    void start() {
        failoverPair.start();
        failoverPair.writer().execute("CREATE TABLE turntable.told (id INT PRIMARY KEY) ENGINE = InnoDB");
        third = pair.startFurther(3);
    }

    @AfterAll
    void end() {
        third.close();
        failoverPair.close();
        workspace.close();
    }

    private void attach(MariaDbServer writer, boolean acknowledges) {
        third.execute("STOP SLAVE", "SET GLOBAL rpl_semi_sync_slave_enabled = " + (acknowledges ? "ON" : "OFF"));
        pair.replicate(third, writer);
    }

    private static void tell(MariaDbServer writer) {
        writer.execute("DELETE FROM turntable.told");
        for (int row = 0; row < ROWS; row++) {
            writer.execute("INSERT INTO turntable.told VALUES (" + row + ")");
        }
    }

    private void awaitMode(String mode) {
        try {
            Await.until(mode, LIMIT, () -> mode.equals(failoverPair.status().get("mode")));
        } catch (AssertionError never) {
            throw new AssertionError(failoverPair.status() + "\n" + failoverPair.journal(), never);
        }
    }

    @Test
    void aServerThatAcknowledgesInPlaceOfTheReplicaCostsNoRowThatWasAnswered() {
        failoverPair.awaitWhole();
        MariaDbServer writer = failoverPair.writer();
        String term = failoverPair.status().get("term");
        attach(writer, true);
        awaitMode("HELD");
        String reason = failoverPair.status().get("reason");
        assertTrue(reason.contains("server_id 3") && reason.contains("rpl_semi_sync_slave_enabled = OFF"), reason);
        failoverPair.replicationFrom(writer).cut();
        try {
            tell(writer);
            writer.kill9();
            Await.until("the agent has started the writer again", LIMIT, writer::isRunning);
        } finally {
            failoverPair.replicationFrom(writer).restore();
            third.execute("STOP SLAVE");
        }
        failoverPair.awaitWhole();
        assertEquals(term, failoverPair.status().get("term"), "the replica was promoted");
        assertEquals(writer, failoverPair.writer());
        assertEquals(Integer.toString(ROWS), writer.ask("SELECT COUNT(*) FROM turntable.told"));
    }

    @Test
    void aServerThatTakesTheReplicasPlaceWhileItIsCutOffIsNoticed() {
        failoverPair.awaitWhole();
        MariaDbServer writer = failoverPair.writer();
        third.execute("STOP SLAVE", "SET GLOBAL rpl_semi_sync_slave_enabled = ON");
        failoverPair.toAgent(failoverPair.other(writer)).cut();
        failoverPair.replicationFrom(writer).cut();
        try {
            pair.replicate(third, writer);
            awaitMode("HELD");
            // While the replica has not been seen again, the sentence names both.
            String reason = failoverPair.status().get("reason");
            assertTrue(reason.matches("(?s).*server_id (\\d or )?3.*"), reason);
        } finally {
            third.execute("STOP SLAVE");
            failoverPair.replicationFrom(writer).restore();
            failoverPair.toAgent(failoverPair.other(writer)).restore();
        }
        failoverPair.awaitWhole();
    }

    @Test
    void aReplicaForReportsThatDoesNotAcknowledgeLeavesFailOverAsItIs() {
        failoverPair.awaitWhole();
        MariaDbServer writer = failoverPair.writer();
        MariaDbServer replica = failoverPair.other(writer);
        attach(writer, false);
        Await.until(
                "the writer knows it",
                LIMIT,
                () -> writer.askAll("SHOW SLAVE HOSTS").toString().contains("3"));
        tell(writer);
        assertEquals("PAIR", failoverPair.status().get("mode"));
        writer.kill9();
        Await.until("the replica is the writer", LIMIT, () -> replica.equals(failoverPair.writer()));
        assertEquals(Integer.toString(ROWS), replica.ask("SELECT COUNT(*) FROM turntable.told"));
        third.execute("STOP SLAVE");
        failoverPair.awaitWhole();
    }
}
