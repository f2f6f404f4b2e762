package org.turntable.backup;

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

/** Makes a copy of a server, and believes in it only once it was unpacked and made consistent. */
public final class Copying {
    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final long LOOK_EVERY = 64L << 20;

    private final BackupFolder folder;
    private final Programs programs;
    private final Clock clock;
    private final Steps steps;

    /**
     * @param folder   where copies are kept
     * @param programs MariaDB's own here
     * @param clock    names them
     * @param steps    is told what is done
     */
    public Copying(BackupFolder folder, Programs programs, Clock clock, Steps steps) {
        this.folder = folder;
        this.programs = programs;
        this.clock = clock;
        this.steps = steps;
    }

    /**
     * What stands in the way of a copy, and how much it needs.
     *
     * @return bytes that the folder's disk has to have
     */
    public long check(DatabaseHost host) throws HostFailure {
        HostState state = host.state();
        if (!state.running()) {
            throw new HostFailure(host.address() + (state.silent() ? " does not answer, though its process is there" : " does not run") + ": a copy is made of a running server");
        }
        Servers.refuseHanging(host, state);
        if (!state.version().equals(state.backupVersion())) {
            throw new HostFailure(host.address() + " is of version " + state.version() + " and its mariadb-backup of " + state.backupVersion()
                    + ": install the same there (apt-get install mariadb-backup)");
        }
        programs.fit(state.version());
        // The stream, and once more for the trial; a little for what is written meanwhile.
        long needed = state.dataBytes() * 2 + state.dataBytes() / 10;
        folder.room(needed, "a backup of " + host.address());
        return needed;
    }

    /** Makes one, and removes all but the newest {@code keep}; an old one goes only when there is a new one. */
    public Backup take(DatabaseHost host, int keep) throws HostFailure {
        try (AutoCloseable lock = folder.lock()) {
            folder.sweep();
            check(host);
            Instant takenAt = clock.instant();
            String name = NAME.format(takenAt);
            Path part = folder.path().resolve(name + BackupFolder.UNFINISHED);
            try {
                Files.createDirectories(part);
                Backup backup = take(host, part, takenAt, folder.path().resolve(name));
                backup.write(part);
                Files.move(part, backup.folder(), StandardCopyOption.ATOMIC_MOVE);
                List<String> old = folder.keep(keep);
                if (!old.isEmpty()) {
                    steps.begin("removing " + String.join(", ", old) + ", beyond backup.keep");
                    steps.done("");
                }
                return backup;
            } finally {
                if (Files.exists(part)) {
                    BackupFolder.delete(part);
                }
            }
        } catch (HostFailure failed) {
            throw failed;
        } catch (Exception failed) {
            throw new HostFailure("the backup could not be written: " + failed.getMessage(), failed);
        }
    }

    private Backup take(DatabaseHost host, Path part, Instant takenAt, Path place) throws HostFailure {
        HostState state = host.state();
        MessageDigest digest = Programs.digest();
        Path stream = part.resolve(Backup.STREAM);
        long begun = System.nanoTime();
        Steps.step(steps, "copying " + host.address(), () -> {
            try (FileOutputStream file = new FileOutputStream(stream.toFile()); Counted out = new Counted(new BufferedOutputStream(file, 1 << 20), digest, state.dataBytes())) {
                host.backup(out);
                out.flush();
                file.getFD().sync();
                return String.format("%,d MB", out.done >> 20);
            } catch (IOException failed) {
                throw new HostFailure("the copy could not be written to " + stream + ": " + failed.getMessage(), failed);
            }
        });
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        String sha256 = HexFormat.of().formatHex(digest.digest());
        begun = System.nanoTime();
        String position = programs.restore(stream, sha256, part.resolve("trial"), steps);
        Duration prepared = Duration.ofNanos(System.nanoTime() - begun);
        if (position.isEmpty()) {
            throw new HostFailure("the copy of " + host.address() + " does not say where it ends: its binlog is off, and no replica can be made of it");
        }
        for (String left : List.of("trial", "unpack.log", "prepare.log")) {
            BackupFolder.delete(part.resolve(left));
        }
        try {
            return new Backup(place, host.address(), takenAt, Files.size(stream), sha256, state.version(), position, took, prepared);
        } catch (IOException failed) {
            throw new HostFailure("the copy is gone: " + failed.getMessage(), failed);
        }
    }

    /** Counts, adds up the checksum, and gives up before the disk is full. */
    private final class Counted extends OutputStream {
        private final OutputStream out;
        private final MessageDigest digest;
        private final long expected;
        private long done;
        private long looked;

        Counted(OutputStream out, MessageDigest digest, long expected) {
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
            if (done - looked > LOOK_EVERY) {
                looked = done;
                try {
                    folder.room(expected, "the rest of the backup");
                } catch (HostFailure full) {
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
