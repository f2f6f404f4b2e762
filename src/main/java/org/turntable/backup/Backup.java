package org.turntable.backup;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Properties;

/**
 * A copy that was proved to be whole: it was unpacked and made consistent once, right after it was made.
 *
 * @param folder   where it lies
 * @param host     of which server it is
 * @param takenAt  when it was begun
 * @param bytes    its length as a stream
 * @param sha256   of the stream, in hex
 * @param version  of the server and of the program that copied it
 * @param position where it ends, as a GTID position: a replica that is made of it goes on from there
 * @param took     until the stream was there
 * @param prepared how long unpacking and preparing took, hence about how long a restore takes
 */
public record Backup(Path folder, String host, Instant takenAt, long bytes, String sha256, String version, String position, Duration took, Duration prepared) {
    static final String STREAM = "copy.mbstream";
    private static final String MANIFEST = "manifest.properties";

    /** Its name: when it was begun. */
    public String name() {
        return folder.getFileName().toString();
    }

    /** The stream itself. */
    Path stream() {
        return folder.resolve(STREAM);
    }

    static Backup read(Path folder) throws IOException {
        Properties manifest = new Properties();
        try (Reader in = Files.newBufferedReader(folder.resolve(MANIFEST))) {
            manifest.load(in);
        }
        try {
            return new Backup(folder, manifest.getProperty("host"), Instant.parse(manifest.getProperty("taken-at")), Long.parseLong(manifest.getProperty("bytes")),
                    manifest.getProperty("sha256"), manifest.getProperty("version"), manifest.getProperty("position"),
                    Duration.parse(manifest.getProperty("took")), Duration.parse(manifest.getProperty("prepared")));
        } catch (RuntimeException odd) {
            throw new IOException(folder.resolve(MANIFEST) + " does not say what it should: " + odd.getMessage(), odd);
        }
    }

    /** Writes what it is into its folder, and its checksum as {@code sha256sum -c} reads it. */
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
            manifest.store(out, "A copy of MariaDB, unpacked and prepared once on trial");
        }
        Files.writeString(into.resolve(STREAM + ".sha256"), sha256 + "  " + STREAM + "\n");
    }
}
