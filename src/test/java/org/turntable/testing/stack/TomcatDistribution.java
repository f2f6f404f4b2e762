package org.turntable.testing.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The Tomcat that ops unpack, as Maven laid it into target/, and the WAR beside it. */
public final class TomcatDistribution {
    private TomcatDistribution() {}

    /** The archive: the system property turntable.tomcat.archive, else target/distributions/tomcat.tar.gz. */
    public static Path archive() {
        return present(
                System.getProperty("turntable.tomcat.archive"),
                "target/distributions/tomcat.tar.gz",
                "Tomcat's archive %s is missing: run \"mvn generate-test-resources\", which copies it from Maven "
                        + "Central.");
    }

    /** The WAR: the system property turntable.war, else target/turntable.war. */
    public static Path war() {
        return present(
                System.getProperty("turntable.war"),
                "target/turntable.war",
                "The application %s is missing: run \"mvn package -DskipTests\" first.");
    }

    /** CATALINA_HOME for all nodes of a folder, unpacked there the first time. */
    static synchronized Path unpackedIn(Path folder) {
        Path home = folder.resolve("tomcat");
        if (Files.isDirectory(home)) {
            return home;
        }
        try {
            Path unfinished = Files.createDirectories(folder.resolve("tomcat.unfinished"));
            Processes.run(
                    Duration.ofSeconds(120),
                    "tar",
                    "-xzf",
                    archive().toString(),
                    "-C",
                    unfinished.toString(),
                    "--strip-components=1");
            // Without examples and manual; the manager is needed for the push.
            for (String application : List.of("ROOT", "docs", "examples", "host-manager")) {
                Workspace.deleteTree(unfinished.resolve("webapps").resolve(application));
            }
            return Files.move(unfinished, home);
        } catch (IOException broken) {
            throw new UncheckedIOException("Tomcat could not be unpacked into " + folder, broken);
        }
    }

    private static Path present(String named, String usual, String message) {
        Path file = named == null || named.isBlank()
                ? ProjectFiles.root().resolve(usual)
                : Path.of(named).toAbsolutePath();
        if (!Files.isRegularFile(file)) {
            throw new IllegalStateException(message.formatted(file));
        }
        return file;
    }
}
