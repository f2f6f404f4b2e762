package org.turntable.tool.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.turntable.testing.stack.Installed;
import org.turntable.testing.stack.MariaDbBinaries;
import org.turntable.testing.stack.MariaDbServer;
import org.turntable.testing.stack.ProjectFiles;
import org.turntable.testing.stack.Workspace;

/**
 * Copies that a hostile host could send, received by the script of the database hosts and restored by turntable-ops,
 * with the installed mariadb-backup. As root the script works as the account nobody, which stands for mysql.
 */
class ReceivedCopyIT {
    private static final String INSTALL_HINT =
            "MariaDB is not installed: apt-get install mariadb-server-core mariadb-backup";
    private static final boolean ROOT = "root".equals(System.getProperty("user.name"));
    private static final String ACCOUNT = ROOT ? "nobody" : System.getProperty("user.name");
    private static final String OPTIONS = "backup-my.cnf";
    private static final String POSITION = "_binlog_info";

    private static Workspace workspace;
    private static MariaDbServer server;
    private static byte[] sound;
    private static Path library;
    private static Path loaded;
    private String out;
    private String err;

    @BeforeAll
    static void copyAServer() throws Exception {
        MariaDbBinaries system = MariaDbBinaries.ofSystem().orElse(null);
        Path backup = Path.of("/usr/bin/mariadb-backup");
        Installed.orSkip(
                Optional.of(backup).filter(found -> system != null && Files.isExecutable(found)), INSTALL_HINT);
        workspace = Workspace.temporary("received-copy");
        // The account has to reach the data folder, as it reaches /var/lib/mysql.
        Files.setPosixFilePermissions(workspace.path(), PosixFilePermissions.fromString("rwx--x--x"));
        server = new MariaDbServer(workspace.path(), 1, system).start();
        server.openAlone();
        String password = UUID.randomUUID().toString();
        server.execute(
                "CREATE USER copier@localhost IDENTIFIED BY '" + password + "'",
                "GRANT ALL ON *.* TO copier@localhost");
        Path client = Files.writeString(
                workspace.path().resolve("client.cnf"),
                "[client]\nuser=copier\npassword=" + password + "\nsocket="
                        + server.data().resolve("server.sock") + "\n");
        configure("DATADIR=" + server.data() + "\nBACKUP_CNF=" + client + "\nOWNER=" + ACCOUNT + "\n");
        Path stream = workspace.path().resolve("copy.mbstream");
        Process copying = script("backup").redirectOutput(stream.toFile()).start();
        String said = new String(copying.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, copying.waitFor(), said);
        sound = Files.readAllBytes(stream);
        makeLibrary();
    }

    private static void configure(String text) throws IOException {
        Path conf = Files.writeString(workspace.path().resolve("host.conf"), text);
        Files.setPosixFilePermissions(conf, PosixFilePermissions.fromString("rw-------"));
    }

    /** A library that leaves a file when it is loaded; without a compiler a file that is none. */
    private static void makeLibrary() throws Exception {
        loaded = workspace.folder("loaded").resolve("it-ran");
        Files.setPosixFilePermissions(loaded.getParent(), PosixFilePermissions.fromString("rwxrwxrwx"));
        library = workspace.path().resolve("wheel.so");
        Path source = Files.writeString(workspace.path().resolve("wheel.c"), """
                #include <stdio.h>
                __attribute__((constructor)) static void ran(void) { FILE *f = fopen("%s", "w"); if (f) fclose(f); }
                """.formatted(loaded));
        if (Files.isExecutable(Path.of("/usr/bin/gcc"))) {
            assertEquals(
                    0,
                    new ProcessBuilder("gcc", "-shared", "-fPIC", "-o", library.toString(), source.toString())
                            .inheritIO()
                            .start()
                            .waitFor());
        } else {
            Files.writeString(library, "no library");
        }
        Files.setPosixFilePermissions(library, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
            workspace.close();
        }
    }

    @AfterEach
    void nothingOfACopyRan() {
        assertFalse(Files.exists(loaded), "the library of the copy was loaded");
    }

    private static ProcessBuilder script(String... words) {
        ProcessBuilder builder = new ProcessBuilder(Stream.concat(
                        Stream.of(ProjectFiles.file("mariadb/turntable-backup").toString()), Stream.of(words))
                .toList());
        builder.environment()
                .put(
                        "TURNTABLE_BACKUP_CONF",
                        workspace.path().resolve("host.conf").toString());
        return builder;
    }

    private int receive(byte[] stream) throws Exception {
        Path file = Files.write(workspace.path().resolve("sent.mbstream"), stream);
        Path errors = workspace.path().resolve("stderr");
        Process process = script("receive")
                .redirectInput(file.toFile())
                .redirectError(errors.toFile())
                .start();
        out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exit = process.waitFor();
        err = Files.readString(errors);
        return exit;
    }

    private static Path incoming() {
        return server.data().resolveSibling(server.data().getFileName() + ".incoming");
    }

    /** Restores the same copy as turntable-ops does on its host. */
    private static String restore(byte[] stream) throws Exception {
        Path folder = workspace.folder("restore");
        try {
            Path file = Files.write(folder.resolve(Backup.STREAM), stream);
            String sha256 = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(stream));
            return new MariaDbPrograms("mariadb-backup", "mbstream", "mariadbd")
                    .restore(file, sha256, folder.resolve("data"), BackupChecksTest.SILENT);
        } finally {
            BackupStore.delete(folder);
        }
    }

    private void assertRefused(byte[] stream, String reason) throws Exception {
        assertRefused(stream, reason, reason);
    }

    private void assertRefused(byte[] stream, String reason, String reasonOfTool) throws Exception {
        assertNotEquals(0, receive(stream), reason);
        assertTrue(err.contains(reason), err);
        assertEquals("", out);
        assertFalse(Files.exists(incoming()), "nothing of a refused copy stays");
        String said = assertThrows(HostException.class, () -> restore(stream)).getMessage();
        assertTrue(said.contains(reasonOfTool), said);
    }

    private static byte[] withOptions(String more) {
        String options = MbStream.content(sound, OPTIONS).stripTrailing() + "\n" + more + "\n";
        return MbStream.join(MbStream.without(sound, OPTIONS), MbStream.file(OPTIONS, options));
    }

    private static byte[] with(String name, String content) {
        return MbStream.join(sound, MbStream.file(name, content));
    }

    @Test
    void aCopyIsUnpackedAndPreparedByTheAccountOfTheServer() throws Exception {
        assertEquals(0, receive(sound), err);
        assertTrue(out.matches("position=0-1-\\d+\n"), out);
        assertEquals(out.strip(), "position=" + restore(sound));
        for (Path each : Workspace.filesBelow(incoming())) {
            assertEquals(ACCOUNT, Files.getOwner(each).getName(), each.toString());
        }
        // Written by the shell that started the program.
        assertTrue(Files.readString(incoming().resolve("prepare.log")).contains("completed OK!"));
        assertEquals(0, script("forget").start().waitFor());
        assertFalse(Files.exists(incoming()));
    }

    @Test
    void theCompressionProvidersOfTheSenderAreNotLoaded() throws Exception {
        byte[] providers = withOptions("plugin_dir=\"/usr/lib/mysql/plugin/\"\n"
                + "plugin_load=provider_bzip2=provider_bzip2;provider_lz4=provider_lz4");
        assertEquals(0, receive(providers), err);
        assertFalse(Files.readString(incoming().resolve(OPTIONS)).contains("plugin"));
        assertFalse(Files.readString(incoming().resolve("prepare.log")).contains("Loading plugins"));
        restore(providers);
    }

    @Test
    void aCopyThatNamesALibraryIsRefusedAndTheLibraryNeverRuns() throws Exception {
        String folder = "plugin_dir=\"" + library.getParent() + "\"\n";
        assertRefused(withOptions(folder + "plugin_load=wheel=wheel"), "plugin_load=wheel=wheel");
        assertRefused(withOptions(folder + "plugin-load-add=wheel=wheel"), "plugin-load-add=wheel=wheel");
        assertRefused(
                withOptions(folder + "# " + "a".repeat(509) + "plugin_load=wheel=wheel"),
                "its backup-my.cnf has the line \"# aaa");
    }

    @Test
    void anyOtherOptionOfTheCopyIsRefused() throws Exception {
        for (String line : List.of(
                "innodb_undo_directory=/etc",
                "innodb_data_file_path=../../ibdata1:12M:autoextend",
                "!include /etc/mysql/my.cnf",
                "[mariadb-backup]",
                "innodb_log_group_home_dir=/etc",
                "tmpdir=/etc")) {
            assertRefused(withOptions(line), "its backup-my.cnf has the line \"" + line + "\"");
        }
        assertRefused(MbStream.without(sound, OPTIONS), "it has no backup-my.cnf");
    }

    @Test
    void aPositionThatIsNoListOfGtidsIsRefused() throws Exception {
        for (String position : List.of(
                "turntable-bin.000001\t329\t0-1-7'; DROP DATABASE turntable; -- ",
                "turntable-bin.000001\t329\t0-1-7\nSET GLOBAL read_only = 0;",
                "turntable-bin.000001\t1'\t0-1-7",
                "turntable-bin.000001\t329\t0-1-7,")) {
            assertRefused(
                    MbStream.join(
                            MbStream.without(sound, POSITION), MbStream.file("xtrabackup" + POSITION, position + "\n")),
                    "its position is no list of GTIDs");
        }
        assertRefused(with("mariadb_backup" + POSITION, "a\t1\t0-1-7\n"), "its position is not in one file");
    }

    @Test
    void aFileOutsideOfTheCopyIsNeverWritten() throws Exception {
        for (String name : List.of(
                "../outside",
                "mysql/../../outside",
                workspace.path() + "/outside",
                "./outside",
                "..",
                "mysql/t.isl",
                ".hidden",
                "a\nb",
                "")) {
            assertRefused(with(name, "content"), "it has a file of the name \"");
            assertFalse(Files.exists(workspace.path().resolve("outside")), name);
        }
        assertRefused(with("mysql/t.ren", "../../outside/t.ibd"), "t.ren names a file outside of it");
    }

    @Test
    void aStreamThatEndsEarlyOrIsNoneOrWouldFillTheDiskIsRefused() throws Exception {
        byte[] half = Arrays.copyOf(sound, sound.length / 2);
        assertRefused(half, "it ends in the middle of a file", "copy.mbstream is incomplete");
        assertRefused("XBSTCK02 and more".getBytes(StandardCharsets.UTF_8), "it is no stream of mbstream");
        byte[] huge = MbStream.file("huge", "x");
        // The length of its payload.
        huge[14 + "huge".length() + 6] = 1;
        assertRefused(MbStream.join(sound, huge), "it is larger than");
    }

    @Test
    void asRootNothingIsReceivedForRootAndAConfigurationThatOthersWriteIsNotExecuted() throws Exception {
        Path conf = workspace.path().resolve("host.conf");
        String before = Files.readString(conf);
        try {
            Files.setPosixFilePermissions(conf, PosixFilePermissions.fromString("rw-rw-rw-"));
            assertNotEquals(0, receive(sound));
            assertTrue(err.contains("nobody else may write it"), err);
            Assumptions.assumeTrue(ROOT, "the rest is for root");
            configure(before.replace("OWNER=" + ACCOUNT, "OWNER=root:root"));
            assertNotEquals(0, receive(sound));
            assertTrue(err.contains("a received copy is never read as root"), err);
        } finally {
            configure(before);
        }
    }
}
