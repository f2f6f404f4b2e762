package org.turntable.stack;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * Leaves nothing behind. What was started and not closed is closed by a shutdown hook, newest first; and a tiny shell process,
 * told of every server, ends them when this JVM dies without its hooks (kill -9): it notices that the pipe to it is closed.
 */
final class Cleanup {
    // One line in: "+pid" or "-pid". End of input: the JVM is gone; polite first (a semi-synchronous primary may never end), then not.
    private static final String WATCH = """
            trap '' INT TERM HUP
            pids=' '
            while read -r line; do
              pid=${line#?}
              case $line in
                +*) pids="$pids$pid " ;;
                -*) case $pids in *" $pid "*) pids="${pids%% $pid *} ${pids#* $pid }" ;; esac ;;
              esac
            done
            ours() { grep -q turntable- "/proc/$1/cmdline" 2>/dev/null; }
            for pid in $pids; do ours $pid && { kill -CONT $pid; kill -TERM $pid; } 2>/dev/null; done
            for try in 1 2 3 4; do
              left=; for pid in $pids; do ours $pid && left=yes; done
              [ -z "$left" ] && exit 0
              sleep 0.5
            done
            for pid in $pids; do ours $pid && kill -KILL $pid 2>/dev/null; done
            exit 0
            """;
    private static final List<AutoCloseable> OPEN = Collections.synchronizedList(new ArrayList<>());
    private static OutputStream watcher;

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(Cleanup::closeAll, "turntable-cleanup"));
    }

    private Cleanup() {
    }

    /** Closes it at the end of the JVM, unless it is forgotten before. */
    static void remember(AutoCloseable part) {
        OPEN.add(part);
    }

    static void forget(AutoCloseable part) {
        OPEN.remove(part);
    }

    /** Tells the watcher that the process is ours and runs. */
    static synchronized void watch(long pid) {
        tell("+" + pid);
    }

    /** Tells the watcher that the process has ended, before its id can come round again. */
    static synchronized void unwatch(long pid) {
        tell("-" + pid);
    }

    /** Ends the servers whose pid files lie in an abandoned run's folder, if their command lines still name that folder. */
    static void endServersOf(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".pid")).toList()) {
                String text = Files.readString(file).trim();
                if (!text.matches("[0-9]{2,9}")) {
                    continue;
                }
                long pid = Long.parseLong(text);
                if (Processes.commandLine(pid).contains(folder.toString())) {
                    Processes.signal(pid, "KILL");
                    Await.until("the abandoned process " + pid + " is gone", Duration.ofSeconds(5), () -> !Processes.isAlive(pid));
                }
            }
        } catch (IOException unreadable) {
            throw new IllegalStateException("Could not look for abandoned servers in " + folder, unreadable);
        }
    }

    private static void tell(String line) {
        try {
            if (watcher == null) {
                watcher = new ProcessBuilder(ServerProcess.detached(List.of("/bin/sh", "-c", WATCH, "turntable-watch")))
                        .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().getOutputStream();
            }
            watcher.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
            watcher.flush();
        } catch (IOException withoutWatcher) {
            // The next run still finds the pid files; a missing shell must not fail the test.
            watcher = null;
        }
    }

    private static void closeAll() {
        while (true) {
            AutoCloseable newest;
            synchronized (OPEN) {
                if (OPEN.isEmpty()) {
                    return;
                }
                newest = OPEN.remove(OPEN.size() - 1);
            }
            try {
                newest.close();
            } catch (Exception goOn) {
                System.err.println("While cleaning up: " + goOn);
            }
        }
    }
}
