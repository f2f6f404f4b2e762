package org.turntable.tool.command.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.turntable.mariadb.pool.MariaDbPools;
import org.turntable.testing.stack.FailoverPair;
import org.turntable.testing.stack.MariaDbPair;
import org.turntable.testing.stack.MariaDbServer;
import org.turntable.testing.stack.OpsTool;
import org.turntable.testing.stack.OpsTool.Outcome;
import org.turntable.testing.stack.Workspace;
import org.turntable.tool.mariadb.schema.Migrations;

/** Compares the schemas of a pair under a real agent, whose mark refuses the application's accounts on the replica. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SchemaUnderAgentIT {
    private static final String REMEDY = "because the fail-over agent keeps it closed: set database.monitor.user and "
            + "database.monitor.password, and run mariadb/accounts.sql again on both servers";

    private final Workspace workspace = Workspace.temporary("schema-under-agent");
    private final MariaDbPair pair = new MariaDbPair(workspace.path());
    private final FailoverPair failoverPair = new FailoverPair(pair, workspace.path());
    private MariaDbServer writer;
    private MariaDbServer replica;

    @BeforeAll
    void start() {
        failoverPair.start();
        try (HikariDataSource migration = MariaDbPools.forTool(new MariaDbPools.Access(
                List.of(pair.hosts().split(",")),
                MariaDbPair.DATABASE,
                MariaDbPair.MIGRATION_USER,
                pair.migrationPassword()))) {
            Migrations.on(migration).load().migrate();
        }
    }

    @AfterAll
    void end() {
        failoverPair.close();
        workspace.close();
    }

    @BeforeEach
    void bothServersHaveTheSchema() {
        failoverPair.awaitWhole();
        writer = failoverPair.writer();
        replica = failoverPair.replica();
        assertEquals(
                "0", replica.ask("SELECT MASTER_GTID_WAIT('" + writer.ask("SELECT @@gtid_binlog_pos") + "', 120)"));
    }

    @Test
    void aHealthyPairIsAsExpectedOnBothServers() throws IOException {
        Outcome check = ops(monitored(), "schema", "check");
        assertEquals(0, check.exitCode(), check.output());
        for (MariaDbServer server : failoverPair.servers()) {
            assertTrue(check.output().contains(server.address() + " is as expected"), check.output());
        }
        assertTrue(check.output().contains("expected indexes exist."), check.output());
    }

    @Test
    void anIndexThatOnlyTheReplicaLacksIsNamedWithTheAddressOfTheReplica() throws IOException {
        replica.execute("SET SESSION sql_log_bin = 0", "ALTER TABLE turntable.expected_wave DROP INDEX waves_by_time");
        try {
            Outcome check = ops(monitored(), "schema", "check");
            assertEquals(1, check.exitCode(), check.output());
            assertTrue(check.output().contains(writer.address() + " is as expected"), check.output());
            assertTrue(
                    check.output()
                            .contains(replica.address()
                                    + "\n  wrong  index expected_wave.waves_by_time (at) is missing\n"
                                    + "         the other server has it: wait while an add-index runs, else rebuild "
                                    + "this server as the replica: turntable-ops rebuild " + replica.address() + "\n"),
                    check.output());
        } finally {
            replica.execute(
                    "SET SESSION sql_log_bin = 0", "ALTER TABLE turntable.expected_wave ADD INDEX waves_by_time (at)");
        }
    }

    @Test
    void withoutTheMonitorsAccountTheRefusalOfTheReplicaNamesTheRemedy() throws IOException {
        Outcome check = ops(settings(""), "schema", "check");
        assertEquals(1, check.exitCode(), check.output());
        assertTrue(check.output().contains(writer.address() + " is as expected"), check.output());
        assertTrue(
                check.output().contains(replica.address() + " refuses turntable_app, " + REMEDY + "\n"),
                check.output());
        assertTrue(check.output().contains("Not every server was compared."), check.output());
        assertFalse(check.output().contains("init_connect"), check.output());
    }

    @Test
    void aPasswordThatTheServersDoNotKnowIsNamedWithItsRemedy() throws IOException {
        Outcome check = ops(settings("database.monitor.password=wrong"), "schema", "check");
        assertEquals(1, check.exitCode(), check.output());
        for (MariaDbServer server : failoverPair.servers()) {
            assertTrue(
                    check.output()
                            .contains(server.address() + " refuses the log-in of turntable_monitor: check its "
                                    + "password in the settings, and run mariadb/accounts.sql again on both servers"),
                    check.output());
        }
    }

    @Test
    void anIndexThatIsAddedIsWaitedForOnTheReplica() throws IOException {
        writer.execute("ALTER TABLE turntable.expected_wave DROP INDEX waves_by_time");
        Outcome refused = ops(settings(""), "add-index", "expected_wave.waves_by_time", "--by", "Wang");
        assertEquals(0, refused.exitCode(), refused.output());
        assertTrue(
                refused.output()
                        .contains("The lag is not known: " + replica.address() + " refuses turntable_migration, "
                                + REMEDY),
                refused.output());

        writer.execute("ALTER TABLE turntable.expected_wave DROP INDEX waves_by_time");
        Outcome added = ops(monitored(), "add-index", "expected_wave.waves_by_time", "--by", "Wang");
        assertEquals(0, added.exitCode(), added.output());
        assertTrue(added.output().contains("Every server has the index; the slowest was "), added.output());
    }

    @Test
    void aCommandThatFindsTheReplicaAloneNamesTheAgentAndNotTheErrorOfTheServer() throws IOException {
        Path alone = Files.writeString(
                workspace.path().resolve("alone.properties"),
                Files.readString(monitored()).replace(pair.hosts(), replica.address()));
        Outcome migrate = ops(alone, "migrate", "--dry-run");
        assertEquals(1, migrate.exitCode(), migrate.output());
        assertTrue(
                migrate.output()
                        .contains("none of " + replica.address() + " takes writes: the fail-over agent keeps one "
                                + "closed, and no other answers; turntable-ops replica-status says why"),
                migrate.output());
    }

    @Test
    void theMonitorsAccountReadsNoRowAndChangesNothing() throws SQLException {
        // On the writer: the replica is read-only for everybody.
        try (Connection monitor =
                        writer.connect(MariaDbPair.DATABASE, MariaDbPair.MONITOR_USER, pair.monitorPassword());
                Statement statement = monitor.createStatement()) {
            for (String refused : List.of(
                    "SELECT * FROM player",
                    "SELECT COUNT(*) FROM draw",
                    "HANDLER player OPEN",
                    "CHECKSUM TABLE player",
                    "INSERT INTO expected_wave () VALUES ()",
                    "DELETE FROM expected_wave",
                    "ALTER TABLE expected_wave ADD INDEX other (at)",
                    "CREATE TABLE other (id INT)",
                    "CREATE TEMPORARY TABLE other (id INT)",
                    "LOCK TABLES player READ",
                    "SELECT * FROM mysql.global_priv",
                    "SET GLOBAL read_only = 0")) {
                SQLException denied = assertThrows(SQLException.class, () -> statement.execute(refused), refused);
                assertTrue(List.of(1044, 1142, 1227).contains(denied.getErrorCode()), denied::getMessage);
            }
        }
        for (MariaDbServer server : failoverPair.servers()) {
            assertEquals(
                    "turntable SHOW VIEW",
                    server.ask("SELECT GROUP_CONCAT(TABLE_SCHEMA, ' ', PRIVILEGE_TYPE) FROM "
                            + "information_schema.SCHEMA_PRIVILEGES WHERE GRANTEE LIKE '%turntable_monitor%'"));
            assertEquals(
                    "USAGE",
                    server.ask("SELECT GROUP_CONCAT(PRIVILEGE_TYPE) FROM information_schema.USER_PRIVILEGES WHERE "
                            + "GRANTEE LIKE '%turntable_monitor%'"));
        }
    }

    private Path monitored() throws IOException {
        return settings("database.monitor.password=" + pair.monitorPassword());
    }

    private Path settings(String more) throws IOException {
        return Files.writeString(workspace.path().resolve("turntable.properties"), """
                mode=demo
                database.hosts=%s
                database.password=%s
                database.migration.password=%s
                %s
                """.formatted(
                        pair.hosts(), pair.applicationPassword(), pair.migrationPassword(), more));
    }

    private static Outcome ops(Path settings, String... arguments) {
        return OpsTool.attempt(settings, arguments);
    }
}
