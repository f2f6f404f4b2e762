package org.turntable.tool.command.preflight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.turntable.testing.stack.Ports;
import org.turntable.testing.stack.Processes;
import org.turntable.tool.TurntableOps;
import org.turntable.tool.line.Finding;
import org.turntable.tool.line.Finding.Grade;

/** preflight host on machines that consist of a few files, and on this machine. */
class PreflightHostTest {
    @TempDir
    Path root;

    @BeforeEach
    void createGoodMachine() throws IOException {
        memory(8_000_000, 6_000_000, 0);
        file(
                "proc/self/limits",
                "Limit                     Soft Limit           Hard Limit           Units\nMax open files         "
                        + "   1024                 65535                files\n");
        file("proc/77/comm", "chronyd\n");
        file("proc/sys/net/core/somaxconn", "4096\n");
        file("proc/sys/vm/swappiness", "60\n");
        file("sys/kernel/mm/transparent_hugepage/enabled", "always [madvise] never\n");
    }

    @Test
    void aGoodMachineHasNoWarning() {
        assertTrue(
                machine().check().stream().allMatch(finding -> finding.grade() == Grade.OK),
                machine().check().toString());
    }

    @ParameterizedTest
    @CsvSource({
        "8000000, 6000000, 2g, OK",
        "8000000, 2000000, 2g, WARNING",
        "3000000, 2900000, 2g, FAILED",
        "3000000, 2900000, 1g, OK",
        "8000000, 6000000, 2 GB, FAILED",
        "8000000, 6000000, 1536m, OK"
    })
    void memoryMustHoldTheHeapAQuarterOfItAndMore(long total, long free, String heap, Grade grade) throws IOException {
        memory(total, free, 0);
        assertEquals(
                grade,
                new HostMachine(root, Map.of("TURNTABLE_HEAP", heap)).memory().grade());
    }

    @Test
    void theMemoryLimitOfAContainerCounts() throws IOException {
        file("sys/fs/cgroup/memory.max", "2147483648\n");
        assertEquals(
                Finding.failed(
                        "memory 2048 MB, free 2048, required 3072",
                        "1.25 times the heap and 512 MB are required: add memory, or reduce TURNTABLE_HEAP"),
                machine().memory());
        file("sys/fs/cgroup/memory.max", "max\n");
        file("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
        assertEquals(Grade.OK, machine().memory().grade());
    }

    @ParameterizedTest
    @CsvSource({"65535, OK", "unlimited, OK", "65534, WARNING", "10000, WARNING", "4096, FAILED"})
    void theHardLimitOfOpenFilesCounts(String hard, Grade grade) throws IOException {
        file("proc/self/limits", "Max open files            1024                 " + hard + "                files\n");
        assertEquals(grade, machine().openFiles().grade());
        assertTrue(grade == Grade.OK || machine().openFiles().remedy().contains("LimitNOFILE=65535"));
    }

    @Test
    void aMachineWithoutTimeServiceIsAWarning() throws IOException {
        file("proc/77/comm", "sshd\n");
        assertEquals(Grade.WARNING, machine().timeService().grade());
        file("proc/78/comm", "systemd-timesyn\n");
        assertEquals(
                Finding.ok("clock synchronized by systemd-timesyn"), machine().timeService());
    }

    @ParameterizedTest
    @CsvSource({"499, OK", "-499, OK", "500, FAILED", "-500, FAILED", "61000, FAILED"})
    void aClockOffsetOfHalfASecondFails(long millis, Grade grade) {
        assertEquals(
                grade, HostClock.finding("MariaDB", Duration.ofMillis(millis)).grade());
    }

    @Test
    void theKernelsQueueMustHoldTomcatsAcceptCount() throws IOException {
        file("proc/sys/net/core/somaxconn", "499\n");
        assertTrue(machine().somaxconn().isFailed());
        file("proc/sys/net/core/somaxconn", "500\n");
        assertEquals(Grade.OK, machine().somaxconn().grade());
    }

    /** Files of the kernel are special: read byte by byte, this one returns 4 instead of 4096. */
    @Test
    void numbersOfTheKernelAreReadCompletely() {
        assertEquals(
                "net.core.somaxconn "
                        + Processes.run(Duration.ofSeconds(5), "cat", "/proc/sys/net/core/somaxconn")
                                .strip(),
                new HostMachine(Path.of("/"), Map.of()).somaxconn().what());
    }

    @Test
    void settingsThatCauseLongPausesAreWarnings() throws IOException {
        file("sys/kernel/mm/transparent_hugepage/enabled", "[always] madvise never\n");
        assertEquals(Grade.WARNING, machine().hugePages().grade());
        memory(8_000_000, 6_000_000, 2_000_000);
        assertEquals(
                Finding.warning(
                        "swap 1953 MB, swappiness 60", "set vm.swappiness=1: a heap in swap causes long " + "pauses"),
                machine().swap());
        file("proc/sys/vm/swappiness", "1\n");
        assertEquals(Grade.OK, machine().swap().grade());
    }

    @ParameterizedTest
    @CsvSource({
        "17.0.12, x86_64, OK",
        "21.0.4, aarch64, OK",
        "11.0.20, x86_64, FAILED",
        "1.8.0_402, x86_64, FAILED",
        "17.0.12, x86, FAILED"
    })
    void theJdkThatTomcatUsesIsChecked(String version, String machine, Grade grade) throws IOException {
        file("jdk/release", "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\nOS_ARCH=\"" + machine + "\"\n");
        Finding finding =
                new HostMachine(root, Map.of("JAVA_HOME", root.resolve("jdk").toString())).jdk();
        assertEquals(grade, finding.grade(), finding.what());
        assertTrue(new HostMachine(
                        root, Map.of("JAVA_HOME", root.resolve("nothing").toString()))
                .jdk()
                .isFailed());
        assertEquals(Grade.OK, new HostMachine(root, Map.of()).jdk().grade());
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.62.0, OK",
        "10.1.100.0, OK",
        "11.0.9.0, OK",
        "10.1.61.0, WARNING",
        "10.1.7.0, WARNING",
        "10.0.27.0, WARNING",
        "9.0.115.0, WARNING"
    })
    void aTomcatBelowTheFixedVersionIsAWarning(String number, Grade grade) throws IOException {
        catalina(root.resolve("tomcat"), "server.info=Apache Tomcat\nserver.number=" + number + "\n");
        Finding finding = HostTomcat.check(home("tomcat"), null);
        assertEquals(grade, finding.grade(), finding.what());
        assertEquals(
                "Tomcat " + number.substring(0, number.length() - 2) + " in " + root.resolve("tomcat"), finding.what());
        for (String part : List.of("10.1.62", "CVE-2026-77756", "CVE-2026-117517", "CVE-2026-95517")) {
            assertEquals(grade == Grade.WARNING, finding.remedy().contains(part), finding.remedy());
        }
    }

    @Test
    void theTomcatOfCatalinaHomeCountsBeforeThatOfCatalinaBase() throws IOException {
        catalina(root.resolve("home"), "server.number=10.1.59.0\n");
        catalina(root.resolve("base"), "server.number=10.1.62.0\n");
        assertEquals(
                "Tomcat 10.1.59 in " + root.resolve("home"),
                HostTomcat.check(home("home"), root.resolve("base")).what());
        assertEquals(
                Grade.OK,
                HostTomcat.check(home("nothing"), root.resolve("base")).grade());
    }

    @Test
    void aTomcatThatIsMissingOrHasNoVersionIsAWarning() throws IOException {
        assertEquals("Tomcat not found", HostTomcat.check(Map.of(), null).what());
        assertEquals(
                "Tomcat not found",
                HostTomcat.check(Map.of("CATALINA_HOME", ""), root).what());
        catalina(root.resolve("empty"), "server.info=Apache Tomcat\n");
        assertEquals(
                "Tomcat in " + root.resolve("empty") + ": version not known",
                HostTomcat.check(Map.of(), root.resolve("empty")).what());
        file("broken/lib/catalina.jar", "not a jar");
        assertEquals(
                Grade.WARNING,
                HostTomcat.check(Map.of(), root.resolve("broken")).grade());
        try (ZipOutputStream jar = new ZipOutputStream(Files.newOutputStream(root.resolve("empty/lib/catalina.jar")))) {
            jar.putNextEntry(new ZipEntry("META-INF/"));
        }
        assertEquals(
                Grade.WARNING, HostTomcat.check(Map.of(), root.resolve("empty")).grade());
    }

    @Test
    void theDiskMustHoldLogsAndAHeapDump() {
        assertEquals(Grade.OK, HostDisk.space(5L << 30, 4L << 30).grade());
        assertEquals(Grade.WARNING, HostDisk.space(3L << 30, 4L << 30).grade());
        assertTrue(HostDisk.space(500L << 20, 4L << 30).isFailed());
        assertEquals(
                Grade.OK,
                HostDisk.inodes("Filesystem Inodes IUsed IFree IUse% Mounted on\n/dev/vda1 6553600 200000 6353600 "
                                + "4% /\n")
                        .grade());
        assertTrue(
                HostDisk.inodes("Filesystem Inodes IUsed IFree IUse% Mounted on\n/dev/vda1 200500 200000 500 100% /\n")
                        .isFailed());
        assertEquals(
                Grade.OK,
                HostDisk.inodes("Filesystem Inodes IUsed IFree IUse% Mounted on\n/dev/vda1 0 0 0 - /\n")
                        .grade());
        assertEquals(Grade.WARNING, HostDisk.inodes("").grade());
        assertTrue(
                HostDisk.check(root.resolve("nowhere"), Optional.empty()).get(0).isFailed());
        assertEquals(
                Grade.WARNING, HostDisk.check(null, Optional.empty()).get(0).grade());
        assertEquals(3, HostDisk.check(root, Optional.empty()).size());
    }

    @Test
    void thePortIsFreeOrTheProcessOnItIsNamed() throws IOException {
        HostPort ports = new HostPort(Path.of("/"));
        int port = Ports.free();
        assertEquals(
                Finding.ok("port 127.0.0.1:" + port + " is free"),
                ports.check("HTTP", "127.0.0.1", Integer.toString(port)));
        try (ServerSocket used = new ServerSocket(port, 5, InetAddress.getByName("127.0.0.1"))) {
            Finding finding = ports.check("HTTP", "127.0.0.1", Integer.toString(used.getLocalPort()));
            assertEquals(
                    "port " + port + " is used by java ("
                            + ProcessHandle.current().pid() + ")",
                    finding.what());
            assertTrue(finding.isFailed());
        }
        assertTrue(ports.check("HTTP", "192.0.2.1", "8080")
                .what()
                .equals("address 192.0.2.1 does not belong to this machine"));
        assertTrue(ports.check("HTTP", "127.0.0.1", "99999").isFailed());
    }

    @Test
    void theCommandPrintsShortLinesAndJson() throws IOException {
        StringWriter out = new StringWriter();
        int code = execute(out, "preflight", "host", "--no-servers", "--base", root.toString());
        assertTrue(
                out.toString().contains("time zone ")
                        && out.toString().contains("JDK ")
                        && out.toString().contains("Tomcat "),
                out.toString());
        assertEquals(out.toString().contains("\n  failed "), code == 1, out.toString());
        StringWriter json = new StringWriter();
        execute(json, "preflight", "host", "--no-servers", "--base", root.toString(), "--json");
        JsonNode answer = new ObjectMapper().readTree(json.toString());
        assertTrue(answer.size() >= 12 && answer.get(0).get("what").asText().startsWith("JDK "), json.toString());
    }

    @Test
    void invalidSettingsFail() throws IOException {
        StringWriter out = new StringWriter();
        Path config = Files.writeString(root.resolve("turntable.properties"), "mode=demo\n");
        assertEquals(1, execute(out, "preflight", "host", "--base", root.toString(), "--config", config.toString()));
        assertTrue(out.toString().contains("  failed  settings are invalid"), out.toString());
    }

    private static int execute(StringWriter out, String... arguments) {
        return TurntableOps.commandLine().setOut(new PrintWriter(out, true)).execute(arguments);
    }

    private HostMachine machine() {
        return new HostMachine(root, Map.of());
    }

    private void memory(long total, long free, long swap) throws IOException {
        file(
                "proc/meminfo",
                "MemTotal:       " + total + " kB\nMemFree: 1 kB\nMemAvailable:   " + free + " kB\nSwapTotal:      "
                        + swap + " kB\n");
    }

    private Map<String, String> home(String name) {
        return Map.of("CATALINA_HOME", root.resolve(name).toString());
    }

    private static void catalina(Path home, String serverInfo) throws IOException {
        Files.createDirectories(home.resolve("lib"));
        try (ZipOutputStream jar = new ZipOutputStream(Files.newOutputStream(home.resolve("lib/catalina.jar")))) {
            jar.putNextEntry(new ZipEntry("org/apache/catalina/util/ServerInfo.properties"));
            jar.write(serverInfo.getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    private void file(String name, String content) throws IOException {
        Files.createDirectories(root.resolve(name).getParent());
        Files.writeString(root.resolve(name), content);
    }
}
