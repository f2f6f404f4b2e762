package org.turntable.mariadb.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.turntable.mariadb.MigratedDatabase;
import org.turntable.testing.stack.Await;
import org.turntable.testing.stack.MariaDbServer;

/** Two servers without replication: the port tells which of them a connection is on. */
class MariaDbPoolsIT {
    private static final MariaDbServer FIRST = new MariaDbServer();
    private static final MariaDbServer SECOND = new MariaDbServer();

    private HikariDataSource pool;

    @BeforeAll
    static void startTwoServers() {
        for (MariaDbServer server : new MariaDbServer[] {FIRST, SECOND}) {
            server.start();
            server.openAlone();
            MigratedDatabase.prepare(server);
            server.execute(
                    "CREATE TABLE turntable.thing (id INT PRIMARY KEY, n INT) ENGINE = InnoDB",
                    "INSERT INTO turntable.thing VALUES (1, 0)");
        }
    }

    @AfterAll
    static void stopThem() {
        FIRST.close();
        SECOND.close();
    }

    @BeforeEach
    void openBoth() {
        FIRST.openAlone();
        SECOND.openAlone();
    }

    @AfterEach
    void closePool() {
        if (pool != null) {
            pool.close();
        }
    }

    @Test
    void theFirstServerThatAcceptsWritesIsUsed() throws SQLException {
        pool = pool(4);
        assertEquals(FIRST.port(), portOfAConnection());
        closePool();
        FIRST.execute("SET GLOBAL read_only = 1");
        pool = pool(4);
        assertEquals(SECOND.port(), portOfAConnection());
    }

    @Test
    void theWriterIsFollowedWhenItChangesUnderOpenConnections() throws SQLException {
        pool = pool(4);
        assertEquals(FIRST.port(), portOfAConnection());
        FIRST.execute("SET GLOBAL read_only = 1");

        Await.until("a write goes through on the second server", Duration.ofSeconds(5), () -> {
            try (Connection connection = pool.getConnection();
                    Statement statement = connection.createStatement()) {
                return statement.executeUpdate("UPDATE thing SET n = n + 1") == 1 && port(statement) == SECOND.port();
            }
        });
    }

    @Test
    void withoutAWriterTheErrorComesWithinTheTimeout() {
        FIRST.execute("SET GLOBAL read_only = 1");
        SECOND.execute("SET GLOBAL read_only = 1");
        pool = pool(2);
        long start = System.nanoTime();
        SQLException refused = assertThrows(SQLException.class, () -> pool.getConnection());

        assertTrue(Duration.ofNanos(System.nanoTime() - start).toMillis() < 2_500, "it took too long");
        assertTrue(
                String.valueOf(refused.getCause()).contains("read-only"),
                () -> "the reason is told: " + refused.getCause());
    }

    @Test
    void aNodeStartsWhileTheDatabaseIsUnavailableAndConnectsLater() {
        try (MariaDbServer late = new MariaDbServer()) {
            pool = MariaDbPools.forNode(
                    MigratedDatabase.access("turntable_app", late), "late", 2, MariaDbPools.NODE_ANSWER);
            assertThrows(SQLException.class, () -> pool.getConnection());
            late.start();
            late.openAlone();
            MigratedDatabase.prepare(late);
            Await.until("the pool connects", Duration.ofSeconds(10), () -> portOfAConnection() == late.port());
        }
    }

    @Test
    void aFrozenServerIsAbandonedAfterTheAnswerTimeout() throws SQLException {
        pool = MariaDbPools.forNode(
                MigratedDatabase.access("turntable_app", FIRST), "frozen", 1, Duration.ofMillis(700));
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            FIRST.suspend();
            long start = System.nanoTime();
            assertThrows(SQLException.class, () -> statement.executeUpdate("UPDATE thing SET n = n + 1"));
            long tookMs = Duration.ofNanos(System.nanoTime() - start).toMillis();
            assertTrue(tookMs >= 600 && tookMs < 3_500, "it took " + tookMs + " ms");
        } finally {
            FIRST.resume();
        }
    }

    @Test
    void aNodeReconnectsToARestartedServerWhoseSessionsHaveTheNumbersOfItsOwnFormerOnes() throws SQLException {
        pool = pool(3);
        List<Long> former = new ArrayList<>();
        List<Connection> held = new ArrayList<>();
        while (held.size() < 3) {
            held.add(pool.getConnection());
            former.add(sessionNumber(held.get(held.size() - 1)));
        }
        for (Connection connection : held) {
            connection.close();
        }
        for (MariaDbServer server : List.of(FIRST, SECOND)) {
            server.kill9();
            server.start();
        }

        List<Connection> ofAnotherNode = new ArrayList<>();
        try {
            // The server starts read-only: until it is opened, the node makes no connection of its own.
            long number;
            do {
                Connection other =
                        MariaDbPools.connect(MigratedDatabase.access("turntable_app", FIRST), FIRST.address());
                ofAnotherNode.add(other);
                number = sessionNumber(other);
            } while (number < Collections.max(former));
            assertEquals(
                    "3",
                    FIRST.ask(
                            "SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE USER = 'turntable_app' AND ID IN "
                                    + former.toString().replace('[', '(').replace(']', ')')));
            FIRST.openAlone();
            Await.until("the node connects", Duration.ofSeconds(10), () -> portOfAConnection() == FIRST.port());
        } finally {
            for (Connection other : ofAnotherNode) {
                other.close();
            }
        }
    }

    @Test
    void theLocksOfAFrozenNodesTransactionAreReleased() throws SQLException {
        pool = pool(2);
        try (Connection frozen = pool.getConnection();
                Connection other = pool.getConnection()) {
            frozen.setAutoCommit(false);
            try (Statement statement = frozen.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT n FROM thing WHERE id = 1 FOR UPDATE")) {
                assertTrue(rows.next());
            }
            other.setAutoCommit(true);
            Await.until("another node gets the row", Duration.ofSeconds(6), () -> {
                try (Statement statement = other.createStatement()) {
                    return statement.executeUpdate("UPDATE thing SET n = n + 1 WHERE id = 1") == 1;
                }
            });
            assertThrows(
                    SQLException.class,
                    () -> {
                        try (Statement statement = frozen.createStatement()) {
                            statement.executeUpdate("UPDATE thing SET n = -1 WHERE id = 1");
                            frozen.commit();
                        }
                    },
                    "what the frozen node meant to do must not go through in pieces");
        }
        assertFalse(FIRST.ask("SELECT n FROM turntable.thing WHERE id = 1").startsWith("-"));
    }

    @Test
    void connectionsReadCommittedDataOnly() throws SQLException {
        pool = pool(1);
        try (Connection connection = pool.getConnection()) {
            assertEquals(Connection.TRANSACTION_READ_COMMITTED, connection.getTransactionIsolation());
        }
    }

    @Test
    void thePasswordIsNotInTheTextOfAnAccess() {
        assertFalse(MigratedDatabase.access("turntable_app", FIRST)
                .toString()
                .contains(MigratedDatabase.access("turntable_app", FIRST).password()));
    }

    private static HikariDataSource pool(int size) {
        return MariaDbPools.forNode(
                MigratedDatabase.access("turntable_app", FIRST, SECOND), "pair", size, MariaDbPools.NODE_ANSWER);
    }

    private int portOfAConnection() throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            return port(statement);
        }
    }

    private static long sessionNumber(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT CONNECTION_ID()")) {
            row.next();
            return row.getLong(1);
        }
    }

    private static int port(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT @@port")) {
            row.next();
            return row.getInt(1);
        }
    }
}
