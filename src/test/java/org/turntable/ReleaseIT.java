package org.turntable;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.turntable.testing.release.ReleaseArchive;
import org.turntable.testing.stack.ProjectFiles;

/** The archive of a release, unpacked and used as ops do. */
class ReleaseIT {
    private static final Instant TIME = Instant.parse("2026-11-22T00:00:00Z");
    private static final String JAVA = Path.of(System.getProperty("java.home")).toString();

    private record Result(int exitCode, String output) {}

    @TempDir
    private static Path folder;

    private static String version;
    private static Path archive;
    private static Path home;

    @BeforeAll
    static void unpack() throws Exception {
        try (JarFile tool =
                new JarFile(ProjectFiles.file("target/turntable-ops.jar").toFile())) {
            version = tool.getManifest().getMainAttributes().getValue(Attributes.Name.IMPLEMENTATION_VERSION);
        }
        archive = ReleaseArchive.write(folder, version, TIME);
        assertEquals(new Result(0, ""), run("tar", "-xzf", archive.toString(), "-C", folder.toString()));
        home = folder.resolve("turntable-" + version);
    }

    @Test
    void theSumsAreThoseOfTheFilesAndNameEachOfThem() throws Exception {
        assertEquals(
                0,
                run("sha256sum", "--quiet", "-c", archive.getFileName() + ".sha256")
                        .exitCode());
        Result sums = run("sh", "-c", "cd '" + home + "' && sha256sum --quiet -c SHA256SUMS");
        assertEquals(new Result(0, ""), sums);
        Set<String> named = new TreeSet<>();
        Files.readAllLines(home.resolve("SHA256SUMS")).forEach(line -> named.add(line.substring(66)));
        Set<String> there = new TreeSet<>();
        try (Stream<Path> files = Files.walk(home)) {
            files.filter(Files::isRegularFile)
                    .forEach(file -> there.add(home.relativize(file).toString()));
        }
        there.remove("SHA256SUMS");
        assertEquals(there, named);
    }

    @Test
    void allThatOpsNeedIsThere() {
        for (String file : List.of(
                "turntable.war",
                "turntable-ops.jar",
                "turntable-sbom.json",
                "nginx/nginx.conf",
                "tomcat-conf/server.xml",
                "redis/draws.conf",
                "mariadb/node.cnf",
                "mariadb/sudoers",
                "documents/index.html",
                "documents/readme.html",
                "documents/mariadb.html")) {
            assertTrue(Files.isRegularFile(home.resolve(file)), file);
        }
        for (String script : List.of("bin/turntable-ops", "mariadb/turntable-db", "mariadb/turntable-backup")) {
            assertTrue(Files.isExecutable(home.resolve(script)), script);
        }
    }

    @Test
    void theVersionIsANumberAndTheLauncherShowsItAlsoThroughALink() throws Exception {
        assertTrue(version.matches("\\d+\\.\\d+\\.\\d+"), version);
        Path link = Files.createSymbolicLink(folder.resolve("tool"), home.resolve("bin/turntable-ops"));
        Result shown = run("env", "JAVA_HOME=" + JAVA, link.toString(), "--version");
        assertEquals(new Result(0, "turntable-ops " + version + "\n"), shown);
    }

    @Test
    void withoutAJavaTheLauncherSaysWhatToDo() throws Exception {
        String launcher = home.resolve("bin/turntable-ops").toString();
        Result wrong = run("env", "JAVA_HOME=/nowhere", launcher, "--version");
        assertEquals(127, wrong.exitCode());
        assertTrue(wrong.output().contains("set JAVA_HOME to a Java 17 or newer"), wrong.output());

        Path tools = Files.createDirectory(folder.resolve("tools"));
        for (String tool : List.of("dirname", "readlink", "sed")) {
            script(tools.resolve(tool), "exec " + found(tool) + " \"$@\"");
        }
        Result none = run("env", "-i", "PATH=" + tools, launcher, "--version");
        assertEquals(127, none.exitCode());
        assertTrue(none.output().contains("no Java was found"), none.output());
    }

    @Test
    void anOldJavaIsNamedWithItsVersion() throws Exception {
        Path bin = Files.createDirectories(folder.resolve("java-8/bin"));
        Path old = bin.resolve("java");
        script(old, "echo 'openjdk version \"1.8.0_402\"' >&2");
        Result refused = run(
                "env",
                "JAVA_HOME=" + bin.getParent(),
                home.resolve("bin/turntable-ops").toString(),
                "nodes");
        assertEquals(127, refused.exitCode());
        assertTrue(refused.output().contains("is Java 1, and 17 or newer is needed"), refused.output());
    }

    @Test
    void bashCompletesTheCommands() throws Exception {
        Result completed = run(
                "bash",
                "-c",
                "source '" + home.resolve("completion/turntable-ops.bash") + "'; COMP_WORDS=(turntable-ops swi);"
                        + " COMP_CWORD=1; _complete_turntable-ops 2>/dev/null; echo \"${COMPREPLY[*]}\"");
        assertEquals(new Result(0, "switch-line switchover\n"), sorted(completed));
    }

    private static Result sorted(Result words) {
        String[] parts = words.output().strip().split("\\s+");
        Arrays.sort(parts);
        return new Result(words.exitCode(), String.join(" ", parts) + "\n");
    }

    @Test
    void everyLinkOfTheDocumentsLeadsToAFileOfTheArchive() throws IOException {
        Pattern link = Pattern.compile("(?:href|src)=\"([^\"#]+)(?:#[^\"]*)?\"");
        Set<String> missing = new TreeSet<>();
        int links = 0;
        try (Stream<Path> files = Files.walk(home.resolve("documents"))) {
            for (Path page :
                    files.filter(file -> file.toString().endsWith(".html")).toList()) {
                for (String target : link.matcher(Files.readString(page))
                        .results()
                        .map(found -> found.group(1))
                        .filter(found -> !found.contains("://"))
                        .toList()) {
                    links++;
                    if (!Files.exists(page.resolveSibling(target))) {
                        missing.add(home.relativize(page) + ": " + target);
                    }
                }
            }
        }
        assertEquals(Set.of(), missing);
        assertTrue(links > 50, "only " + links + " links were found");
    }

    @Test
    void theSbomListsEveryLibraryOfTheWar() throws IOException {
        JsonNode sbom =
                new ObjectMapper().readTree(home.resolve("turntable-sbom.json").toFile());
        Set<String> listed = new TreeSet<>();
        sbom.get("components")
                .forEach(part -> listed.add(
                        part.get("name").asText() + "-" + part.get("version").asText() + ".jar"));
        Set<String> carried = new TreeSet<>();
        try (JarFile war = new JarFile(home.resolve("turntable.war").toFile())) {
            war.stream()
                    .filter(entry -> entry.getName().matches("WEB-INF/lib/.+\\.jar"))
                    .forEach(entry -> carried.add(entry.getName().substring("WEB-INF/lib/".length())));
        }
        assertTrue(carried.size() > 10, carried.toString());
        carried.removeAll(listed);
        assertEquals(Set.of(), carried);
    }

    @Test
    void theSameFilesMakeTheSameArchive() throws IOException {
        Path again = ReleaseArchive.write(Files.createDirectory(folder.resolve("again")), version, TIME);
        assertArrayEquals(Files.readAllBytes(archive), Files.readAllBytes(again));
    }

    private static void script(Path file, String line) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + line + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static Path found(String program) {
        return Stream.of("/bin", "/usr/bin")
                .map(bin -> Path.of(bin, program))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow();
    }

    private static Result run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), () -> Arrays.toString(command) + " does not end");
        return new Result(process.exitValue(), output);
    }
}
