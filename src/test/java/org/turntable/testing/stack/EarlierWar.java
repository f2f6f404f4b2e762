package org.turntable.testing.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The real WAR of an earlier commit, built from the history of this repository with that commit's own pom.xml. It is
 * built once for each user and kept beside the unpacked servers.
 */
public final class EarlierWar {
    private static final Duration BUILD = Duration.ofMinutes(8);

    private EarlierWar() {}

    /**
     * The WAR of a commit. Without git, Maven or the history the test is skipped with what is missing, or fails where
     * CI=true.
     *
     * @param commit a commit id or a tag
     */
    public static Path of(String commit) {
        Path git = Installed.orSkip(Processes.onPath("git"), "git is not installed: apt-get install git");
        Path maven = Installed.orSkip(maven(), "mvn is not on the PATH: install Maven, or run the tests with it");
        String id = Installed.orSkip(
                        resolve(git, commit).map(Path::of),
                        "the history has no commit " + commit + ": clone without --depth, or git fetch --unshallow")
                .toString();
        return ServerBinaries.once("war-" + id, folder -> build(git, maven, id, folder))
                .resolve("turntable.war");
    }

    /** The folder tomcat-conf of a commit; without git or the history the test is skipped, or fails where CI=true. */
    public static Path configuration(String commit) {
        Path git = Installed.orSkip(Processes.onPath("git"), "git is not installed: apt-get install git");
        String id = Installed.orSkip(
                        resolve(git, commit).map(Path::of),
                        "the history has no commit " + commit + ": clone without --depth, or git fetch --unshallow")
                .toString();
        return ServerBinaries.once("conf-" + id, folder -> {
                    archive(git, id, folder.resolve("conf.tar"), "tomcat-conf");
                    Processes.run(
                            Duration.ofMinutes(1),
                            "tar",
                            "-xf",
                            folder.resolve("conf.tar").toString(),
                            "-C",
                            folder.toString());
                })
                .resolve("tomcat-conf");
    }

    private static void archive(Path git, String id, Path archive, String... paths) {
        List<String> command = new ArrayList<>(List.of(
                git.toString(), "-C", ProjectFiles.root().toString(), "archive", "--output", archive.toString(), id));
        command.addAll(List.of(paths));
        Processes.run(Duration.ofMinutes(1), command.toArray(String[]::new));
    }

    private static Optional<Path> maven() {
        String home = System.getProperty("maven.home", "");
        Path inHome = Path.of(home, "bin", "mvn");
        return !home.isEmpty() && Files.isExecutable(inHome) ? Optional.of(inHome) : Processes.onPath("mvn");
    }

    private static Optional<String> resolve(Path git, String commit) {
        try {
            return Optional.of(Processes.run(
                            Duration.ofSeconds(30),
                            git.toString(),
                            "-C",
                            ProjectFiles.root().toString(),
                            "rev-parse",
                            "--verify",
                            "--quiet",
                            commit + "^{commit}")
                    .strip());
        } catch (IllegalStateException unknown) {
            return Optional.empty();
        }
    }

    private static void build(Path git, Path maven, String id, Path folder) throws IOException {
        Path sources = Files.createDirectory(folder.resolve("sources"));
        Path archive = folder.resolve("sources.tar");
        archive(git, id, archive);
        Processes.run(Duration.ofMinutes(1), "tar", "-xf", archive.toString(), "-C", sources.toString());
        // Only the WAR, without tests and turntable-ops.jar.
        Processes.run(
                BUILD,
                maven.toString(),
                "-B",
                "-q",
                "-f",
                sources.resolve("pom.xml").toString(),
                "-Dmaven.test.skip=true",
                "-Dassembly.skipAssembly=true",
                "package");
        Files.move(sources.resolve("target/turntable.war"), folder.resolve("turntable.war"));
        Files.delete(archive);
        Workspace.deleteTree(sources);
    }
}
