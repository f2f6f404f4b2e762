package org.turntable.backup;

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

/** What must not be done, and the sentence that says why. */
class RefusalsTest {
    private static final Instant NOW = Instant.parse("2026-10-03T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final Steps SILENT = new Steps() {
        @Override
        public void begin(String what) {
        }

        @Override
        public void progress(long done, long total, String unit) {
        }

        @Override
        public void done(String how) {
        }
    };

    @TempDir
    Path place;
    private BackupFolder folder;
    private FakeHost primary;
    private FakeHost replica;

    @BeforeEach
    void aPairThatIsWell() throws Exception {
        folder = new BackupFolder(place.resolve("backups"));
        primary = new FakeHost("10.0.0.1:3306", "read_only", "0", "gtid.binlog", "0-1-100", "gtid.state", "0-1-100", "semi_sync.clients", "1");
        replica = new FakeHost("10.0.0.2:3306", "gtid.binlog", "0-1-100", "gtid.state", "0-1-100", "gtid.slave", "0-1-100", "slave.io", "Yes", "slave.sql", "Yes",
                "slave.host", "10.0.0.1", "slave.port", "3306");
        backupOf(NOW.minus(Duration.ofHours(2)));
    }

    private void backupOf(Instant takenAt) throws Exception {
        Path one = place.resolve("backups").resolve(takenAt.toString().replaceAll("[-:]", ""));
        Files.createDirectories(one);
        new Backup(one, "10.0.0.2:3306", takenAt, 3, "00", "10.11.19", "0-1-90", Duration.ofSeconds(1), Duration.ofSeconds(1)).write(one);
    }

    private Servers servers() throws HostFailure {
        return Servers.look(List.of(primary, replica));
    }

    private String rebuildRefused(String lose) {
        return assertThrows(HostFailure.class, () -> new Rebuild(folder, CLOCK, SILENT).check(servers(), replica, primary, lose)).getMessage();
    }

    private List<String> obstacles() throws HostFailure {
        return new Restart(folder, Duration.ofHours(24), CLOCK, SILENT).obstacles(servers());
    }

    @Test
    void aReplicaThatIsMerelyBehindMayBeRebuilt() {
        replica.with("gtid.binlog", "0-1-40", "gtid.state", "0-1-40", "gtid.slave", "0-1-40", "slave.sql", "No");
        assertDoesNotThrow(() -> new Rebuild(folder, CLOCK, SILENT).check(servers(), replica, primary, null));
    }

    @Test
    void theWriterIsNeverRebuilt() {
        assertTrue(assertThrows(HostFailure.class, () -> new Rebuild(folder, CLOCK, SILENT).check(servers(), primary, replica, "10.0.0.1:3306")).getMessage()
                .contains("is the writer"));
    }

    @Test
    void aServerThatDoesNotSayWhetherItTakesWritesIsNotTouched() {
        replica.with("read_only", "ON");
        assertThrows(IllegalArgumentException.class, this::servers);
    }

    @Test
    void rowsThatTheOtherHasNotAreNotLostUnlessTheServerIsNamed() {
        replica.with("gtid.state", "0-1-90,0-2-95", "gtid.binlog", "0-2-95");
        assertTrue(rebuildRefused(null).contains("they would be lost"));
        assertTrue(rebuildRefused("10.0.0.1:3306").contains("--lose names 10.0.0.1:3306"));
        assertDoesNotThrow(() -> new Rebuild(folder, CLOCK, SILENT).check(servers(), replica, primary, "10.0.0.2:3306"));
    }

    @Test
    void ofAServerThatDoesNotRunNobodyKnowsWhatItHas() {
        replica.with("running", "no");
        assertTrue(rebuildRefused(null).contains("cannot be known"));
        assertDoesNotThrow(() -> new Rebuild(folder, CLOCK, SILENT).check(servers(), replica, primary, "10.0.0.2:3306"));
    }

    @Test
    void aDiskThatWouldFillAndAnotherVersionAreRefused() {
        replica.with("free.bytes", "1100");
        assertTrue(rebuildRefused(null).contains("the disk of 10.0.0.2:3306 would fill"));
        replica.with("free.bytes", "1000000", "backup", "10.11.6");
        assertTrue(rebuildRefused(null).contains("10.0.0.2:3306 has 10.11.6"));
        assertTrue(assertThrows(HostFailure.class, () -> folder.room(Long.MAX_VALUE / 4, "a backup")).getMessage().contains("a backup would fill the disk"));
        Copying copying = new Copying(folder, new Programs("mariadb-backup", "mbstream", "mariadbd"), CLOCK, SILENT);
        assertTrue(assertThrows(HostFailure.class, () -> copying.check(replica)).getMessage().contains("install the same there"));
        replica.with("running", "silent");
        assertTrue(assertThrows(HostFailure.class, () -> copying.check(replica)).getMessage().contains("does not answer, though its process is there"));
    }

    @Test
    void aServerWhoseCommitsHangIsNotCopied() {
        primary.with("semi_sync.master", "1", "semi_sync.clients", "0");
        assertTrue(rebuildRefused(null).contains("its commits hang, and a copy would wait for them"));
        Copying copying = new Copying(folder, new Programs("mariadb-backup", "mbstream", "mariadbd"), CLOCK, SILENT);
        assertTrue(assertThrows(HostFailure.class, () -> copying.check(primary)).getMessage().contains("single-copy enter"));
        primary.with("semi_sync.master", "0");
        assertDoesNotThrow(() -> new Rebuild(folder, CLOCK, SILENT).check(servers(), replica, primary, null));
    }

    @Test
    void whileAnAgentWatchesItIsToldFirst() {
        primary.with("semi_sync.master", "1", "agent", "17");
        assertTrue(rebuildRefused(null).contains("single-copy enter first, rejoin afterwards"));
        primary.with("semi_sync.master", "0");
        assertDoesNotThrow(() -> new Rebuild(folder, CLOCK, SILENT).check(servers(), replica, primary, null));
    }

    @Test
    void aPairThatIsWellMayBeRestarted() throws Exception {
        assertEquals(List.of(), obstacles());
    }

    @Test
    void everythingThatIsInTheWayOfARestartIsSaid() throws Exception {
        replica.with("slave.sql", "No", "slave.error", "a duplicate key");
        primary.with("semi_sync.clients", "0", "agent", "17");
        try (var inside = Files.list(place.resolve("backups"))) {
            inside.collect(Collectors.toList()).forEach(BackupFolder::delete);
        }
        backupOf(NOW.minus(Duration.ofHours(25)));
        String all = String.join("\n", obstacles());
        assertTrue(all.contains("10.0.0.2:3306 does not replicate: a duplicate key"), all);
        assertTrue(all.contains("no replica acknowledges"), all);
        assertTrue(all.contains("a fail-over agent watches"), all);
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
    void nothingIsTouchedWhenARestartIsRefused() {
        primary.with("semi_sync.clients", "0");
        assertThrows(HostFailure.class, () -> new Restart(folder, Duration.ofHours(24), CLOCK, SILENT).all(servers(), "Zhao Min", "a test"));
        assertThrows(HostFailure.class, () -> new Restart(folder, Duration.ofHours(24), CLOCK, SILENT).only(servers(), primary, "Zhao Min", "a test"));
        assertEquals(List.of(), primary.told);
        assertEquals(List.of(), replica.told);
    }

    @Test
    void theReplicaGoesFirstAndThePrimaryShedsBeforeItStops() throws Exception {
        new Restart(folder, Duration.ofHours(24), CLOCK, SILENT).all(servers(), "Zhao Min", "a test");
        assertEquals(List.of("stop", "start"), replica.told);
        assertEquals(List.of("close", "stop", "start", "open"), primary.told);
        assertTrue(Files.readString(place.resolve("backups/journal")).contains("restart all, by Zhao Min: a test: begun"));
    }

    @Test
    void onlyTheNewestCopiesAreKept() throws Exception {
        backupOf(NOW.minus(Duration.ofDays(2)));
        backupOf(NOW.minus(Duration.ofDays(3)));
        assertEquals(List.of("20260930T120000Z"), folder.keep(2));
        assertEquals(List.of("20261001T120000Z", "20261003T100000Z"), folder.all().stream().map(Backup::name).toList());
        assertEquals(List.of(), folder.keep(2));
    }
}
