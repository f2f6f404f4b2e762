package org.turntable.testing.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MariaDbPairIT {
    private static MariaDbPair pair;

    @BeforeAll
    static void startPair() throws SQLException {
        pair = new MariaDbPair();
        pair.start();
        try (Connection migration = pair.migration();
                Statement statement = migration.createStatement()) {
            statement.execute("CREATE TABLE word (word VARCHAR(40) PRIMARY KEY)");
        }
    }

    @AfterAll
    static void stopPair() {
        if (pair != null) {
            pair.close();
        }
    }

    @Test
    void aRowWrittenOnThePrimaryArrivesOnTheReplica() throws SQLException {
        insert("arrives");
        pair.awaitReplicaCaughtUp();
        assertEquals("1", count("arrives"));
        assertEquals("1", pair.replica().ask("SELECT @@read_only"));
    }

    @Test
    void aKilledPrimaryStartsReadOnlyAndIsOpenedWithAllItsRows() throws SQLException {
        insert("before the crash");
        pair.primary().kill9();
        pair.primary().start();
        assertEquals("1", pair.primary().ask("SELECT @@read_only"));
        assertThrows(SQLException.class, () -> insert("while it is closed"));
        pair.open();
        insert("after the crash");
        pair.awaitReplicaCaughtUp();
        assertEquals("1", count("before the crash"));
        assertEquals("1", count("after the crash"));
        assertEquals("0", count("while it is closed"));
        assertEquals("ON", pair.primary().status("Rpl_semi_sync_master_status"));
    }

    @Test
    void aCommitWaitsForTheReplicaAndNeverFallsBack() throws Exception {
        pair.replica().suspend();
        Thread writer = new Thread(() -> {
            try {
                insert("acknowledged late");
            } catch (SQLException failed) {
                throw new IllegalStateException(failed);
            }
        });
        try {
            writer.start();
            Await.until(
                    "the commit waits for the replica",
                    Duration.ofSeconds(120),
                    () -> "1".equals(pair.primary().status("Rpl_semi_sync_master_wait_sessions")));
            assertEquals(
                    "0", pair.primary().ask("SELECT COUNT(*) FROM turntable.word WHERE word = 'acknowledged late'"));
        } finally {
            pair.replica().resume();
        }
        writer.join(10_000);
        pair.awaitReplicaCaughtUp();
        assertEquals("1", count("acknowledged late"));
    }

    @Test
    void theAccountOfTheApplicationMayOnlyReadAndWriteRows() {
        assertThrows(SQLException.class, () -> asApplication("CREATE TABLE turntable.other (id INT)"));
        assertThrows(SQLException.class, () -> asApplication("SET GLOBAL read_only = 0"));
        assertThrows(SQLException.class, () -> asApplication("SELECT * FROM mysql.global_priv"));
    }

    @Test
    void theRunningServersHaveTheConfiguredValues() {
        for (MariaDbServer server : new MariaDbServer[] {pair.primary(), pair.replica()}) {
            assertEquals(
                    "ON ROW 1 1 ON ON ON AFTER_SYNC ON 4 1",
                    server.ask("SELECT CONCAT_WS(' ', @@log_bin, @@binlog_format, @@sync_binlog,"
                            + "@@innodb_flush_log_at_trx_commit, @@log_slave_updates, "
                            + "@@relay_log_recovery, @@gtid_strict_mode,"
                            + "@@rpl_semi_sync_master_wait_point, @@rpl_semi_sync_master_wait_no_slave, "
                            + "@@slave_net_timeout, @@innodb_lock_wait_timeout)"));
            assertTrue(Long.parseLong(server.ask("SELECT @@rpl_semi_sync_master_timeout")) > 1_000_000_000L);
        }
    }

    private static void insert(String word) throws SQLException {
        asApplication("INSERT INTO turntable.word VALUES ('" + word + "')");
    }

    private static void asApplication(String sql) throws SQLException {
        try (Connection application = pair.application();
                Statement statement = application.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String count(String word) {
        return pair.replica().ask("SELECT COUNT(*) FROM turntable.word WHERE word = '" + word + "'");
    }
}
