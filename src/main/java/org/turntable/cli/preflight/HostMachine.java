package org.turntable.cli.preflight;

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
import org.turntable.entry.Finding;

/** What the kernel and the JDK of a machine say of themselves. */
final class HostMachine {
    private static final int OLDEST_JDK = 17;
    private static final long MB = 1024 * 1024;
    /** Beside the heap: classes, code, stacks, buffers, and the kernel's own. A quarter of the heap comes on top. */
    private static final long HEADROOM = 512 * MB;
    private static final long FILES_WANTED = 65_535;
    /** Tomcat holds 8192 connections at most, and the WAR, its logs and its pools want some. */
    private static final long FILES_NEEDED = 10_000;
    private static final long ACCEPT_COUNT = 500;
    private static final int BITE = 65_536;
    private static final long MOST_SWAPPINESS = 10;
    /** As the kernel shortens them to 15 letters. */
    private static final Set<String> TIME_SERVICES = Set.of("chronyd", "ntpd", "systemd-timesyn", "openntpd", "ptp4l", "phc2sys");
    private static final Pattern HEAP = Pattern.compile("(\\d{1,7})([kKmMgG]?)");

    private final Path root;
    private final Map<String, String> environment;

    /** @param root where proc and sys lie: / */
    HostMachine(Path root, Map<String, String> environment) {
        this.root = root;
        this.environment = environment;
    }

    List<Finding> look() {
        return List.of(jdk(), memory(), openFiles(), timeService(), somaxconn(), hugePages(), swap());
    }

    /** TURNTABLE_HEAP in bytes, as setenv.sh would give it to the JVM; empty when it is no size. */
    static Optional<Long> heap(Map<String, String> environment) {
        Matcher size = HEAP.matcher(environment.getOrDefault("TURNTABLE_HEAP", "2g"));
        return size.matches() ? Optional.of(Long.parseLong(size.group(1)) * switch (size.group(2).toLowerCase(Locale.ROOT)) {
            case "k" -> 1024;
            case "m" -> MB;
            case "g" -> 1024 * MB;
            default -> 1;
        }) : Optional.empty();
    }

    /** The JDK that catalina.sh will take: JRE_HOME, JAVA_HOME, else the one that runs this. */
    Finding jdk() {
        Optional<String> home = Optional.ofNullable(environment.get("JRE_HOME")).or(() -> Optional.ofNullable(environment.get("JAVA_HOME")))
                .filter(named -> !named.isBlank());
        String version = System.getProperty("java.version");
        String machine = System.getProperty("os.arch");
        if (home.isPresent()) {
            Optional<String> release = text(Path.of(home.get(), "release"));
            version = release.flatMap(text -> find(text, "JAVA_VERSION=\"([^\"]+)\"")).orElse("");
            machine = release.flatMap(text -> find(text, "OS_ARCH=\"([^\"]+)\"")).orElse("");
        }
        String told = "JDK " + version + " " + machine + home.map(at -> " in " + at).orElse("");
        if (version.isEmpty()) {
            return Finding.failed("no JDK in " + home.orElseThrow(), "mend JAVA_HOME, which catalina.sh takes");
        }
        int feature = Integer.parseInt(version.replaceFirst("^1\\.", "").replaceAll("\\D.*", ""));
        if (feature < OLDEST_JDK) {
            return Finding.failed(told, "install a JDK 17 or newer and point JAVA_HOME at it");
        }
        return machine.contains("64") || machine.equals("s390x") ? Finding.ok(told) : Finding.failed(told, "install a 64-bit JDK: the heap needs it");
    }

    Finding memory() {
        Optional<Long> heap = heap(environment);
        if (heap.isEmpty()) {
            return Finding.failed("TURNTABLE_HEAP=" + environment.get("TURNTABLE_HEAP"), "is no size; write 2g");
        }
        long need = heap.get() + heap.get() / 4 + HEADROOM;
        long total = Math.min(kilobytes("MemTotal"), Stream.of("sys/fs/cgroup/memory.max", "sys/fs/cgroup/memory/memory.limit_in_bytes")
                .flatMap(file -> number(file).stream()).min(Long::compare).orElse(Long.MAX_VALUE));
        long free = Math.min(total, kilobytes("MemAvailable"));
        String told = "memory " + total / MB + " MB, free " + free / MB + ", needed " + need / MB;
        if (total < need) {
            return Finding.failed(told, "heap and a quarter and 512 MB: more memory, or a smaller TURNTABLE_HEAP");
        }
        return free < need ? Finding.warning(told, "something else takes it: see it with top, or is the node running?") : Finding.ok(told);
    }

    Finding openFiles() {
        // A JVM raises its own limit to the hard one, so that is what counts, here and for Tomcat.
        String limit = text(root.resolve("proc/self/limits")).flatMap(text -> find(text, "Max open files\\s+\\S+\\s+(\\S+)")).orElse("0");
        String told = "open files " + limit;
        String mend = "LimitNOFILE=65535 in Tomcat's unit (this limit is that of your shell)";
        long files = limit.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(limit);
        return files >= FILES_WANTED ? Finding.ok(told) : files >= FILES_NEEDED ? Finding.warning(told, mend) : Finding.failed(told, mend);
    }

    Finding timeService() {
        try (Stream<Path> processes = Files.list(root.resolve("proc"))) {
            Optional<String> service = processes.filter(process -> process.getFileName().toString().matches("\\d+"))
                    .flatMap(process -> text(process.resolve("comm")).stream()).map(String::strip).filter(TIME_SERVICES::contains).findFirst();
            return service.map(name -> Finding.ok("clock kept by " + name))
                    .orElseGet(() -> Finding.warning("no service keeps the clock", "install chrony; in a container the host's counts"));
        } catch (IOException hidden) {
            return Finding.warning("not known what keeps the clock", hidden.getMessage());
        }
    }

    Finding somaxconn() {
        long most = number("proc/sys/net/core/somaxconn").orElse(0L);
        return most >= ACCEPT_COUNT ? Finding.ok("net.core.somaxconn " + most)
                : Finding.failed("net.core.somaxconn " + most, "sysctl -w net.core.somaxconn=4096, and in /etc/sysctl.d: Tomcat queues 500");
    }

    Finding hugePages() {
        String setting = text(root.resolve("sys/kernel/mm/transparent_hugepage/enabled")).flatMap(text -> find(text, "\\[(\\w+)]")).orElse("none");
        return setting.equals("always") ? Finding.warning("transparent huge pages always", "madvise keeps pauses short; needed where a Redis runs")
                : Finding.ok("transparent huge pages " + setting);
    }

    Finding swap() {
        long swap = kilobytes("SwapTotal");
        long swappiness = number("proc/sys/vm/swappiness").orElse(0L);
        String told = swap == 0 ? "no swap" : "swap " + swap / MB + " MB, swappiness " + swappiness;
        return swap > 0 && swappiness > MOST_SWAPPINESS ? Finding.warning(told, "vm.swappiness=1: a heap in swap means long pauses") : Finding.ok(told);
    }

    private long kilobytes(String line) {
        return text(root.resolve("proc/meminfo")).flatMap(text -> find(text, "(?m)^" + line + ":\\s+(\\d+) kB")).map(Long::parseLong).orElse(0L) * 1024;
    }

    private Optional<Long> number(String file) {
        // More digits than a long has, and "max", both mean that there is no limit.
        return text(root.resolve(file)).map(String::strip).filter(text -> text.matches("\\d{1,18}")).map(Long::parseLong);
    }

    private static Optional<String> find(String text, String pattern) {
        return Pattern.compile(pattern).matcher(text).results().map(found -> found.group(1)).findFirst();
    }

    private static Optional<String> text(Path file) {
        // In large bites: from a file under /proc/sys that is read byte for byte, as Files does where the size is told as 0, only the first byte comes.
        try (InputStream in = Files.newInputStream(file)) {
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            byte[] bite = new byte[BITE];
            for (int length = in.read(bite); length >= 0; length = in.read(bite)) {
                text.write(bite, 0, length);
            }
            return Optional.of(text.toString(StandardCharsets.UTF_8));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }
}
