package org.turntable.tool.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * MariaDB's programs on this host, in the version of the servers.
 *
 * @param backup prepares a copy: mariadb-backup
 * @param stream unpacks a copy: mbstream
 * @param server runs on a restored copy: mariadbd
 */
public record MariaDbPrograms(String backup, String stream, String server) {
    private static final Pattern VERSION = Pattern.compile("(?:server|Ver) (\\d+\\.\\d+\\.\\d+)");
    private static final int BUFFER = 1 << 20;

    /** The version that a program prints. */
    static String version(String program) throws HostException {
        String output = run(List.of(program, "--version"), null);
        Matcher version = VERSION.matcher(output);
        if (!version.find()) {
            throw new HostException(program + " does not tell its version: " + output.strip());
        }
        return version.group(1);
    }

    /** Refuses programs of another series than the copy: a redo log is read by its own series alone. */
    void requireSameSeries(String version) throws HostException {
        for (String program : List.of(backup, server)) {
            String own = version(program);
            if (!series(own).equals(series(version))) {
                throw new HostException(program + " is of version " + own + " and the copy of " + version
                        + ": install the servers' version here, or name it in "
                        + (program.equals(backup) ? "backup.program" : "backup.server"));
            }
        }
    }

    private static String series(String version) {
        return version.replaceFirst("^(\\d+\\.\\d+).*", "$1");
    }

    /**
     * Unpacks a copy into a folder and prepares it; verifies the checksum meanwhile.
     *
     * @return the GTID position at its end; empty if the server had no binlog
     */
    String restore(Path copy, String sha256, Path into, StepListener steps) throws HostException {
        StepListener.step(steps, "unpacking", () -> {
            unpack(copy, sha256, into, steps);
            return null;
        });
        StepListener.step(steps, "making it consistent (mariadb-backup --prepare)", () -> {
            // --defaults-file keeps the option files of this host out.
            run(
                    List.of(
                            backup,
                            "--defaults-file=" + into.resolve("backup-my.cnf"),
                            "--prepare",
                            "--target-dir=" + into),
                    into.resolveSibling("prepare.log"));
            return null;
        });
        try {
            return CopyCheck.position(into);
        } catch (IOException failed) {
            throw new HostException("the copy's position cannot be read: " + failed.getMessage(), failed);
        }
    }

    private void unpack(Path copy, String sha256, Path into, StepListener steps) throws HostException {
        try {
            Files.createDirectories(into);
            long total = Files.size(copy);
            MessageDigest digest = digest();
            CopyStreamCheck names = new CopyStreamCheck();
            Process process = new ProcessBuilder(stream, "-x", "-C", into.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(into.resolveSibling("unpack.log").toFile())
                    .start();
            boolean taken = feed(copy, total, digest, names, process, steps);
            if (process.waitFor() != 0 || !taken) {
                throw new HostException(copy + " is incomplete: " + stream + " cannot unpack it: "
                        + Files.readString(into.resolveSibling("unpack.log")).strip()
                        + "; take another backup, and check that disk");
            }
            if (!HexFormat.of().formatHex(digest.digest()).equals(sha256)) {
                throw new HostException(copy
                        + " was changed after it was written: its checksum is different; take another backup, "
                        + "and check that disk");
            }
            names.requireComplete();
            CopyCheck.files(into, names.files());
            CopyCheck.options(into);
            CopyCheck.position(into);
        } catch (IOException failed) {
            throw new HostException(copy + " could not be unpacked: " + failed.getMessage(), failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new HostException("interrupted", stopped);
        }
    }

    /** False when the program ended before it had read everything. */
    private static boolean feed(
            Path copy, long total, MessageDigest digest, CopyStreamCheck names, Process process, StepListener steps)
            throws IOException, HostException {
        try (InputStream in = Files.newInputStream(copy)) {
            OutputStream out = process.getOutputStream();
            byte[] buffer = new byte[BUFFER];
            long done = 0;
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
                done += read;
                names.accept(buffer, read);
                try {
                    out.write(buffer, 0, read);
                } catch (IOException brokenPipe) {
                    return false;
                }
                steps.progress(done, total, "bytes");
            }
            try {
                out.close();
            } catch (IOException brokenPipe) {
                return false;
            }
            return true;
        } catch (IOException | HostException unreadable) {
            process.destroyForcibly();
            throw unreadable;
        }
    }

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Runs a program to its end; returns its output, or writes it to the log file. */
    private static String run(List<String> command, Path log) throws HostException {
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            if (log != null) {
                builder.redirectOutput(log.toFile());
            }
            Process process = builder.start();
            process.getOutputStream().close();
            String output = log == null ? DatabaseHost.text(process.getInputStream()) : "";
            if (process.waitFor() != 0) {
                String end = log == null ? output : Files.readString(log);
                throw new HostException(command.get(0) + " ended with an error: "
                        + end.strip()
                                .lines()
                                .skip(Math.max(0, end.strip().lines().count() - 3))
                                .reduce((one, next) -> one + " | " + next)
                                .orElse("without a message"));
            }
            return output;
        } catch (IOException none) {
            throw new HostException(
                    command.get(0) + " cannot be run: " + none.getMessage()
                            + "; install mariadb-backup and mariadb-server-core of the servers' version, or "
                            + "name it in the settings of backup",
                    none);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new HostException("interrupted", stopped);
        }
    }
}
