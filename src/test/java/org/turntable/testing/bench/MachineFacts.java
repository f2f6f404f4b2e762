package org.turntable.testing.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What a reader must know of the machine to compare figures. */
final class MachineFacts {
    private MachineFacts() {}

    /** One line: processor, cores, memory, kernel, JDK. */
    static String line() {
        long memory = ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getTotalMemorySize();
        return processor() + ", " + Runtime.getRuntime().availableProcessors() + " cores, " + (memory >> 30) + " GB, "
                + System.getProperty("os.name") + " " + System.getProperty("os.version") + ", JDK "
                + System.getProperty("java.runtime.version");
    }

    /** A warning when other processes load the machine, or "". */
    static String warning() {
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        return load < Runtime.getRuntime().availableProcessors() * 0.75
                ? ""
                : String.format(
                        Locale.ROOT,
                        "The machine is busy with something else already (load average %.1f): every figure below "
                                + "will be too low.%n",
                        load);
    }

    private static String processor() {
        try {
            return Files.readString(Path.of("/proc/cpuinfo"), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 2))
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException elsewhere) {
            return System.getProperty("os.arch");
        }
    }
}
