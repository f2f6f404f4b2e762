package org.turntable.tool.backup;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Properties;

/**
 * A verified backup: it was unpacked and prepared once, right after it was taken.
 *
 * @param folder its folder
 * @param host the server it was taken from
 * @param takenAt when the copy was started
 * @param bytes the length of the stream
 * @param sha256 of the stream, in hex
 * @param version the version of the server and of mariadb-backup
 * @param position the GTID position at its end, from which a replica continues
 * @param took duration of the copy
 * @param prepared duration of unpacking and preparing, about that of a restore
 */
public record Backup(
        Path folder,
        String host,
        Instant takenAt,
        long bytes,
        String sha256,
        String version,
        String position,
        Duration took,
        Duration prepared) {
    static final String STREAM = "copy.mbstream";
    private static final String MANIFEST = "manifest.properties";

    /** Its name: the time when it was started. */
    public String name() {
        return folder.getFileName().toString();
    }

    /** The file with the stream. */
    Path stream() {
        return folder.resolve(STREAM);
    }

    static Backup read(Path folder) throws IOException {
        Properties manifest = new Properties();
        try (Reader in = Files.newBufferedReader(folder.resolve(MANIFEST))) {
            manifest.load(in);
        }
        try {
            return new Backup(
                    folder,
                    manifest.getProperty("host"),
                    Instant.parse(manifest.getProperty("taken-at")),
                    Long.parseLong(manifest.getProperty("bytes")),
                    manifest.getProperty("sha256"),
                    manifest.getProperty("version"),
                    manifest.getProperty("position"),
                    Duration.parse(manifest.getProperty("took")),
                    Duration.parse(manifest.getProperty("prepared")));
        } catch (RuntimeException malformed) {
            throw new IOException(folder.resolve(MANIFEST) + " is incomplete: " + malformed.getMessage(), malformed);
        }
    }

    /** Writes the manifest into a folder, and the checksum in the format of {@code sha256sum -c}. */
    void write(Path into) throws IOException {
        Properties manifest = new Properties();
        manifest.setProperty("host", host);
        manifest.setProperty("taken-at", takenAt.toString());
        manifest.setProperty("bytes", Long.toString(bytes));
        manifest.setProperty("sha256", sha256);
        manifest.setProperty("version", version);
        manifest.setProperty("position", position);
        manifest.setProperty("took", took.toString());
        manifest.setProperty("prepared", prepared.toString());
        try (Writer out = Files.newBufferedWriter(into.resolve(MANIFEST))) {
            manifest.store(out, "A backup of MariaDB, unpacked and prepared once as a check");
        }
        Files.writeString(into.resolve(STREAM + ".sha256"), sha256 + "  " + STREAM + "\n");
    }
}
