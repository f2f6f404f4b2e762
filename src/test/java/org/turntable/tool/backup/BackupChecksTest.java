package org.turntable.tool.backup;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Preconditions of backups, rebuilds and restarts, and the messages when they are not met. */
class BackupChecksTest {
    private static final Instant NOW = Instant.parse("2026-10-03T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    static final StepListener SILENT = new StepListener() {
        @Override
        public void begin(String what) {}

        @Override
        public void progress(long done, long total, String unit) {}

        @Override
        public void done(String how) {}
    };

    @TempDir
    Path place;

    private BackupStore store;
    private FakeHost primary;
    private FakeHost replica;

    @BeforeEach
    void makeAHealthyPair() throws Exception {
        store = new BackupStore(place.resolve("backups"));
        primary = new FakeHost(
                "10.0.0.1:3306",
                "read_only",
                "0",
                "gtid.binlog",
                "0-1-100",
                "gtid.state",
                "0-1-100",
                "semi_sync.clients",
                "1");
        replica = new FakeHost(
                "10.0.0.2:3306",
                "gtid.binlog",
                "0-1-100",
                "gtid.state",
                "0-1-100",
                "gtid.slave",
                "0-1-100",
                "slave.io",
                "Yes",
                "slave.sql",
                "Yes",
                "slave.host",
                "10.0.0.1",
                "slave.port",
                "3306");
        backupOf(NOW.minus(Duration.ofHours(2)));
    }

    private void backupOf(Instant takenAt) throws Exception {
        Path one = place.resolve("backups").resolve(takenAt.toString().replaceAll("[-:]", ""));
        Files.createDirectories(one);
        new Backup(
                        one,
                        "10.0.0.2:3306",
                        takenAt,
                        3,
                        "00",
                        "10.11.19",
                        "0-1-90",
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1))
                .write(one);
    }

    private ServerStates servers() throws HostException {
        return ServerStates.read(List.of(primary, replica));
    }

    private String rebuildRefused(String lose) {
        return assertThrows(
                        HostException.class,
                        () -> new ReplicaRebuild(store, CLOCK, SILENT).check(servers(), replica, primary, lose))
                .getMessage();
    }

    private List<String> obstacles() throws HostException {
        return new RollingRestart(store, Duration.ofHours(24), CLOCK, SILENT).obstacles(servers());
    }

    @Test
    void aReplicaThatIsOnlyBehindMayBeRebuilt() {
        replica.with("gtid.binlog", "0-1-40", "gtid.state", "0-1-40", "gtid.slave", "0-1-40", "slave.sql", "No");
        assertDoesNotThrow(() -> new ReplicaRebuild(store, CLOCK, SILENT).check(servers(), replica, primary, null));
    }

    @Test
    void theWriterIsNeverRebuilt() {
        assertTrue(assertThrows(
                        HostException.class,
                        () -> new ReplicaRebuild(store, CLOCK, SILENT)
                                .check(servers(), primary, replica, "10.0.0.1:3306"))
                .getMessage()
                .contains("is the writer"));
    }

    @Test
    void aServerThatDoesNotReportReadOnlyIsRejected() {
        replica.with("read_only", "ON");
        assertThrows(IllegalArgumentException.class, this::servers);
    }

    @Test
    void rowsThatOnlyTheTargetHasAreLostOnlyWhenTheServerIsNamed() {
        replica.with("gtid.state", "0-1-90,0-2-95", "gtid.binlog", "0-2-95");
        assertTrue(rebuildRefused(null).contains("they would be lost"));
        assertTrue(rebuildRefused("10.0.0.1:3306").contains("--lose names 10.0.0.1:3306"));
        assertDoesNotThrow(
                () -> new ReplicaRebuild(store, CLOCK, SILENT).check(servers(), replica, primary, "10.0.0.2:3306"));
    }

    @Test
    void aServerThatDoesNotRunMayHaveRowsOfItsOwn() {
        replica.with("running", "no");
        assertTrue(rebuildRefused(null).contains("cannot be known"));
        assertDoesNotThrow(
                () -> new ReplicaRebuild(store, CLOCK, SILENT).check(servers(), replica, primary, "10.0.0.2:3306"));
    }

    @Test
    void aDiskThatIsTooSmallAndAnotherVersionAreRejected() {
        replica.with("free.bytes", "1100");
        assertTrue(rebuildRefused(null).contains("the disk of 10.0.0.2:3306 would fill"));
        replica.with("free.bytes", "1000000", "backup", "10.11.6");
        assertTrue(rebuildRefused(null).contains("10.0.0.2:3306 has 10.11.6"));
        assertTrue(assertThrows(HostException.class, () -> store.requireSpace(Long.MAX_VALUE / 4, "a backup"))
                .getMessage()
                .contains("a backup would fill the disk"));
        BackupTask backupTask =
                new BackupTask(store, new MariaDbPrograms("mariadb-backup", "mbstream", "mariadbd"), CLOCK, SILENT);
        assertTrue(assertThrows(HostException.class, () -> backupTask.check(replica))
                .getMessage()
                .contains("install the same there"));
        replica.with("running", "silent");
        assertTrue(assertThrows(HostException.class, () -> backupTask.check(replica))
                .getMessage()
                .contains("does not answer, although its process runs"));
    }

    @Test
    void aServerWhoseCommitsAreBlockedIsNotCopied() {
        primary.with("semi_sync.master", "1", "semi_sync.clients", "0");
        assertTrue(rebuildRefused(null).contains("its commits are blocked, and a copy would wait for them"));
        BackupTask backupTask =
                new BackupTask(store, new MariaDbPrograms("mariadb-backup", "mbstream", "mariadbd"), CLOCK, SILENT);
        assertTrue(assertThrows(HostException.class, () -> backupTask.check(primary))
                .getMessage()
                .contains("single-copy enter"));
        primary.with("semi_sync.master", "0");
        assertDoesNotThrow(() -> new ReplicaRebuild(store, CLOCK, SILENT).check(servers(), replica, primary, null));
    }

    @Test
    void aRebuildUnderAnActiveAgentNeedsSingleCopyModeFirst() {
        primary.with("semi_sync.master", "1", "agent", "17");
        assertTrue(rebuildRefused(null).contains("single-copy enter first, rejoin afterwards"));
        primary.with("semi_sync.master", "0");
        assertDoesNotThrow(() -> new ReplicaRebuild(store, CLOCK, SILENT).check(servers(), replica, primary, null));
    }

    @Test
    void aCopyWhosePositionIsNoListOfGtidsIsNotInstalled() {
        replica.receivedPosition = "0-1-7'; DROP DATABASE turntable; -- ";
        String refused = assertThrows(
                        HostException.class,
                        () -> new ReplicaRebuild(store, CLOCK, SILENT)
                                .run(servers(), replica, primary, null, "Zhao Min", "a test"))
                .getMessage();
        assertTrue(refused.contains("10.0.0.2:3306 reports an invalid position of the copy"), refused);
        assertEquals(List.of("receive"), replica.actions);
    }

    @Test
    void aHealthyPairMayBeRestarted() throws Exception {
        assertEquals(List.of(), obstacles());
    }

    @Test
    void everyObstacleToARestartIsReported() throws Exception {
        replica.with("slave.sql", "No", "slave.error", "a duplicate key");
        primary.with("semi_sync.clients", "0", "agent", "17");
        try (var inside = Files.list(place.resolve("backups"))) {
            inside.collect(Collectors.toList()).forEach(BackupStore::delete);
        }
        backupOf(NOW.minus(Duration.ofHours(25)));
        String all = String.join("\n", obstacles());
        assertTrue(all.contains("10.0.0.2:3306 does not replicate: a duplicate key"), all);
        assertTrue(all.contains("no replica acknowledges"), all);
        assertTrue(all.contains("a fail-over agent is active"), all);
        assertTrue(all.contains("there is no backup of the last 24 hours, the newest is of 2026-10-02T11:00:00Z"), all);
        replica.with("slave.sql", "Yes", "gtid.slave", "0-1-100");
        primary.with("gtid.binlog", "0-1-5000");
        assertTrue(String.join("\n", obstacles()).contains("4900 transactions behind"));
        replica.with("running", "no");
        assertTrue(String.join("\n", obstacles()).contains("no replica runs"));
        replica.with("running", "yes", "read_only", "0");
        assertEquals(List.of("there is not exactly one server that takes writes"), obstacles());
    }

    @Test
    void aRefusedRestartChangesNothing() {
        primary.with("semi_sync.clients", "0");
        assertThrows(
                HostException.class,
                () -> new RollingRestart(store, Duration.ofHours(24), CLOCK, SILENT)
                        .restartAll(servers(), "Zhao Min", "a test"));
        assertThrows(
                HostException.class,
                () -> new RollingRestart(store, Duration.ofHours(24), CLOCK, SILENT)
                        .restartReplica(servers(), primary, "Zhao Min", "a test"));
        assertEquals(List.of(), primary.actions);
        assertEquals(List.of(), replica.actions);
    }

    @Test
    void theReplicaIsRestartedFirstAndThePrimaryIsClosedBeforeItStops() throws Exception {
        new RollingRestart(store, Duration.ofHours(24), CLOCK, SILENT).restartAll(servers(), "Zhao Min", "a test");
        assertEquals(List.of("stop", "start"), replica.actions);
        assertEquals(List.of("close", "stop", "start", "open"), primary.actions);
        assertTrue(
                Files.readString(place.resolve("backups/journal")).contains("restart all, by Zhao Min: a test: begun"));
    }

    @Test
    void onlyTheNewestBackupsAreKept() throws Exception {
        backupOf(NOW.minus(Duration.ofDays(2)));
        backupOf(NOW.minus(Duration.ofDays(3)));
        assertEquals(List.of("20260930T120000Z"), store.deleteOldest(2));
        assertEquals(
                List.of("20261001T120000Z", "20261003T100000Z"),
                store.all().stream().map(Backup::name).toList());
        assertEquals(List.of(), store.deleteOldest(2));
    }
}
