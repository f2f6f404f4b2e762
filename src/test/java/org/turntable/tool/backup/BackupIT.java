package org.turntable.tool.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.turntable.mariadb.pool.MariaDbPools;
import org.turntable.testing.stack.Installed;
import org.turntable.testing.stack.MariaDbBinaries;
import org.turntable.testing.stack.MariaDbPair;
import org.turntable.testing.stack.MariaDbServer;
import org.turntable.testing.stack.ProjectFiles;
import org.turntable.testing.stack.Workspace;
import org.turntable.tool.TurntableOps;
import org.turntable.tool.command.common.ExitCode;
import org.turntable.tool.mariadb.schema.Migrations;
import picocli.CommandLine;

/** Backup, restore check, rebuild and rolling restart on the installed MariaDB, with the script of the hosts. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BackupIT {
    private static final String INSTALL_HINT =
            "MariaDB is not installed: apt-get install mariadb-server-core mariadb-backup";
    private static final String DBA_PASSWORD = "only-on-loopback-for-the-time-of-a-test";

    private static Workspace workspace;
    private static MariaDbPair pair;
    private static Path config;
    private String out;
    private String err;

    @BeforeAll
    static void start() throws Exception {
        Optional<MariaDbBinaries> system = MariaDbBinaries.ofSystem();
        Path server = Installed.orSkip(onPath("mariadbd").filter(found -> system.isPresent()), INSTALL_HINT);
        Installed.orSkip(onPath("mariadb-backup"), INSTALL_HINT);
        workspace = Workspace.temporary("backup");
        // The account that receives a copy has to reach the data folder.
        Files.setPosixFilePermissions(workspace.path(), PosixFilePermissions.fromString("rwx--x--x"));
        pair = new MariaDbPair(workspace.path(), system.orElseThrow()).start();
        for (MariaDbServer each : List.of(pair.primary(), pair.replica())) {
            each.execute(
                    "SET sql_log_bin = 0",
                    "CREATE USER dba@localhost IDENTIFIED BY '" + DBA_PASSWORD + "'",
                    "GRANT ALL ON *.* TO dba@localhost WITH GRANT OPTION",
                    "CREATE USER dba@'127.0.0.1' IDENTIFIED BY '" + DBA_PASSWORD + "'",
                    "GRANT ALL ON *.* TO dba@'127.0.0.1' WITH GRANT OPTION");
            hostConfiguration(each);
        }
        try (var migration = MariaDbPools.forTool(new MariaDbPools.Access(
                List.of(pair.primary().address()),
                MariaDbPair.DATABASE,
                MariaDbPair.MIGRATION_USER,
                pair.migrationPassword()))) {
            Migrations.on(migration).load().migrate();
        }
        config = Files.writeString(workspace.path().resolve("turntable.properties"), """
            mode=demo
            database.hosts=%s
            backup.command=env TURNTABLE_BACKUP_CONF=%s/host-{port}.conf %s
            backup.folder=%s/backups
            backup.keep=2
            backup.server=%s
            """.formatted(
                        pair.hosts(),
                        workspace.path(),
                        ProjectFiles.file("mariadb/turntable-backup").toAbsolutePath(),
                        workspace.path(),
                        server));
    }

    /** Written like /etc/turntable/turntable-backup.conf of a host, with a process id in place of a systemd unit. */
    private static void hostConfiguration(MariaDbServer server) throws Exception {
        String folder = workspace.path().toString();
        String socket = server.data().resolve("server.sock").toString();
        Files.writeString(
                workspace.path().resolve("backup-" + server.port() + ".cnf"),
                "[client]\nuser=turntable_backup\npassword=" + pair.backupPassword() + "\nsocket=" + socket + "\n");
        Files.writeString(
                workspace.path().resolve("dba-" + server.port() + ".cnf"),
                "[client]\nuser=dba\npassword=" + DBA_PASSWORD + "\nsocket=" + socket + "\n");
        Files.writeString(workspace.path().resolve("replication.password"), replicationPassword());
        Path stop = Files.writeString(
                workspace.path().resolve("stop-" + server.port() + ".sh"),
                "#!/bin/sh\nkill -TERM $(cat '" + server.data() + "/server.pid')\n");
        stop.toFile().setExecutable(true);
        // As root the copy is received by another account; the server of a test runs as the user of the test.
        Path start = Files.writeString(
                workspace.path().resolve("own-start-" + server.port() + ".sh"),
                "#!/bin/sh\nchown -R \"$(id -un)\" '" + server.data() + "'\nexec '" + server.startScript()
                        + "' MASTER\n");
        start.toFile().setExecutable(true);
        Path conf = workspace.path().resolve("host-" + server.port() + ".conf");
        Files.writeString(conf, """
            DATADIR=%s
            BACKUP_CNF=%s/backup-%d.cnf
            ADMIN_CNF=%s/dba-%d.cnf
            START=%s
            STOP=%s
            PRESENT='grep -q %s /proc/$(cat %s/server.pid)/cmdline'
            OWNER=$([ "$(id -u)" -eq 0 ] && echo nobody || id -un)
            LOG='tail -n 20 %s/mariadb-%s.log'
            REPLICATION_PASSWORD_FILE=%s/replication.password
            REPLICATION_MORE=', MASTER_SSL = 0'
            """.formatted(
                        server.data(),
                        folder,
                        server.port(),
                        folder,
                        server.port(),
                        start,
                        stop,
                        server.data(),
                        server.data(),
                        folder,
                        server.data().getFileName().toString().replace("data-", ""),
                        folder));
        Files.setPosixFilePermissions(conf, PosixFilePermissions.fromString("rw-------"));
    }

    private static String replicationPassword() throws Exception {
        // A replica stores it in this file.
        return Files.readAllLines(pair.replica().data().resolve("master.info")).get(5);
    }

    private static Optional<Path> onPath(String program) {
        return Stream.of((System.getenv("PATH") + ":/usr/sbin").split(File.pathSeparator))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    @AfterAll
    static void stop() {
        if (pair != null) {
            pair.close();
            workspace.close();
        }
    }

    private int run(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        if (List.of("rebuild", "db").contains(words[0])) {
            all.addAll(List.of("--by", "Zhao Min", "--reason", "a rehearsal"));
        }
        all.addAll(List.of("--config", config.toString()));
        StringWriter stdout = new StringWriter();
        StringWriter stderr = new StringWriter();
        CommandLine tool =
                TurntableOps.commandLine().setOut(new PrintWriter(stdout, true)).setErr(new PrintWriter(stderr, true));
        int exit = tool.execute(all.toArray(String[]::new));
        out = stdout.toString();
        err = stderr.toString();
        return exit;
    }

    private JsonNode json() throws Exception {
        return new ObjectMapper().readTree(out);
    }

    private static void visit(int player) throws SQLException {
        try (Connection connection = pair.application();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("INSERT INTO player (campaign_id, player_id, first_seen_at) VALUES (1, UNHEX('"
                    + String.format("%032x", player) + "'), UTC_TIMESTAMP(3))");
        }
    }

    /** Reads with an account that a rebuilt server has copied from the other one. */
    private static String ask(MariaDbServer server, String query) throws SQLException {
        try (Connection connection = server.connect("turntable", "dba", DBA_PASSWORD);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            return rows.next() ? rows.getString(1) : null;
        }
    }

    private static void execute(MariaDbServer server, String... statements) throws SQLException {
        try (Connection connection = server.connect("turntable", "dba", DBA_PASSWORD);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static void assertBothServersAreEqual() throws SQLException {
        String position = ask(pair.primary(), "SELECT @@gtid_binlog_pos");
        assertEquals("0", ask(pair.replica(), "SELECT MASTER_GTID_WAIT('" + position + "', 30)"));
        for (String table : List.of("player", "draw", "prize_unit", "campaign")) {
            assertEquals(checksum(pair.primary(), table), checksum(pair.replica(), table), table);
        }
    }

    private static String checksum(MariaDbServer server, String table) throws SQLException {
        try (Connection connection = server.connect("turntable", "dba", DBA_PASSWORD);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("CHECKSUM TABLE " + table)) {
            rows.next();
            return rows.getString(2);
        }
    }

    @Test
    @Order(1)
    void aBackupOfTheReplicaIsVerifiedAndListedAndOlderOnesAreDeleted() throws Exception {
        visit(1);
        assertEquals(0, run("backup", "--dry-run"), err);
        assertTrue(out.contains("A backup of " + pair.replica().address() + " can be taken"), out);
        assertEquals(0, run("backup", "--list"), err);
        assertEquals("There is no backup yet.", out.strip());
        for (int i = 0; i < 3; i++) {
            assertEquals(0, run("backup", "--json"), err);
            assertEquals(pair.replica().address(), json().get("host").asText());
        }
        assertTrue(json().get("position").asText().startsWith("0-1-"), out);
        assertTrue(err.contains("making it consistent (mariadb-backup --prepare): done in "), err);
        Path folder = Path.of(json().get("folder").asText());
        assertEquals(
                0,
                new ProcessBuilder("sha256sum", "--check", "--quiet", "copy.mbstream.sha256")
                        .directory(folder.toFile())
                        .start()
                        .waitFor());
        assertEquals(0, run("backup", "--list", "--json"), err);
        assertEquals(2, json().size(), "older backups are deleted");
        try (Stream<Path> inside = Files.list(folder.getParent())) {
            assertEquals(
                    3,
                    inside.filter(path -> !path.endsWith("journal")).count(),
                    "two backups and the lock, and nothing unfinished");
        }
    }

    @Test
    @Order(2)
    void aRestoreCheckChecksEveryTablePrintsItsDurationsAndLeavesNoFiles() throws Exception {
        assertEquals(0, run("restore-check", "--json"), err + out);
        assertTrue(json().get("well").asBoolean());
        assertEquals(6, json().get("findings").size());
        assertTrue(out.contains("tables and their indexes are intact (CHECK TABLE)"), out);
        assertTrue(out.contains(", 1 players, 0 draws"), out);
        for (String step : List.of("unpack and prepare", "start", "check")) {
            assertTrue(json().get("tookMs").get(step).asLong() > 0, out);
        }
        try (Stream<Path> inside = Files.list(workspace.path().resolve("backups"))) {
            assertTrue(inside.noneMatch(path -> path.getFileName().toString().startsWith("trial")));
        }
        assertEquals(0, run("restore-check"), err);
        assertTrue(out.contains("It can be restored."), out);
    }

    @Test
    @Order(3)
    void aWinWithoutItsUnitAMissingKeyAndAFlippedBitAreDetected() throws Exception {
        execute(
                pair.primary(),
                "INSERT INTO draw VALUES (1, UNHEX('" + "07".repeat(16) + "'), 1, UTC_TIMESTAMP(3), 1, 1)",
                "ALTER TABLE prize_unit DROP KEY code_once");
        assertEquals(0, run("backup"), err);
        assertEquals(ExitCode.FAILED, run("restore-check"));
        assertTrue(out.contains("FAILED  5 of 6 required unique keys exist"), out);
        assertTrue(out.contains("FAILED  1 wins, 0 of "), out);
        execute(pair.primary(), "DELETE FROM draw", "ALTER TABLE prize_unit ADD UNIQUE KEY code_once (prize_id, code)");

        assertEquals(0, run("backup", "--json"), err);
        Path copy = Path.of(json().get("folder").asText()).resolve("copy.mbstream");
        try (RandomAccessFile file = new RandomAccessFile(copy.toFile(), "rw")) {
            file.seek(file.length() - 10_000_000);
            int flipped = file.read() ^ 1;
            file.seek(file.length() - 10_000_000);
            file.write(flipped);
        }
        assertEquals(ExitCode.FAILED, run("restore-check"));
        assertTrue(
                err.contains("its checksum is different") || err.contains("is incomplete: mbstream cannot unpack it"),
                err);
        assertEquals(0, run("backup"), err);
    }

    @Test
    @Order(4)
    void whatPreventsABackupIsReportedInOneSentence() throws Exception {
        Path before = Files.copy(config, workspace.path().resolve("before.properties"));
        for (String[] wrong : new String[][] {
            {"backup.command=/nowhere/turntable-backup", "backup.command cannot be run"},
            {"backup.command=env TURNTABLE_BACKUP_CONF=/nowhere false", "could not do state (exit code 1)"},
            {"backup.program=/nowhere/mariadb-backup", "cannot be run"},
            {"backup.keep=0", "backup.keep=0: is out of range"}
        }) {
            String key = wrong[0].substring(0, wrong[0].indexOf('='));
            Files.writeString(
                    config, Files.readString(before).replaceAll("(?m)^" + key + "=.*\n", "") + wrong[0] + "\n");
            assertEquals(ExitCode.FAILED, run("backup"), wrong[0]);
            assertTrue(err.contains(wrong[1]), err);
        }
        Files.copy(before, config, StandardCopyOption.REPLACE_EXISTING);
        assertEquals(ExitCode.FAILED, run("backup", "10.9.9.9:3306"));
        assertTrue(err.contains("there is no server 10.9.9.9:3306 in database.hosts"), err);
        assertEquals(ExitCode.FAILED, run("restore-check", "20200101T000000Z"));
        assertTrue(err.contains("there is no backup 20200101T000000Z"), err);
    }

    @Test
    @Order(5)
    void aReplicaWithOwnRowsIsRebuiltOnlyWhenItIsNamed() throws Exception {
        MariaDbServer replica = pair.replica();
        assertEquals(ExitCode.FAILED, run("rebuild", pair.primary().address()));
        assertTrue(err.contains("is the writer"), err);
        execute(
                replica,
                "STOP SLAVE",
                "SET GLOBAL read_only = 0",
                "INSERT INTO player VALUES (1, UNHEX('" + "ee".repeat(16) + "'), UTC_TIMESTAMP(3))",
                "SET GLOBAL read_only = 1");
        // More was written on the primary meanwhile: its position is ahead, and yet it does not have that row.
        CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> {
            for (int i = 2; i < 12; i++) {
                try {
                    visit(i);
                } catch (SQLException failed) {
                    throw new IllegalStateException(failed);
                }
            }
        });
        assertEquals(ExitCode.FAILED, run("rebuild", replica.address()));
        assertTrue(err.contains("its commits are blocked, and a copy would wait for them"), err);
        execute(pair.primary(), "SET GLOBAL rpl_semi_sync_master_enabled = OFF");
        waiting.join();
        assertEquals(ExitCode.FAILED, run("rebuild", replica.address()));
        assertTrue(err.contains("they would be lost"), err);
        assertEquals(
                "1",
                ask(replica, "SELECT COUNT(*) FROM player WHERE player_id = UNHEX('" + "ee".repeat(16) + "')"),
                "nothing was changed");

        assertEquals(0, run("rebuild", replica.address(), "--lose", replica.address()), err);
        execute(pair.primary(), "SET GLOBAL rpl_semi_sync_master_enabled = ON");
        assertTrue(
                out.contains("follows " + pair.primary().address() + " and has caught up. Its old data folder is "),
                out);
        assertTrue(err.contains("catching up: done in "), err);
        assertEquals(
                "0", ask(replica, "SELECT COUNT(*) FROM player WHERE player_id = UNHEX('" + "ee".repeat(16) + "')"));
        assertEquals("1", ask(replica, "SELECT @@read_only"));
        visit(12);
        assertBothServersAreEqual();
        try (Stream<Path> inside = Files.list(workspace.path())) {
            assertEquals(
                    1,
                    inside.filter(path -> path.getFileName().toString().startsWith("data-2.before-"))
                            .count(),
                    "the old folder is kept");
        }
        assertTrue(Files.readString(workspace.path().resolve("backups/journal"))
                .contains("--lose " + replica.address() + ", by Zhao Min: a rehearsal: done"));
    }

    @Test
    @Order(6)
    void aReplicaWhoseDataIsLostIsRebuilt() throws Exception {
        MariaDbServer replica = pair.replica();
        replica.kill9();
        try (Stream<Path> inside = Files.walk(replica.data())) {
            inside.filter(path -> path.getFileName().toString().startsWith("ib"))
                    .forEach(path -> path.toFile().delete());
        }
        assertEquals(ExitCode.FAILED, run("rebuild", replica.address()));
        assertTrue(err.contains("its commits are blocked") || err.contains("does not run, so it cannot be known"), err);
        execute(pair.primary(), "SET GLOBAL rpl_semi_sync_master_enabled = OFF");
        assertEquals(0, run("rebuild", replica.address(), "--lose", replica.address()), err);
        execute(pair.primary(), "SET GLOBAL rpl_semi_sync_master_enabled = ON");
        visit(13);
        assertBothServersAreEqual();
    }

    @Test
    @Order(7)
    void aRestartIsRefusedWhileReplicationIsStoppedOrNoBackupIsRecent() throws Exception {
        long primaryPid = pair.primary().pid();
        execute(pair.replica(), "STOP SLAVE SQL_THREAD");
        assertEquals(ExitCode.FAILED, run("db", "restart", "--dry-run"));
        assertTrue(err.contains("it may not be restarted: " + pair.replica().address() + " does not replicate"), err);
        assertEquals(ExitCode.FAILED, run("db", "restart"));
        execute(pair.replica(), "START SLAVE");
        try (Connection agent = pair.primary().connect("", "dba", DBA_PASSWORD);
                Statement statement = agent.createStatement()) {
            statement.execute("SELECT GET_LOCK('turntable.failover-agent', 0)");
            assertEquals(ExitCode.FAILED, run("db", "restart"));
            assertTrue(err.contains("a fail-over agent is active"), err);
        }
        Path away =
                Files.move(workspace.path().resolve("backups"), workspace.path().resolve("backups-away"));
        assertEquals(ExitCode.FAILED, run("db", "restart"));
        assertTrue(err.contains("there is no backup of the last 24 hours: turntable-ops backup"), err);
        run("backup", "--list");
        Files.deleteIfExists(workspace.path().resolve("backups/lock"));
        Files.deleteIfExists(workspace.path().resolve("backups"));
        Files.move(away, workspace.path().resolve("backups"));
        assertEquals(primaryPid, pair.primary().pid());
        assertEquals("0", ask(pair.primary(), "SELECT @@read_only"));
    }

    @Test
    @Order(8)
    void aRestartBeginsWithTheReplicaAndLosesNoAcknowledgedRow() throws Exception {
        assertEquals(0, run("db", "restart", "--dry-run"), err);
        long primaryPid = pair.primary().pid();
        long replicaPid = pair.replica().pid();
        AtomicBoolean done = new AtomicBoolean();
        List<Integer> acknowledged = new ArrayList<>();
        CompletableFuture<Void> players = CompletableFuture.runAsync(() -> {
            for (int i = 1_000; !done.get() && i < 100_000; i++) {
                try {
                    visit(i);
                    acknowledged.add(i);
                } catch (SQLException away) {
                    // The win is being confirmed.
                    Thread.onSpinWait();
                }
            }
        });
        try {
            assertEquals(0, run("db", "restart"), err);
        } finally {
            done.set(true);
            players.join();
        }
        assertNotEquals(primaryPid, pair.primary().pid());
        assertNotEquals(replicaPid, pair.replica().pid());
        assertTrue(
                err.contains("restarting the replica")
                        && err.indexOf("restarting the replica") < err.indexOf("closing the primary"),
                err);
        assertTrue(err.indexOf("closing the primary") < err.indexOf("restarting the primary"), err);
        assertTrue(err.contains("; wins waited "), err);
        assertEquals("0", ask(pair.primary(), "SELECT @@read_only"));
        assertFalse(acknowledged.isEmpty());
        assertBothServersAreEqual();
        for (int one : acknowledged) {
            assertEquals(
                    "1",
                    ask(
                            pair.replica(),
                            "SELECT COUNT(*) FROM player WHERE player_id = UNHEX('" + String.format("%032x", one)
                                    + "')"));
        }
    }

    @Test
    @Order(9)
    void aPrimaryThatDoesNotStartAgainIsReportedWithTheServerThatHasEveryRow() throws Exception {
        visit(200_000);
        long replicaPid = pair.replica().pid();
        assertEquals(0, run("db", "restart", "--only", pair.replica().address()), err);
        assertNotEquals(replicaPid, pair.replica().pid());
        pair.primary().scriptsFail("start", true);
        try {
            assertEquals(ExitCode.FAILED, run("db", "restart"));
        } finally {
            pair.primary().scriptsFail("start", false);
        }
        assertTrue(err.contains("the server did not start"), err);
        assertTrue(err.contains(pair.replica().address() + " has every row that was acknowledged: promote it"), err);
        assertEquals(
                "1",
                ask(
                        pair.replica(),
                        "SELECT COUNT(*) FROM player WHERE player_id = UNHEX('" + String.format("%032x", 200_000)
                                + "')"));
    }
}
