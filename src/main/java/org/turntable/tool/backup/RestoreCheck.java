package org.turntable.tool.backup;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Restores a backup and measures each step: only a restore proves that a backup can be used. It starts a separate
 * server on the restored copy, checks every table, and deletes everything afterwards.
 */
public final class RestoreCheck {
    private static final Duration START = Duration.ofMinutes(10);
    private static final Duration STOP = Duration.ofSeconds(30);
    private static final String USER = "turntable_restore_check";

    /** Checks the restored database. */
    public interface Inspector {
        /** Whether the server answers now. */
        boolean answers(int port, String user, String password);

        /** Executes all checks. */
        List<Finding> inspect(int port, String user, String password) throws HostException;
    }

    /**
     * The result of one check.
     *
     * @param passed whether the check passed
     * @param what the result in words, with its figures
     */
    public record Finding(boolean passed, String what) {}

    /**
     * The result of a restore check.
     *
     * @param findings the result of each check
     * @param took the duration of each step, in order
     */
    public record Outcome(List<Finding> findings, Map<String, Duration> took) {
        /** Whether every check passed. */
        public boolean passed() {
            return findings.stream().allMatch(Finding::passed);
        }
    }

    private final BackupStore store;
    private final MariaDbPrograms programs;
    private final Inspector inspector;
    private final String password;
    private final StepListener steps;
    private final Map<String, Duration> took = new LinkedHashMap<>();

    /**
     * @param store the backups; the copy is restored in the same folder
     * @param programs MariaDB's programs on this host
     * @param inspector checks the restored database
     * @param password a random password for the server's only account: letters and digits
     * @param steps receives the progress
     */
    public RestoreCheck(
            BackupStore store, MariaDbPrograms programs, Inspector inspector, String password, StepListener steps) {
        this.store = store;
        this.programs = programs;
        this.inspector = inspector;
        this.password = password;
        this.steps = steps;
    }

    /** Restores a backup, checks it, and deletes the restored copy. */
    public Outcome of(Backup backup) throws HostException {
        programs.requireSameSeries(backup.version());
        store.requireSpace(backup.bytes() + backup.bytes() / 2, "a restore");
        Path place = null;
        try (AutoCloseable lock = store.lock()) {
            place = Files.createTempDirectory(
                    store.path(),
                    "trial-",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Path part = Files.move(place, place.resolveSibling(place.getFileName() + BackupStore.UNFINISHED));
            place = part;
            String[] position = new String[1];
            timed(
                    "unpack and prepare",
                    () -> position[0] =
                            programs.restore(backup.stream(), backup.sha256(), part.resolve("data"), steps));
            List<Finding> findings = new ArrayList<>();
            findings.add(new Finding(
                    position[0].equals(backup.position()),
                    "it ends at GTID " + position[0]
                            + (position[0].equals(backup.position())
                                    ? ", as its manifest says"
                                    : ", its manifest says " + backup.position())));
            findings.addAll(onServer(part));
            return new Outcome(findings, took);
        } catch (HostException failed) {
            throw failed;
        } catch (Exception failed) {
            throw new HostException("the restore check failed: " + failed.getMessage(), failed);
        } finally {
            if (place != null && Files.exists(place)) {
                BackupStore.delete(place);
            }
        }
    }

    private List<Finding> onServer(Path part) throws HostException, IOException {
        int port = freePort();
        Path log = part.resolve("server.log");
        Path account = part.resolve("account.sql");
        Files.writeString(
                account,
                "SET sql_log_bin = 0;\nCREATE OR REPLACE USER '" + USER + "'@'127.0.0.1' IDENTIFIED BY '" + password
                        + "';\nGRANT ALL ON *.* TO '" + USER + "'@'127.0.0.1';\n");
        // A server deletes the temporary tables in its tmpdir at start, and the default tmpdir is also that of the
        // host's own server.
        Path temporary = Files.createDirectories(part.resolve("tmp"));
        // It must not use any file of the host's own server. The path of the socket is relative, because it may have at
        // most 107 characters.
        List<String> command = List.of(
                programs.server(),
                "--no-defaults",
                "--datadir=" + part.resolve("data"),
                "--port=" + port,
                "--bind-address=127.0.0.1",
                "--socket=trial.sock",
                "--pid-file=" + part.resolve("server.pid"),
                "--tmpdir=" + temporary,
                "--skip-log-bin",
                "--skip-slave-start",
                "--skip-name-resolve",
                "--skip-ssl",
                "--innodb-buffer-pool-size=256M",
                "--user=" + System.getProperty("user.name"),
                "--init-file=" + account);
        Process[] server = new Process[1];
        try {
            timed(
                    "start",
                    () -> StepListener.step(steps, "starting a separate server on it", () -> {
                        server[0] = start(command, log);
                        await(server[0], log, port);
                        return "port " + port;
                    }));
            List<Finding> findings = new ArrayList<>();
            timed(
                    "check",
                    () -> StepListener.step(steps, "checking every table", () -> {
                        findings.addAll(inspector.inspect(port, USER, password));
                        return null;
                    }));
            return findings;
        } finally {
            if (server[0] != null) {
                stop(server[0]);
            }
        }
    }

    private static Process start(List<String> command, Path log) throws HostException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            process.getOutputStream().close();
            return process;
        } catch (IOException none) {
            throw new HostException("backup.server=" + command.get(0) + " cannot be run: " + none.getMessage(), none);
        }
    }

    private void await(Process server, Path log, int port) throws HostException {
        long end = System.nanoTime() + START.toNanos();
        while (!inspector.answers(port, USER, password)) {
            if (!server.isAlive() || System.nanoTime() > end) {
                throw new HostException("the server does not start on the restored copy: " + tail(log));
            }
            pause();
        }
    }

    private static void stop(Process server) {
        server.destroy();
        try {
            if (!server.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
                server.destroyForcibly().waitFor();
            }
        } catch (InterruptedException stopped) {
            server.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static String tail(Path log) {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join(" | ", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
        } catch (IOException none) {
            return "without a message";
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private interface Work {
        void run() throws HostException;
    }

    private void timed(String what, Work work) throws HostException {
        long startedAt = System.nanoTime();
        work.run();
        took.put(what, Duration.ofNanos(System.nanoTime() - startedAt));
    }

    static void pause() throws HostException {
        try {
            TimeUnit.MILLISECONDS.sleep(100);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new HostException("interrupted", stopped);
        }
    }
}
