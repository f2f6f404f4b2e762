package org.turntable.testing.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A temporary folder for one run of servers. It is removed when it is closed, at the latest when the JVM ends; what a
 * killed JVM left behind is removed by the next run, its servers ended first.
 */
public final class Workspace implements AutoCloseable {
    private static final String OWNER = "owner.pid";
    private static boolean swept;
    private final Path path;

    private Workspace(Path path) {
        this.path = path;
    }

    /** A new empty folder whose name begins with the given word; only this user can read it. */
    public static Workspace temporary(String name) {
        try {
            Path runs = Files.createDirectories(home().resolve("runs"));
            sweepOnce(runs);
            Path path = Files.createTempDirectory(runs, name + "-");
            Files.writeString(path.resolve(OWNER), ownIdentity());
            Workspace workspace = new Workspace(path);
            Cleanup.register(workspace);
            LoggedSecrets.watch(path);
            return workspace;
        } catch (IOException broken) {
            throw new UncheckedIOException(
                    "No work folder could be made under " + System.getProperty("java.io.tmpdir") + " ("
                            + broken.getMessage() + "): correct that, or set -Djava.io.tmpdir to another folder",
                    broken);
        }
    }

    /**
     * The folder of this user under java.io.tmpdir for unpacked servers and runs; refuses one that belongs to another
     * user.
     */
    static Path home() throws IOException {
        Path home = Path.of(System.getProperty("java.io.tmpdir"), "turntable-" + System.getProperty("user.name"));
        if (!Files.exists(home, LinkOption.NOFOLLOW_LINKS)) {
            try {
                Files.createDirectory(
                        home, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            } catch (FileAlreadyExistsException raced) {
                // Another JVM of this user made it in the same moment; the check below decides.
            }
        }
        // The name can be guessed and the files are executed: on a shared machine another user could have created it.
        boolean ours = Files.isDirectory(home, LinkOption.NOFOLLOW_LINKS)
                && Files.getOwner(home, LinkOption.NOFOLLOW_LINKS).getName().equals(System.getProperty("user.name"));
        if (!ours) {
            throw new IOException(home + " belongs to another user");
        }
        return home;
    }

    /** The folder itself. */
    public Path path() {
        return path;
    }

    /** A subfolder, made when it is not there. */
    public Path folder(String name) {
        try {
            return Files.createDirectories(path.resolve(name));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /**
     * Ends nothing, removes everything below the folder and the folder.
     *
     * @throws AssertionError when a log in it has a secret that a test has used
     */
    @Override
    public void close() {
        Cleanup.unregister(this);
        try {
            LoggedSecrets.checkAtLast(path);
        } finally {
            deleteTree(path);
        }
    }

    /** Removes a folder with all its content; what disappears meanwhile is no error. */
    static void deleteTree(Path root) {
        if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException gone) {
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path folder, IOException failure) throws IOException {
                    Files.deleteIfExists(folder);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException busy) {
            throw new UncheckedIOException(busy);
        }
    }

    /**
     * The files below a folder that others write to or remove at the same time: what disappears meanwhile is left out.
     * Files.walk instead fails for a folder that another process removes.
     */
    public static List<Path> filesBelow(Path root) throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                files.add(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException gone) {
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, IOException gone) {
                return FileVisitResult.CONTINUE;
            }
        });
        return files;
    }

    /** Copies a folder with all its content to a place that does not exist yet. */
    public static void copyTree(Path from, Path to) {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        } catch (IOException broken) {
            throw new UncheckedIOException("Could not copy " + from + " to " + to, broken);
        }
    }

    private static synchronized void sweepOnce(Path runs) throws IOException {
        if (swept) {
            return;
        }
        swept = true;
        List<Path> folders;
        try (Stream<Path> all = Files.list(runs)) {
            folders = all.toList();
        }
        for (Path folder : folders) {
            if (!ownerLives(folder)) {
                Cleanup.endServersOf(folder);
                unmountIn(folder);
                deleteTree(folder);
            }
        }
    }

    /** A file system that a killed JVM had mounted for a test: it would block every later run. */
    private static void unmountIn(Path folder) throws IOException {
        Path mounts = Path.of("/proc/self/mounts");
        if (!Files.isReadable(mounts)) {
            return;
        }
        for (String line : Files.readAllLines(mounts)) {
            String place = line.split(" ")[1];
            if (place.startsWith(folder + "/")) {
                Processes.run(Duration.ofSeconds(5), "umount", "-l", place);
            }
        }
    }

    private static boolean ownerLives(Path folder) {
        try {
            String identity = Files.readString(folder.resolve(OWNER));
            long pid = Long.parseLong(identity.substring(0, identity.indexOf(' ')));
            return ProcessHandle.of(pid)
                    .map(Workspace::identityOf)
                    .filter(identity::equals)
                    .isPresent();
        } catch (IOException | RuntimeException unreadable) {
            // A folder that was created just now has no owner file yet; a later run removes it.
            try {
                return System.currentTimeMillis()
                                - Files.getLastModifiedTime(folder).toMillis()
                        < 60_000;
            } catch (IOException gone) {
                return true;
            }
        }
    }

    private static String ownIdentity() {
        return identityOf(ProcessHandle.current());
    }

    // With the start time, because process ids are reused.
    private static String identityOf(ProcessHandle process) {
        return process.pid() + " "
                + process.info().startInstant().map(Object::toString).orElse("");
    }
}
