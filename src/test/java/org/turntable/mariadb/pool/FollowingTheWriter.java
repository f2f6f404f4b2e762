package org.turntable.mariadb.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.testing.stack.Await;
import org.turntable.testing.stack.MariaDbBinaries;
import org.turntable.testing.stack.MariaDbPair;
import org.turntable.testing.stack.MariaDbServer;
import org.turntable.testing.stack.Workspace;

/**
 * A node's pool on a real pair whose writer changes: how soon after the new writer is open the next row is stored, that
 * nobody waits beyond the budget, and that nothing is ever acknowledged by the old one.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class FollowingTheWriter {
    private static final Logger LOG = LoggerFactory.getLogger(FollowingTheWriter.class);
    private static final Duration LIMIT = Duration.ofSeconds(20);
    /** Measured 0.1 to 0.4 s; a busy machine is given room. */
    private static final Duration SOON = Duration.ofMillis(1_500);
    /** One second for a connection and two for each of two answers. */
    private static final Duration LONGEST = Duration.ofMillis(5_500);

    private Workspace folder;
    private MariaDbPair pair;
    private NodePool pool;
    private SteadyWriters writers;

    abstract MariaDbBinaries binaries();

    @BeforeEach
    void start() {
        MariaDbBinaries version = binaries();
        folder = Workspace.temporary("following");
        pair = new MariaDbPair(folder.path(), version).start();
        pair.primary()
                .execute("CREATE TABLE turntable.thing (id INT PRIMARY KEY, by_whom BIGINT NOT NULL) ENGINE = InnoDB");
        pool = MariaDbPools.forNode(
                access(pair.primary().address(), pair.replica().address()), "following", 4, MariaDbPools.NODE_ANSWER);
        writers = new SteadyWriters(pool, 3);
    }

    @AfterEach
    void stop() {
        if (pair != null) {
            writers.close();
            pool.close();
            pair.close();
            folder.close();
        }
    }

    @Test
    void aCrashedWriterIsReplacedByThePromotedReplica() throws Exception {
        pair.primary().kill9();
        Duration took = storedAfterPromotion();

        told("crash", took);
        assertEquals(Optional.of(pair.replica().address()), pool.writerMonitor().writer());
        assertEquals(1, pool.writerMonitor().changes());
        everythingAcknowledgedIsStored();
    }

    @Test
    void aFrozenWriterIsAbandonedAndAcknowledgesNothingWhenItResumes() throws Exception {
        pair.primary().suspend();
        Await.until(
                "the frozen server is held for away",
                LIMIT,
                () -> pool.writerMonitor().writer().isEmpty());
        int opened = opened();
        Duration took = storedAfterPromotion();
        assertTrue(opened <= 1, "while nobody took writes the pool opened " + opened + " connections on the replica");

        told("freeze", took);
        pair.primary().resume();
        Await.until(
                "the old writer answers again",
                LIMIT,
                () -> pair.primary().ask("SELECT @@read_only").equals("0"));
        // It takes writes and acknowledges none: the rows of a client that would go there stay unanswered, and
        // invisible.
        SQLException unanswered = assertThrows(SQLException.class, () -> {
            NodePool toTheOldOne =
                    MariaDbPools.forNode(access(pair.primary().address()), "old", 1, MariaDbPools.NODE_ANSWER);
            try (toTheOldOne;
                    Connection connection = toTheOldOne.getConnection();
                    Statement statement = connection.createStatement()) {
                connection.setAutoCommit(true);
                statement.executeUpdate("INSERT INTO thing VALUES (-1, 0)");
            }
        });
        assertTrue(unanswered.getSQLState().startsWith("08"), unanswered::toString);
        int before = writers.acknowledged().size();
        Await.until(
                "rows go on being stored", LIMIT, () -> writers.acknowledged().size() > before + 50);
        assertEquals(Optional.of(pair.replica().address()), pool.writerMonitor().writer(), "nobody goes back to it");
        everythingAcknowledgedIsStored();
    }

    @Test
    void aPlannedSwitchoverInterruptsWritesShortly() throws Exception {
        MariaDbServer old = pair.primary();
        // Transactions that are under way hold read_only up, so they are ended; the replica acknowledges, so nothing is
        // made visible too early.
        CompletableFuture<Void> closing = CompletableFuture.runAsync(() -> old.execute("SET GLOBAL read_only = 1"));
        Await.until("the old writer is closed", LIMIT, () -> {
            old.execute("KILL USER " + MariaDbPair.APPLICATION_USER);
            return closing.isDone();
        });
        pair.awaitReplicaCaughtUp();
        Duration took = storedAfterPromotion();

        told("switch", took);
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT @@port")) {
            assertTrue(row.next());
            assertEquals(pair.replica().port(), row.getInt(1));
        }
        everythingAcknowledgedIsStored();
    }

    @Test
    void aReaderLeavesAServerThatBecameReadOnly() throws Exception {
        writers.close();
        pair.primary().execute("SET GLOBAL read_only = 1");
        pair.replica().execute("STOP SLAVE");
        pair.replica().openAlone();
        Await.until("every connection leads to the new writer", LIMIT, () -> {
            Set<Integer> ports = new HashSet<>();
            for (int i = 0; i < 8; i++) {
                try (Connection connection = pool.getConnection();
                        Statement statement = connection.createStatement();
                        ResultSet row = statement.executeQuery("SELECT @@port")) {
                    row.next();
                    ports.add(row.getInt(1));
                }
            }
            return ports.equals(Set.of(pair.replica().port()));
        });
    }

    /**
     * What the fail-over agent does: the replica has applied all that it received, then it is opened; here as the only
     * copy.
     */
    private Duration storedAfterPromotion() {
        MariaDbServer replica = pair.replica();
        replica.execute("STOP SLAVE IO_THREAD");
        Await.until("the replica has applied what it received", LIMIT, this::relayLogIsApplied);
        replica.execute("STOP SLAVE", "SET GLOBAL rpl_semi_sync_master_enabled = OFF");
        long open = System.nanoTime();
        replica.execute("SET GLOBAL read_only = 0");
        return writers.firstStoredAfter(open, LIMIT);
    }

    private boolean relayLogIsApplied() throws SQLException {
        try (Connection connection = pair.replica().root();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW SLAVE STATUS")) {
            return row.next()
                    && row.getString("Gtid_IO_Pos").equals(pair.replica().ask("SELECT @@gtid_slave_pos"));
        }
    }

    private void told(String fault, Duration took) {
        LOG.info(
                "{} {}: next row stored {} ms after the new writer was open; {} answered with an error, the "
                        + "longest after {} ms",
                binaries(),
                fault,
                took.toMillis(),
                writers.refused(),
                writers.longestRefusal().toMillis());
        assertTrue(took.compareTo(SOON) < 0, () -> "it took " + took.toMillis() + " ms");
        assertTrue(
                writers.longestRefusal().compareTo(LONGEST) < 0,
                () -> "somebody waited " + writers.longestRefusal().toMillis() + " ms");
    }

    private int opened() {
        return Integer.parseInt(pair.replica()
                .ask("SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE USER = '" + MariaDbPair.APPLICATION_USER
                        + "'"));
    }

    private void everythingAcknowledgedIsStored() throws SQLException {
        writers.close();
        Set<Integer> stored = new HashSet<>();
        try (Connection connection = pair.replica().root();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT id FROM turntable.thing")) {
            while (rows.next()) {
                stored.add(rows.getInt(1));
            }
        }
        Set<Integer> lost = new HashSet<>(writers.acknowledged());
        lost.removeAll(stored);
        assertEquals(Set.of(), lost, "rows that were acknowledged and are not stored on the new writer");
        assertFalse(stored.contains(-1));
    }

    private MariaDbPools.Access access(String... servers) {
        return new MariaDbPools.Access(
                List.of(servers), MariaDbPair.DATABASE, MariaDbPair.APPLICATION_USER, pair.applicationPassword());
    }
}
