package org.turntable.testing.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.turntable.testing.stack.TomcatDistribution;

/** Checks whether this machine can run the demo, before anything is started. */
final class Machine {
    private static final long MEGABYTE = 1024L * 1024;
    // Two Tomcats of 0.9 GB, two MariaDB of 0.4 GB, Maven and the rest.
    private static final long MEMORY_MEGABYTES = 3 * 1024;
    private static final long DISK_MEGABYTES = 1536;

    private Machine() {}

    /** The problems, each with its remedy; empty when there is none. */
    static List<String> obstacles() {
        List<String> obstacles = new ArrayList<>();
        String system = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        if (!system.equals("Linux amd64")) {
            obstacles.add("The MariaDB server that the demo brings along runs on Linux x86-64, and this is " + system
                    + ": use a Linux x86-64 machine, container or virtual machine.");
        }
        long memory = freeMemoryMegabytes();
        if (memory < MEMORY_MEGABYTES) {
            obstacles.add("The demo needs " + MEMORY_MEGABYTES / 1024 + " GiB of free memory, and " + memory
                    + " MiB are free: end other programs, or give the container or virtual machine more.");
        }
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        long disk = temporary.toFile().getUsableSpace() / MEGABYTE;
        if (disk < DISK_MEGABYTES) {
            obstacles.add("The demo needs " + DISK_MEGABYTES + " MiB of disk in " + temporary + ", and " + disk
                    + " MiB are free: make room, or name another folder with -Djava.io.tmpdir=…");
        }
        present(obstacles, TomcatDistribution::archive);
        present(obstacles, TomcatDistribution::war);
        return obstacles;
    }

    private static void present(List<String> obstacles, Runnable lookUp) {
        try {
            lookUp.run();
        } catch (IllegalStateException missing) {
            obstacles.add(missing.getMessage());
        }
    }

    /**
     * The memory that is available without swapping, or within the limit of the container if that is less; unknown
     * counts as enough.
     */
    private static long freeMemoryMegabytes() {
        long free = Long.MAX_VALUE;
        try {
            for (String line : Files.readAllLines(Path.of("/proc/meminfo"))) {
                if (line.startsWith("MemAvailable:")) {
                    free = Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024;
                }
            }
            Path most = Path.of("/sys/fs/cgroup/memory.max");
            Path used = Path.of("/sys/fs/cgroup/memory.current");
            if (Files.isReadable(most)
                    && Files.isReadable(used)
                    && !Files.readString(most).startsWith("max")) {
                long left = Long.parseLong(Files.readString(most).trim())
                        - Long.parseLong(Files.readString(used).trim());
                free = Math.min(free, left / MEGABYTE);
            }
        } catch (IOException | NumberFormatException unknown) {
            return free;
        }
        return free;
    }
}
