package org.turntable.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a reader must know of the machine to compare figures. */
final class MachineFacts {
    private MachineFacts() {
    }

    /** One line: processor, cores, memory, kernel, JDK. */
    static String line() {
        long memory = ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize();
        return processor() + ", " + Runtime.getRuntime().availableProcessors() + " cores, " + (memory >> 30) + " GB, "
                + System.getProperty("os.name") + " " + System.getProperty("os.version") + ", JDK " + System.getProperty("java.runtime.version");
    }

    private static String processor() {
        try {
            return Files.readString(Path.of("/proc/cpuinfo"), StandardCharsets.UTF_8).lines().filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 2)).findFirst().orElse(System.getProperty("os.arch"));
        } catch (IOException elsewhere) {
            return System.getProperty("os.arch");
        }
    }
}
