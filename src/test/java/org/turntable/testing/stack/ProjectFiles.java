package org.turntable.testing.stack;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the project's own files lie: the same configuration serves tests, demo and production. */
public final class ProjectFiles {
    private ProjectFiles() {}

    /**
     * The folder that holds the project's pom.xml: the system property basedir (Maven sets it), else the nearest one
     * upwards.
     */
    public static Path root() {
        Path start = Path.of(System.getProperty("basedir", System.getProperty("user.dir")))
                .toAbsolutePath();
        for (Path folder = start; folder != null; folder = folder.getParent()) {
            if (Files.isRegularFile(folder.resolve("pom.xml")) && Files.isDirectory(folder.resolve("tomcat-conf"))) {
                return folder;
            }
        }
        throw new IllegalStateException(
                "The project's folder is not " + start + " nor above it; start from there or set -Dbasedir");
    }

    /** A file of the project by its path from the root; throws when it is not there. */
    public static Path file(String path) {
        Path file = root().resolve(path);
        if (!Files.exists(file)) {
            throw new IllegalStateException(file + " is missing");
        }
        return file;
    }
}
