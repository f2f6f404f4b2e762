package org.turntable.tool.command.preflight;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.turntable.tool.line.Finding;

/** Checks the disk for logs, unpacked WARs and heap dumps of a node. */
final class HostDisk {
    private static final long MB = 1024 * 1024;
    /** Logs of some days (those of the garbage collector take 100 MB) and two unpacked WARs. */
    private static final long LOGS = 2048 * MB;

    private static final long MIN_FREE = 512 * MB;
    private static final long MIN_INODES = 20_000;

    private HostDisk() {}

    /** @param base CATALINA_BASE, or null if it is not known */
    static List<Finding> check(Path base, Optional<Long> heap) {
        if (base == null) {
            return List.of(Finding.warning("disk not checked", "set CATALINA_BASE in the environment, or use --base"));
        }
        if (!Files.isDirectory(base)) {
            return List.of(
                    Finding.failed(base + " is not a folder", "create it, as described in " + "tomcat-conf/README.md"));
        }
        try {
            return List.of(
                    space(Files.getFileStore(base).getUsableSpace(), LOGS + heap.orElse(0L)),
                    inodes(df(base)),
                    writable(base));
        } catch (IOException unreadable) {
            return List.of(
                    Finding.failed("the disk of " + base + " cannot be read", String.valueOf(unreadable.getMessage())));
        }
    }

    static Finding space(long free, long wanted) {
        String what = "disk " + free / MB + " MB free, recommended " + wanted / MB;
        return free < MIN_FREE
                ? Finding.failed(what, "free some space: logs and the WAR need it")
                : free < wanted
                        ? Finding.warning(what, "there is no space for a heap dump and the logs of some days")
                        : Finding.ok(what);
    }

    /** @param df output of "df -Pi": a header and a line with the number of free inodes in the fourth column */
    static Finding inodes(String df) {
        String[] columns =
                df.lines().reduce((head, line) -> line).orElse("").strip().split("\\s+");
        if (columns.length < 5 || !columns[3].matches("\\d+") || !columns[1].matches("\\d+")) {
            return Finding.warning("number of free inodes not known", "run df -i");
        }
        if (columns[1].equals("0")) {
            return Finding.ok("inodes not limited");
        }
        long free = Long.parseLong(columns[3]);
        return free < MIN_INODES
                ? Finding.failed(
                        "inodes " + free + " free", "many small files use up the inodes; find them with du --inodes")
                : Finding.ok("inodes " + free + " free");
    }

    private static Finding writable(Path base) {
        Path logs = Files.isDirectory(base.resolve("logs")) ? base.resolve("logs") : base;
        return Files.isWritable(logs)
                ? Finding.ok(logs + " can be written")
                : Finding.failed(
                        logs + " cannot be written", "make Tomcat's user its owner, and run this as " + "that user");
    }

    private static String df(Path base) {
        try {
            Process df = new ProcessBuilder("df", "-Pi", base.toString())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(df.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return df.waitFor() == 0 ? output : "";
        } catch (IOException missing) {
            return "";
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
