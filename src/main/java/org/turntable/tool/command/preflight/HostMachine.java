package org.turntable.tool.command.preflight;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.turntable.tool.line.Finding;

/** Checks the kernel settings, the memory and the JDK of a machine. */
final class HostMachine {
    private static final int OLDEST_JDK = 17;
    private static final long MB = 1024 * 1024;
    /** Memory beside the heap: classes, code, stacks, buffers, and the kernel. A quarter of the heap is added to it. */
    private static final long HEADROOM = 512 * MB;

    private static final long FILES_RECOMMENDED = 65_535;
    /** Tomcat has up to 8192 connections; the WAR, its logs and its pools need some more files. */
    private static final long FILES_REQUIRED = 10_000;

    private static final long ACCEPT_COUNT = 500;
    private static final int BUFFER_SIZE = 65_536;
    private static final long MOST_SWAPPINESS = 10;
    /** The kernel truncates process names to 15 characters. */
    private static final Set<String> TIME_SERVICES =
            Set.of("chronyd", "ntpd", "systemd-timesyn", "openntpd", "ptp4l", "phc2sys");

    private static final Pattern HEAP = Pattern.compile("(\\d{1,7})([kKmMgG]?)");

    private final Path root;
    private final Map<String, String> environment;

    /** @param root parent of proc and sys: / */
    HostMachine(Path root, Map<String, String> environment) {
        this.root = root;
        this.environment = environment;
    }

    List<Finding> check() {
        return List.of(jdk(), memory(), openFiles(), timeService(), somaxconn(), hugePages(), swap());
    }

    /** TURNTABLE_HEAP in bytes, as setenv.sh passes it to the JVM; empty if it is not a size. */
    static Optional<Long> heap(Map<String, String> environment) {
        Matcher size = HEAP.matcher(environment.getOrDefault("TURNTABLE_HEAP", "2g"));
        return size.matches()
                ? Optional.of(Long.parseLong(size.group(1))
                        * switch (size.group(2).toLowerCase(Locale.ROOT)) {
                            case "k" -> 1024;
                            case "m" -> MB;
                            case "g" -> 1024 * MB;
                            default -> 1;
                        })
                : Optional.empty();
    }

    /** The JDK that catalina.sh uses: JRE_HOME, JAVA_HOME, else the one that runs this tool. */
    Finding jdk() {
        Optional<String> home = Optional.ofNullable(environment.get("JRE_HOME"))
                .or(() -> Optional.ofNullable(environment.get("JAVA_HOME")))
                .filter(named -> !named.isBlank());
        String version = System.getProperty("java.version");
        String machine = System.getProperty("os.arch");
        if (home.isPresent()) {
            Optional<String> release = text(Path.of(home.get(), "release"));
            version = release.flatMap(text -> find(text, "JAVA_VERSION=\"([^\"]+)\""))
                    .orElse("");
            machine =
                    release.flatMap(text -> find(text, "OS_ARCH=\"([^\"]+)\"")).orElse("");
        }
        String what =
                "JDK " + version + " " + machine + home.map(at -> " in " + at).orElse("");
        if (version.isEmpty()) {
            return Finding.failed("no JDK in " + home.orElseThrow(), "correct JAVA_HOME, which catalina.sh uses");
        }
        int feature = Integer.parseInt(version.replaceFirst("^1\\.", "").replaceAll("\\D.*", ""));
        if (feature < OLDEST_JDK) {
            return Finding.failed(what, "install a JDK 17 or newer and set JAVA_HOME to it");
        }
        return machine.contains("64") || machine.equals("s390x")
                ? Finding.ok(what)
                : Finding.failed(what, "install a 64-bit JDK, which the heap size requires");
    }

    Finding memory() {
        Optional<Long> heap = heap(environment);
        if (heap.isEmpty()) {
            return Finding.failed(
                    "TURNTABLE_HEAP=" + environment.get("TURNTABLE_HEAP"), "not a size; write for " + "example 2g");
        }
        long need = heap.get() + heap.get() / 4 + HEADROOM;
        long total = Math.min(
                kilobytes("MemTotal"),
                Stream.of("sys/fs/cgroup/memory.max", "sys/fs/cgroup/memory/memory.limit_in_bytes")
                        .flatMap(file -> number(file).stream())
                        .min(Long::compare)
                        .orElse(Long.MAX_VALUE));
        long free = Math.min(total, kilobytes("MemAvailable"));
        String what = "memory " + total / MB + " MB, free " + free / MB + ", required " + need / MB;
        if (total < need) {
            return Finding.failed(
                    what, "1.25 times the heap and 512 MB are required: add memory, or reduce " + "TURNTABLE_HEAP");
        }
        return free < need
                ? Finding.warning(what, "other processes use it: check with top whether the node is running")
                : Finding.ok(what);
    }

    Finding openFiles() {
        // A JVM raises its own limit to the hard limit, so the hard limit counts.
        String limit = text(root.resolve("proc/self/limits"))
                .flatMap(text -> find(text, "Max open files\\s+\\S+\\s+(\\S+)"))
                .orElse("0");
        String what = "open files " + limit;
        String remedy = "set LimitNOFILE=65535 in Tomcat's systemd unit (the limit shown is that of this shell)";
        long files = limit.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(limit);
        return files >= FILES_RECOMMENDED
                ? Finding.ok(what)
                : files >= FILES_REQUIRED ? Finding.warning(what, remedy) : Finding.failed(what, remedy);
    }

    Finding timeService() {
        try (Stream<Path> processes = Files.list(root.resolve("proc"))) {
            Optional<String> service = processes
                    .filter(process -> process.getFileName().toString().matches("\\d+"))
                    .flatMap(process -> text(process.resolve("comm")).stream())
                    .map(String::strip)
                    .filter(TIME_SERVICES::contains)
                    .findFirst();
            return service.map(name -> Finding.ok("clock synchronized by " + name))
                    .orElseGet(() ->
                            Finding.warning("no time service runs", "install chrony; in a container, check the host"));
        } catch (IOException hidden) {
            return Finding.warning("time service not known", hidden.getMessage());
        }
    }

    Finding somaxconn() {
        long most = number("proc/sys/net/core/somaxconn").orElse(0L);
        return most >= ACCEPT_COUNT
                ? Finding.ok("net.core.somaxconn " + most)
                : Finding.failed(
                        "net.core.somaxconn " + most,
                        "set net.core.somaxconn=4096 with sysctl -w and in /etc/sysctl.d: Tomcat's acceptCount is 500");
    }

    Finding hugePages() {
        String setting = text(root.resolve("sys/kernel/mm/transparent_hugepage/enabled"))
                .flatMap(text -> find(text, "\\[(\\w+)]"))
                .orElse("none");
        return setting.equals("always")
                ? Finding.warning(
                        "transparent huge pages always", "set it to madvise: pauses are shorter, and Redis requires it")
                : Finding.ok("transparent huge pages " + setting);
    }

    Finding swap() {
        long swap = kilobytes("SwapTotal");
        long swappiness = number("proc/sys/vm/swappiness").orElse(0L);
        String what = swap == 0 ? "no swap" : "swap " + swap / MB + " MB, swappiness " + swappiness;
        return swap > 0 && swappiness > MOST_SWAPPINESS
                ? Finding.warning(what, "set vm.swappiness=1: a heap in swap causes long pauses")
                : Finding.ok(what);
    }

    private long kilobytes(String line) {
        return text(root.resolve("proc/meminfo"))
                        .flatMap(text -> find(text, "(?m)^" + line + ":\\s+(\\d+) kB"))
                        .map(Long::parseLong)
                        .orElse(0L)
                * 1024;
    }

    private Optional<Long> number(String file) {
        // A number that is too large for a long, and "max", both mean that there is no limit.
        return text(root.resolve(file))
                .map(String::strip)
                .filter(text -> text.matches("\\d{1,18}"))
                .map(Long::parseLong);
    }

    private static Optional<String> find(String text, String pattern) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(found -> found.group(1))
                .findFirst();
    }

    private static Optional<String> text(Path file) {
        // With a large buffer: files under /proc/sys have size 0, so Files would read them byte by byte and get only
        // the first byte.
        try (InputStream in = Files.newInputStream(file)) {
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            byte[] buffer = new byte[BUFFER_SIZE];
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                text.write(buffer, 0, length);
            }
            return Optional.of(text.toString(StandardCharsets.UTF_8));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }
}
