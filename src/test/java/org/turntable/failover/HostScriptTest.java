package org.turntable.failover;

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
import org.turntable.stack.ProjectFiles;

/** mariadb/turntable-db, with a systemctl that writes down what it is told. */
class HostScriptTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void makeSystemctl() throws IOException {
        program("systemctl", "echo \"$*\" >>'" + folder.resolve("said") + "'; case $* in 'start mariadb') exit $(cat '" + folder.resolve("exit")
                + "');; *is-active*) exit 3;; esac");
        program("journalctl", "echo 'InnoDB: the end of the log'");
        Files.writeString(folder.resolve("exit"), "0");
    }

    private void program(String name, String body) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private int run(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("/bin/sh", ProjectFiles.file("mariadb/turntable-db").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(folder.resolve("output").toFile());
        builder.environment().merge("PATH", folder.toString(), (path, first) -> first + ":" + path);
        return builder.start().waitFor();
    }

    private List<String> said() throws IOException {
        return Files.exists(folder.resolve("said")) ? Files.readAllLines(folder.resolve("said")) : List.of();
    }

    @Test
    void theRoleIsGivenForOneStartAlone() throws Exception {
        assertEquals(0, run("start", "SLAVE"));
        assertEquals(List.of("set-environment MYSQLD_OPTS=--init-rpl-role=SLAVE", "start mariadb", "unset-environment MYSQLD_OPTS"), said());
    }

    @Test
    void aStartThatFailsFailsAndShowsTheEndOfTheLog() throws Exception {
        Files.writeString(folder.resolve("exit"), "4");
        assertEquals(4, run("start", "MASTER"));
        assertEquals("unset-environment MYSQLD_OPTS", said().get(2));
        assertTrue(Files.readString(folder.resolve("output")).contains("the end of the log"));
    }

    @Test
    void killEndsTheUnitAtOnce() throws Exception {
        assertEquals(0, run("kill"));
        assertEquals("kill --signal=KILL mariadb", said().get(0));
    }

    @Test
    void anythingElseIsRefused() throws Exception {
        for (String[] wrong : new String[][] {{}, {"start"}, {"start", "BOTH"}, {"kill", "-9"}, {"stop"}}) {
            assertEquals(2, run(wrong));
        }
        assertEquals(List.of(), said());
    }
}
