package org.turntable.cli.preflight;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.turntable.entry.Finding;

/** The disk on which a node logs, unpacks its WAR and leaves a heap dump when memory has run out. */
final class HostDisk {
    private static final long MB = 1024 * 1024;
    /** Logs of some days (the garbage collector's alone take 100 MB) and two unpacked WARs. */
    private static final long LOGS = 2048 * MB;
    private static final long LEAST = 512 * MB;
    private static final long LEAST_INODES = 20_000;

    private HostDisk() {
    }

    /** @param base CATALINA_BASE, or null where nobody names it */
    static List<Finding> look(Path base, Optional<Long> heap) {
        if (base == null) {
            return List.of(Finding.warning("disk not looked at", "name CATALINA_BASE in the environment or with --base"));
        }
        if (!Files.isDirectory(base)) {
            return List.of(Finding.failed(base + " is no folder", "make it, as the README says under Deploy"));
        }
        try {
            return List.of(space(Files.getFileStore(base).getUsableSpace(), LOGS + heap.orElse(0L)), inodes(df(base)), writable(base));
        } catch (IOException unreadable) {
            return List.of(Finding.failed("the disk of " + base + " cannot be read", String.valueOf(unreadable.getMessage())));
        }
    }

    static Finding space(long free, long wanted) {
        String told = "disk " + free / MB + " MB free, wanted " + wanted / MB;
        return free < LEAST ? Finding.failed(told, "make room: logs and the WAR need it")
                : free < wanted ? Finding.warning(told, "a heap dump and the logs of some days do not fit") : Finding.ok(told);
    }

    /** @param df what "df -Pi" says: a head and a line with the number of free inodes in its fourth column */
    static Finding inodes(String df) {
        String[] columns = df.lines().reduce((head, line) -> line).orElse("").strip().split("\\s+");
        if (columns.length < 5 || !columns[3].matches("\\d+") || !columns[1].matches("\\d+")) {
            return Finding.warning("inodes not known", "df -i tells them");
        }
        if (columns[1].equals("0")) {
            return Finding.ok("inodes without limit");
        }
        long free = Long.parseLong(columns[3]);
        return free < LEAST_INODES ? Finding.failed("inodes " + free + " free", "many small files fill this disk: find them with du --inodes") : Finding.ok("inodes " + free + " free");
    }

    private static Finding writable(Path base) {
        Path logs = Files.isDirectory(base.resolve("logs")) ? base.resolve("logs") : base;
        return Files.isWritable(logs) ? Finding.ok(logs + " can be written") : Finding.failed(logs + " cannot be written", "make it Tomcat's, and run this as Tomcat's user");
    }

    private static String df(Path base) {
        try {
            Process df = new ProcessBuilder("df", "-Pi", base.toString()).redirectErrorStream(true).start();
            String said = new String(df.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return df.waitFor() == 0 ? said : "";
        } catch (IOException missing) {
            return "";
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
