package org.turntable.backup;

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

/** Where copies are kept, one folder each. What is half made bears another name, and is never taken for a copy. */
public final class BackupFolder {
    static final String UNFINISHED = ".part";
    private static final String SHAPE = "\\d{8}T\\d{6}Z";
    /** Of the disk, what is left alone whatever happens. */
    private static final double LEAVE = 0.03;

    private final Path folder;

    /** @throws HostFailure when it cannot be made or written */
    public BackupFolder(Path folder) throws HostFailure {
        this.folder = folder;
        try {
            Files.createDirectories(folder);
            // Whoever reads a copy reads every player's row.
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        } catch (IOException unwritable) {
            throw new HostFailure("backup.folder=" + folder + " cannot be made (" + unwritable.getMessage() + "); name another or make it yours", unwritable);
        }
    }

    Path path() {
        return folder;
    }

    /** Whole copies, the oldest first; one whose manifest cannot be read is none. */
    public List<Backup> all() throws HostFailure {
        try (Stream<Path> inside = Files.list(folder)) {
            List<Backup> backups = new ArrayList<>();
            for (Path one : inside.filter(path -> path.getFileName().toString().matches(SHAPE)).sorted().toList()) {
                backups.add(Backup.read(one));
            }
            return backups;
        } catch (IOException unreadable) {
            throw new HostFailure("backup.folder cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    /** The newest one. */
    public Optional<Backup> newest() throws HostFailure {
        return all().stream().max(Comparator.comparing(Backup::takenAt));
    }

    /** The named one, or the newest. */
    public Backup named(String name) throws HostFailure {
        if (name == null) {
            return newest().orElseThrow(() -> new HostFailure("there is no backup in " + folder + " yet: turntable-ops backup"));
        }
        return all().stream().filter(backup -> backup.name().equals(name)).findFirst()
                .orElseThrow(() -> new HostFailure("there is no backup " + name + " in " + folder + "; turntable-ops backup --list shows all"));
    }

    /** Refuses what would fill the disk. */
    void room(long bytes, String what) throws HostFailure {
        try {
            long usable = Files.getFileStore(folder).getUsableSpace();
            long leave = (long) (Files.getFileStore(folder).getTotalSpace() * LEAVE);
            if (usable - bytes < leave) {
                throw new HostFailure(String.format("%s would fill the disk of %s: it needs %,d MB, %,d MB are free and %,d MB are left alone; make room, lower backup.keep, "
                        + "or name a larger disk in backup.folder", what, folder, bytes >> 20, usable >> 20, leave >> 20));
            }
        } catch (IOException unreadable) {
            throw new HostFailure("the disk of " + folder + " cannot be looked at: " + unreadable.getMessage(), unreadable);
        }
    }

    /** Removes all but the newest ones; answers which. */
    List<String> keep(int most) throws HostFailure {
        List<Backup> all = all();
        List<Backup> old = all.subList(0, Math.max(0, all.size() - most));
        old.forEach(backup -> delete(backup.folder()));
        return old.stream().map(Backup::name).toList();
    }

    /** What earlier work left half done, once nobody is at work. */
    void sweep() throws HostFailure {
        try (Stream<Path> inside = Files.list(folder)) {
            inside.filter(path -> path.getFileName().toString().endsWith(UNFINISHED)).toList().forEach(BackupFolder::delete);
        } catch (IOException unreadable) {
            throw new HostFailure("backup.folder cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    /** Keeps a second one from working here at the same time. */
    AutoCloseable lock() throws HostFailure {
        try {
            FileChannel channel = FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = null;
            try {
                lock = channel.tryLock();
            } catch (OverlappingFileLockException here) {
                // Somebody else in this very process.
            }
            if (lock == null) {
                channel.close();
                throw new HostFailure("somebody else is at work in " + folder + "; wait for its end");
            }
            return channel;
        } catch (IOException failed) {
            throw new HostFailure("the lock in " + folder + " cannot be taken: " + failed.getMessage(), failed);
        }
    }

    /** Writes down what somebody did to the servers. */
    public void journal(Instant at, String what) throws HostFailure {
        try {
            Files.writeString(folder.resolve("journal"), at + " " + what.replaceAll("\\R", " ") + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND,
                    StandardOpenOption.SYNC);
        } catch (IOException failed) {
            throw new HostFailure("the journal in " + folder + " cannot be written: " + failed.getMessage(), failed);
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
