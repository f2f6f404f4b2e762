package org.turntable.testing.release;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipParameters;
import org.turntable.testing.stack.ProjectFiles;
import org.turntable.tool.TurntableOps;
import picocli.AutoComplete;

/**
 * Makes {@code turntable-<version>.tar.gz} from what {@code mvn package} has built: the WAR, the tool with its launcher
 * and its completion for bash, the configuration, the documents as HTML, the SBOM and the SHA-256 sums. The same input
 * makes the same bytes.
 */
public final class ReleaseArchive {
    private static final List<String> CONFIGURATION = List.of("nginx", "tomcat-conf", "redis", "mariadb");
    private static final int PLAIN = 0644;
    private static final int EXECUTABLE = 0755;

    private final Path root;
    private final String name;
    private final Instant time;
    /** The files by their paths in the archive. */
    private final Map<String, byte[]> files = new TreeMap<>();

    private ReleaseArchive(String version, Instant time) {
        this.root = ProjectFiles.root();
        this.name = "turntable-" + version;
        this.time = time;
    }

    /** @param arguments the version, and the time that all files of the archive carry (ISO 8601) */
    public static void main(String[] arguments) throws IOException {
        Path archive = write(ProjectFiles.file("target"), arguments[0], Instant.parse(arguments[1]));
        System.out.println("release: " + archive);
    }

    /**
     * Writes the archive.
     *
     * @param folder where to
     * @return the archive
     * @throws IllegalStateException when a file that belongs in it was not built
     */
    public static Path write(Path folder, String version, Instant time) throws IOException {
        ReleaseArchive release = new ReleaseArchive(version, time);
        release.collect();
        return release.pack(folder);
    }

    private void collect() throws IOException {
        for (String built : List.of("turntable.war", "turntable-ops.jar", "turntable-sbom.json")) {
            files.put(built, Files.readAllBytes(ProjectFiles.file("target/" + built)));
        }
        files.put("bin/turntable-ops", Files.readAllBytes(ProjectFiles.file("src/main/assembly/turntable-ops")));
        files.put(
                "completion/turntable-ops.bash", bytes(AutoComplete.bash("turntable-ops", TurntableOps.commandLine())));
        for (String folder : CONFIGURATION) {
            addAll(root.resolve(folder), folder);
        }
        Path html = Files.createTempDirectory("turntable-documents");
        try {
            new HtmlDocuments(root).write(html);
            addAll(html, "documents");
        } finally {
            try (Stream<Path> made = Files.walk(html)) {
                for (Path file :
                        made.sorted(java.util.Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        StringBuilder sums = new StringBuilder();
        files.forEach((path, content) ->
                sums.append(sha256(content)).append("  ").append(path).append('\n'));
        files.put("SHA256SUMS", bytes(sums.toString()));
    }

    private void addAll(Path folder, String target) throws IOException {
        try (Stream<Path> found = Files.walk(folder)) {
            for (Path file : found.filter(Files::isRegularFile).toList()) {
                files.put(target + "/" + folder.relativize(file), Files.readAllBytes(file));
            }
        }
    }

    private Path pack(Path folder) throws IOException {
        Path archive = folder.resolve(name + ".tar.gz");
        GzipParameters gzip = new GzipParameters();
        gzip.setModificationInstant(time);
        try (OutputStream file = Files.newOutputStream(archive);
                TarArchiveOutputStream tar =
                        new TarArchiveOutputStream(new GzipCompressorOutputStream(file, gzip), "UTF-8")) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            for (Map.Entry<String, byte[]> entry : files.entrySet()) {
                TarArchiveEntry header = new TarArchiveEntry(name + "/" + entry.getKey());
                header.setNames("root", "root");
                header.setSize(entry.getValue().length);
                header.setMode(isScript(entry.getValue()) ? EXECUTABLE : PLAIN);
                header.setLastModifiedTime(FileTime.from(time));
                tar.putArchiveEntry(header);
                tar.write(entry.getValue());
                tar.closeArchiveEntry();
            }
        }
        String sum = sha256(Files.readAllBytes(archive));
        Files.writeString(folder.resolve(name + ".tar.gz.sha256"), sum + "  " + archive.getFileName() + "\n");
        return archive;
    }

    /** Whether a file is run by its name: the launcher, the scripts of the database hosts and Tomcat's setenv.sh. */
    private static boolean isScript(byte[] content) {
        return content.length > 2 && content[0] == '#' && content[1] == '!';
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java platform has SHA-256", missing);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
