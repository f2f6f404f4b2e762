package org.turntable.tool.backup;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;

/** Takes a backup of a server and verifies it: it is kept only if it can be unpacked and prepared. */
public final class BackupTask {
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final long SPACE_CHECK_BYTES = 64L << 20;

    private final BackupStore store;
    private final MariaDbPrograms programs;
    private final Clock clock;
    private final StepListener steps;

    /**
     * @param store keeps the backups
     * @param programs MariaDB's programs on this host
     * @param clock gives the backups their names
     * @param steps receives the progress
     */
    public BackupTask(BackupStore store, MariaDbPrograms programs, Clock clock, StepListener steps) {
        this.store = store;
        this.programs = programs;
        this.clock = clock;
        this.steps = steps;
    }

    /**
     * Checks the preconditions of a backup.
     *
     * @return the disk space that it needs, in bytes
     */
    public long check(DatabaseHost host) throws HostException {
        HostState state = host.state();
        if (!state.running()) {
            throw new HostException(host.address()
                    + (state.unresponsive() ? " does not answer, although its process runs" : " does not run")
                    + ": a backup is taken of a running server");
        }
        ServerStates.refuseBlockedCommits(host, state);
        if (!state.version().equals(state.backupVersion())) {
            throw new HostException(host.address() + " is of version " + state.version() + " and its mariadb-backup of "
                    + state.backupVersion() + ": install the same there (apt-get install mariadb-backup)");
        }
        programs.requireSameSeries(state.version());
        // The stream, the unpacked copy of the check, and a tenth for what is written meanwhile.
        long needed = state.dataBytes() * 2 + state.dataBytes() / 10;
        store.requireSpace(needed, "a backup of " + host.address());
        return needed;
    }

    /**
     * Takes a backup, then deletes all but the newest {@code keep}; nothing is deleted before the new one is complete.
     */
    public Backup take(DatabaseHost host, int keep) throws HostException {
        try (AutoCloseable lock = store.lock()) {
            store.deleteUnfinished();
            check(host);
            Instant takenAt = clock.instant();
            String name = NAME.format(takenAt);
            Path part = store.path().resolve(name + BackupStore.UNFINISHED);
            try {
                Files.createDirectories(part);
                Backup backup = take(host, part, takenAt, store.path().resolve(name));
                backup.write(part);
                Files.move(part, backup.folder(), StandardCopyOption.ATOMIC_MOVE);
                List<String> old = store.deleteOldest(keep);
                if (!old.isEmpty()) {
                    steps.begin("removing " + String.join(", ", old) + ", more than backup.keep");
                    steps.done("");
                }
                return backup;
            } finally {
                if (Files.exists(part)) {
                    BackupStore.delete(part);
                }
            }
        } catch (HostException failed) {
            throw failed;
        } catch (Exception failed) {
            throw new HostException("the backup could not be written: " + failed.getMessage(), failed);
        }
    }

    private Backup take(DatabaseHost host, Path part, Instant takenAt, Path place) throws HostException {
        HostState state = host.state();
        MessageDigest digest = MariaDbPrograms.digest();
        Path stream = part.resolve(Backup.STREAM);
        long startedAt = System.nanoTime();
        StepListener.step(steps, "copying " + host.address(), () -> {
            try (FileOutputStream file = new FileOutputStream(stream.toFile());
                    ChecksumOutputStream out = new ChecksumOutputStream(
                            new BufferedOutputStream(file, 1 << 20), digest, state.dataBytes())) {
                host.backup(out);
                out.flush();
                file.getFD().sync();
                return String.format("%,d MB", out.done >> 20);
            } catch (IOException failed) {
                throw new HostException(
                        "the copy could not be written to " + stream + ": " + failed.getMessage(), failed);
            }
        });
        Duration took = Duration.ofNanos(System.nanoTime() - startedAt);
        String sha256 = HexFormat.of().formatHex(digest.digest());
        startedAt = System.nanoTime();
        String position = programs.restore(stream, sha256, part.resolve("trial"), steps);
        Duration prepared = Duration.ofNanos(System.nanoTime() - startedAt);
        if (position.isEmpty()) {
            throw new HostException("the copy of " + host.address()
                    + " has no GTID position: the binlog is off, and no replica can be built from it");
        }
        for (String left : List.of("trial", "unpack.log", "prepare.log")) {
            BackupStore.delete(part.resolve(left));
        }
        try {
            return new Backup(
                    place,
                    host.address(),
                    takenAt,
                    Files.size(stream),
                    sha256,
                    state.version(),
                    position,
                    took,
                    prepared);
        } catch (IOException failed) {
            throw new HostException("the copy cannot be read: " + failed.getMessage(), failed);
        }
    }

    /** Counts the bytes, computes the checksum, and fails before the disk is full. */
    private final class ChecksumOutputStream extends OutputStream {
        private final OutputStream out;
        private final MessageDigest digest;
        private final long expected;
        private long done;
        private long checkedAt;

        ChecksumOutputStream(OutputStream out, MessageDigest digest, long expected) {
            this.out = out;
            this.digest = digest;
            this.expected = expected;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            out.write(bytes, from, length);
            digest.update(bytes, from, length);
            done += length;
            steps.progress(done, expected, "bytes");
            if (done - checkedAt > SPACE_CHECK_BYTES) {
                checkedAt = done;
                try {
                    store.requireSpace(expected, "the rest of the backup");
                } catch (HostException full) {
                    throw new IOException(full.getMessage(), full);
                }
            }
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }
}
