package org.turntable.backup;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.LinkedHashMap;
import java.util.concurrent.TimeUnit;

/** A restore, timed: the only proof that a backup is one. It starts a server of its own on the copy, looks at every table, and leaves nothing behind. */
public final class Trial {
    private static final Duration START = Duration.ofMinutes(10);
    private static final Duration STOP = Duration.ofSeconds(30);
    private static final String USER = "turntable_restore_check";

    /** Looks at the restored database. */
    public interface Examiner {
        /** Whether the server answers by now. */
        boolean answers(int port, String user, String password);

        /** Everything that was looked at. */
        List<Finding> examine(int port, String user, String password) throws HostFailure;
    }

    /**
     * Something that was looked at.
     *
     * @param well whether it is as it should be
     * @param what for persons, with the figures
     */
    public record Finding(boolean well, String what) {
    }

    /**
     * What came of it.
     *
     * @param findings everything that was looked at
     * @param took     each step with its time, in order
     */
    public record Outcome(List<Finding> findings, Map<String, Duration> took) {
        /** Whether all is as it should be. */
        public boolean isWell() {
            return findings.stream().allMatch(Finding::well);
        }
    }

    private final BackupFolder folder;
    private final Programs programs;
    private final Examiner examiner;
    private final String password;
    private final Steps steps;
    private final Map<String, Duration> took = new LinkedHashMap<>();

    /**
     * @param folder   where copies are kept; the trial takes place beside them
     * @param programs MariaDB's own here
     * @param examiner looks at the restored database
     * @param password of the trial's only account, made for this time alone: letters and digits
     * @param steps    is told what is done
     */
    public Trial(BackupFolder folder, Programs programs, Examiner examiner, String password, Steps steps) {
        this.folder = folder;
        this.programs = programs;
        this.examiner = examiner;
        this.password = password;
        this.steps = steps;
    }

    /** Restores a backup, looks at it, and removes it again. */
    public Outcome of(Backup backup) throws HostFailure {
        programs.fit(backup.version());
        folder.room(backup.bytes() + backup.bytes() / 2, "a restore");
        Path place = null;
        try (AutoCloseable lock = folder.lock()) {
            place = Files.createTempDirectory(folder.path(), "trial-", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Path part = Files.move(place, place.resolveSibling(place.getFileName() + BackupFolder.UNFINISHED));
            place = part;
            String[] position = new String[1];
            timed("unpack and prepare", () -> position[0] = programs.restore(backup.stream(), backup.sha256(), part.resolve("data"), steps));
            List<Finding> findings = new ArrayList<>();
            findings.add(new Finding(position[0].equals(backup.position()), "it ends at GTID " + position[0]
                    + (position[0].equals(backup.position()) ? ", as its manifest says" : ", its manifest says " + backup.position())));
            findings.addAll(onServer(part));
            return new Outcome(findings, took);
        } catch (HostFailure failed) {
            throw failed;
        } catch (Exception failed) {
            throw new HostFailure("the trial could not be made: " + failed.getMessage(), failed);
        } finally {
            if (place != null && Files.exists(place)) {
                BackupFolder.delete(place);
            }
        }
    }

    private List<Finding> onServer(Path part) throws HostFailure, IOException {
        int port = freePort();
        Path log = part.resolve("server.log");
        Path account = part.resolve("account.sql");
        Files.writeString(account, "SET sql_log_bin = 0;\nCREATE OR REPLACE USER '" + USER + "'@'127.0.0.1' IDENTIFIED BY '" + password + "';\nGRANT ALL ON *.* TO '" + USER
                + "'@'127.0.0.1';\n");
        // A server that starts clears its folder for temporary tables, and the usual one is also that of the host's own server.
        Path temporary = Files.createDirectories(part.resolve("tmp"));
        // None of the host's own files: it must not meet, or become, a server that players use. Relative, because a socket's path has 107 characters at most.
        List<String> command = List.of(programs.server(), "--no-defaults", "--datadir=" + part.resolve("data"), "--port=" + port, "--bind-address=127.0.0.1",
                "--socket=trial.sock", "--pid-file=" + part.resolve("server.pid"), "--tmpdir=" + temporary, "--skip-log-bin", "--skip-slave-start", "--skip-name-resolve", "--skip-ssl",
                "--innodb-buffer-pool-size=256M", "--user=" + System.getProperty("user.name"), "--init-file=" + account);
        Process[] server = new Process[1];
        try {
            timed("start", () -> Steps.step(steps, "starting a server of its own on it", () -> {
                server[0] = start(command, log);
                await(server[0], log, port);
                return "port " + port;
            }));
            List<Finding> findings = new ArrayList<>();
            timed("check", () -> Steps.step(steps, "looking at every table", () -> {
                findings.addAll(examiner.examine(port, USER, password));
                return null;
            }));
            return findings;
        } finally {
            if (server[0] != null) {
                stop(server[0]);
            }
        }
    }

    private static Process start(List<String> command, Path log) throws HostFailure {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
            process.getOutputStream().close();
            return process;
        } catch (IOException none) {
            throw new HostFailure("backup.server=" + command.get(0) + " cannot be run: " + none.getMessage(), none);
        }
    }

    private void await(Process server, Path log, int port) throws HostFailure {
        long end = System.nanoTime() + START.toNanos();
        while (!examiner.answers(port, USER, password)) {
            if (!server.isAlive() || System.nanoTime() > end) {
                throw new HostFailure("the server does not come up on the restored copy: " + tail(log));
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
            return "it said nothing";
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private interface Work {
        void run() throws HostFailure;
    }

    private void timed(String what, Work work) throws HostFailure {
        long begun = System.nanoTime();
        work.run();
        took.put(what, Duration.ofNanos(System.nanoTime() - begun));
    }

    static void pause() throws HostFailure {
        try {
            TimeUnit.MILLISECONDS.sleep(100);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new HostFailure("interrupted", stopped);
        }
    }
}
