package org.turntable.tool.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.turntable.testing.stack.ProjectFiles;

/** mariadb/turntable-db, with a systemctl that records its arguments. */
class HostScriptTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void makeSystemctl() throws IOException {
        // The files "is-active" and "is-enabled" list units; queries for them are not recorded.
        program("systemctl", """
                cd '%s'
                if [ "$1" = --quiet ]; then grep -qx "$3" "$2"; exit; fi
                echo "$*" >>said
                case $* in
                  'start mariadb') exit $(cat exit);;
                  'kill '*) sed -i '/^mariadb$/d' is-active; echo 'Unit mariadb.service not loaded.' >&2; exit 1;;
                  'stop '*) sed -i "/^$2$/d" is-active;;
                esac""".formatted(folder));
        program("journalctl", "echo 'InnoDB: the end of the log'");
        program("sleep", "exit 0");
        Files.writeString(folder.resolve("exit"), "0");
        on("is-active", "");
        on("is-enabled", "");
    }

    private void on(String question, String units) throws IOException {
        Files.writeString(folder.resolve(question), units);
    }

    private void program(String name, String body) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private int run(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(
                List.of("/bin/sh", ProjectFiles.file("mariadb/turntable-db").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile());
        builder.environment().merge("PATH", folder.toString(), (path, first) -> first + ":" + path);
        return builder.start().waitFor();
    }

    private List<String> said() throws IOException {
        return Files.exists(folder.resolve("said")) ? Files.readAllLines(folder.resolve("said")) : List.of();
    }

    @Test
    void theRoleIsSetForOneStartOnly() throws Exception {
        assertEquals(0, run("start", "SLAVE"));
        assertEquals(
                List.of(
                        "set-environment MYSQLD_OPTS=--init-rpl-role=SLAVE",
                        "start mariadb",
                        "unset-environment MYSQLD_OPTS"),
                said());
    }

    @Test
    void aStartThatFailsFailsAndShowsTheEndOfTheLog() throws Exception {
        Files.writeString(folder.resolve("exit"), "4");
        assertEquals(4, run("start", "MASTER"));
        assertEquals("unset-environment MYSQLD_OPTS", said().get(2));
        assertTrue(Files.readString(folder.resolve("output")).contains("the end of the log"));
    }

    @Test
    void killEndsTheUnitAtOnceAndSucceedsForOneThatDoesNotRun() throws Exception {
        on("is-active", "mariadb\n");
        assertEquals(0, run("kill"));
        assertEquals(0, run("kill"));
        assertEquals(List.of("kill --signal=KILL mariadb", "kill --signal=KILL mariadb"), said());
    }

    @Test
    void aUnitThatSurvivesTheSignalIsAFailureWithAMessage() throws Exception {
        program("sed", "exit 0");
        on("is-active", "mariadb\n");
        assertEquals(1, run("kill"));
        assertTrue(Files.readString(folder.resolve("output"))
                .contains("still runs 10 s after SIGKILL. Unit mariadb.service not loaded."));
    }

    @Test
    void socketUnitsThatCouldStartTheServerAreStopped() throws Exception {
        for (String[] command : new String[][] {{"kill"}, {"start", "SLAVE"}}) {
            on("is-active", "mariadb.socket\nmariadb-extra.socket\n");
            assertEquals(0, run(command));
            assertTrue(Files.readString(folder.resolve("output")).contains("systemctl mask --now mariadb.socket"));
        }
        assertEquals(
                List.of(
                        "stop mariadb.socket",
                        "stop mariadb-extra.socket",
                        "kill --signal=KILL mariadb",
                        "stop mariadb.socket",
                        "stop mariadb-extra.socket"),
                said().subList(0, 5));
    }

    @Test
    void aServerThatStartsWithItsHostIsReported() throws Exception {
        on("is-enabled", "mariadb\n");
        assertEquals(0, run("start", "SLAVE"));
        assertTrue(Files.readString(folder.resolve("output")).contains("systemctl disable mariadb"));
    }

    @Test
    void anyOtherCommandLineIsRefused() throws Exception {
        for (String[] wrong :
                new String[][] {{}, {"start"}, {"start", "BOTH"}, {"kill", "-9"}, {"start SLAVE"}, {"stop"}}) {
            assertEquals(2, run(wrong));
        }
        assertEquals(List.of(), said());
    }
}
