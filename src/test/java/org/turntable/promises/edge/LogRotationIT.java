package org.turntable.promises.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.turntable.testing.load.HttpConnection;
import org.turntable.testing.stack.Await;
import org.turntable.testing.stack.Installed;
import org.turntable.testing.stack.NginxEdge;
import org.turntable.testing.stack.Ports;
import org.turntable.testing.stack.Processes;
import org.turntable.testing.stack.ProjectFiles;
import org.turntable.testing.stack.Workspace;

/**
 * The edge's logs as an installed logrotate keeps them with the shipped file: no line is lost, and none is kept for
 * ever.
 */
class LogRotationIT {
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final int KEPT = 14;

    private final FakeNode node = new FakeNode();
    private Path logrotate;
    private Workspace workspace;
    private NginxEdge edge;
    private Path logs;
    private Path rules;

    @BeforeEach
    void start() throws IOException {
        logrotate = Installed.orSkip(
                Processes.onPath("logrotate"), "logrotate is not installed: apt-get install logrotate");
        workspace = Workspace.temporary("rotation");
        edge = new NginxEdge(Installed.nginx(), workspace.path(), Ports.free()).startPorts(List.of(node.port()));
        logs = edge.prefix().resolve("logs");
        rules = Files.writeString(
                workspace.path().resolve("rules"),
                Files.readString(ProjectFiles.file("nginx/logrotate.conf"))
                        .replace("/etc/nginx/turntable/logs", logs.toString()));
        Files.setPosixFilePermissions(rules, PosixFilePermissions.fromString("rw-r--r--"));
    }

    @AfterEach
    void end() {
        node.close();
        if (edge != null) {
            edge.close();
            workspace.close();
        }
    }

    @Test
    void eachLineIsInOneOfTheFilesAndTheOldestAreRemoved() throws IOException {
        for (int day = 1; day <= KEPT + 2; day++) {
            String path = "/c/day-" + day;
            ask(path);
            // nginx holds lines for a second, so no two rotations have the same second in their names.
            Await.until("nginx has written " + path, LIMIT, () -> accessLog().contains(path + "\""));
            // Still in nginx's memory when the files are renamed.
            ask(path + "-late");
            rotate();
        }
        ask("/c/today");
        Await.until("nginx writes into the new file", LIMIT, () -> accessLog().contains("/c/today\""));
        assertEquals(KEPT, rotatedFiles().size());
        List<String> kept = IntStream.rangeClosed(3, KEPT + 2)
                .mapToObj(day -> "/c/day-" + day)
                .flatMap(path -> Stream.of(path, path + "-late"))
                .toList();
        assertEquals(kept, pathsOfRotatedFiles());
        assertEquals(
                "rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(logs.resolve("access.json"))));
    }

    private String accessLog() throws IOException {
        return Files.readString(logs.resolve("access.json"));
    }

    private void rotate() {
        Processes.run(
                LIMIT,
                logrotate.toString(),
                "--force",
                "--state",
                workspace.path().resolve("state").toString(),
                rules.toString());
    }

    private List<Path> rotatedFiles() throws IOException {
        try (Stream<Path> all = Files.list(logs)) {
            return all.filter(file -> file.getFileName().toString().startsWith("access.json-"))
                    .sorted()
                    .toList();
        }
    }

    private List<String> pathsOfRotatedFiles() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (Path file : rotatedFiles()) {
            if (file.toString().endsWith(".gz")) {
                try (GZIPInputStream packed = new GZIPInputStream(Files.newInputStream(file))) {
                    lines.append(new String(packed.readAllBytes(), StandardCharsets.UTF_8));
                }
            } else {
                lines.append(Files.readString(file));
            }
        }
        return Pattern.compile("\"path\":\"([^\"]+)\"")
                .matcher(lines)
                .results()
                .map(path -> path.group(1))
                .toList();
    }

    private void ask(String path) throws IOException {
        try (HttpConnection line =
                new HttpConnection("127.0.0.1", edge.port(), Duration.ofSeconds(2), Duration.ofSeconds(10))) {
            assertEquals(200, line.get(path).status());
        }
    }
}
