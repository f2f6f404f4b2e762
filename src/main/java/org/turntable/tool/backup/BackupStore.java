package org.turntable.tool.backup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The folder of the backups, with one folder for each. An unfinished backup has another name and is never listed. */
public final class BackupStore {
    static final String UNFINISHED = ".part";
    private static final String NAME_PATTERN = "\\d{8}T\\d{6}Z";
    /** The share of the disk that must stay free. */
    private static final double RESERVE = 0.03;

    private final Path folder;

    /** @throws HostException when it cannot be created */
    public BackupStore(Path folder) throws HostException {
        this.folder = folder;
        try {
            Files.createDirectories(folder);
            // A backup contains the data of all players.
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        } catch (IOException unwritable) {
            throw new HostException(
                    "backup.folder=" + folder + " cannot be created (" + unwritable.getMessage()
                            + "); name another folder or change its owner",
                    unwritable);
        }
    }

    Path path() {
        return folder;
    }

    /** All backups, the oldest first. @throws HostException when a manifest cannot be read */
    public List<Backup> all() throws HostException {
        try (Stream<Path> inside = Files.list(folder)) {
            List<Backup> backups = new ArrayList<>();
            for (Path one : inside.filter(path -> path.getFileName().toString().matches(NAME_PATTERN))
                    .sorted()
                    .toList()) {
                backups.add(Backup.read(one));
            }
            return backups;
        } catch (IOException unreadable) {
            throw new HostException("backup.folder cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    /** The newest backup; empty without any. */
    public Optional<Backup> newest() throws HostException {
        return all().stream().max(Comparator.comparing(Backup::takenAt));
    }

    /** The named backup; the newest for null. */
    public Backup find(String name) throws HostException {
        if (name == null) {
            return newest().orElseThrow(
                            () -> new HostException("there is no backup in " + folder + " yet: turntable-ops backup"));
        }
        return all().stream()
                .filter(backup -> backup.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new HostException(
                        "there is no backup " + name + " in " + folder + "; turntable-ops backup --list shows all"));
    }

    /** Throws when so many bytes more would fill the disk. */
    void requireSpace(long bytes, String what) throws HostException {
        try {
            long usable = Files.getFileStore(folder).getUsableSpace();
            long reserve = (long) (Files.getFileStore(folder).getTotalSpace() * RESERVE);
            if (usable - bytes < reserve) {
                throw new HostException(String.format(
                        "%s would fill the disk of %s: it needs %,d MB, %,d MB are free and %,d MB must stay free; "
                                + "free some space, lower backup.keep, " + "or name a larger disk in backup.folder",
                        what, folder, bytes >> 20, usable >> 20, reserve >> 20));
            }
        } catch (IOException unreadable) {
            throw new HostException(
                    "the disk of " + folder + " cannot be examined: " + unreadable.getMessage(), unreadable);
        }
    }

    /** Deletes all but the newest backups; returns the names of those deleted. */
    List<String> deleteOldest(int most) throws HostException {
        List<Backup> all = all();
        List<Backup> old = all.subList(0, Math.max(0, all.size() - most));
        old.forEach(backup -> delete(backup.folder()));
        return old.stream().map(Backup::name).toList();
    }

    /** Deletes what an interrupted command left unfinished; the lock must be held. */
    void deleteUnfinished() throws HostException {
        try (Stream<Path> inside = Files.list(folder)) {
            inside.filter(path -> path.getFileName().toString().endsWith(UNFINISHED))
                    .toList()
                    .forEach(BackupStore::delete);
        } catch (IOException unreadable) {
            throw new HostException("backup.folder cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    /** Takes the lock of this folder, which admits one command at a time. */
    AutoCloseable lock() throws HostException {
        try {
            FileChannel channel =
                    FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = null;
            try {
                lock = channel.tryLock();
            } catch (OverlappingFileLockException here) {
                // This process holds it already.
            }
            if (lock == null) {
                channel.close();
                throw new HostException("another command is running in " + folder + "; wait until it has ended");
            }
            return channel;
        } catch (IOException failed) {
            throw new HostException("the lock in " + folder + " cannot be taken: " + failed.getMessage(), failed);
        }
    }

    /** Appends what was done to a server to the journal. */
    public void appendJournal(Instant at, String what) throws HostException {
        try {
            Files.writeString(
                    folder.resolve("journal"),
                    at + " " + what.replaceAll("\\R", " ") + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND,
                    StandardOpenOption.SYNC);
        } catch (IOException failed) {
            throw new HostException("the journal in " + folder + " cannot be written: " + failed.getMessage(), failed);
        }
    }

    static void delete(Path tree) {
        try (Stream<Path> inside = Files.walk(tree)) {
            inside.sorted(Comparator.reverseOrder()).forEach(path -> {
                try {
                    Files.delete(path);
                } catch (IOException failed) {
                    throw new UncheckedIOException(failed);
                }
            });
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
