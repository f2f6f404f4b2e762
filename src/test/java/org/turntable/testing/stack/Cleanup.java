package org.turntable.testing.stack;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Ends everything that a test run has started. A shutdown hook closes what is still open, newest first. When the JVM is
 * killed without its hooks (kill -9), a small shell process ends the servers: it detects that its pipe is closed.
 */
final class Cleanup {
    // Input lines are "+pid", "-pid" or "/place" of a mounted file system. At the end of the input: SIGTERM first (a
    // semi-synchronous primary may never end), then SIGKILL, then what is still mounted.
    private static final String WATCH = """
            trap '' INT TERM HUP
            trap 'echo "$places" | while read -r place; do umount -l "$place" 2>/dev/null; done' EXIT
            pids=' '
            places=
            while read -r line; do
              pid=${line#?}
              case $line in
                /*) places=$(printf '%s\\n%s' "$places" "$line") ;;
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

    private Cleanup() {}

    /** Registers a part to be closed at the end of the JVM. */
    static void register(AutoCloseable part) {
        OPEN.add(part);
    }

    static void unregister(AutoCloseable part) {
        OPEN.remove(part);
    }

    /** The process was started by this JVM and runs: the watcher ends it when the JVM ends. */
    static synchronized void watch(long pid) {
        send("+" + pid);
    }

    /** The process has ended: the watcher removes its id before the kernel reuses it. */
    static synchronized void unwatch(long pid) {
        send("-" + pid);
    }

    /** A file system was mounted there: the watcher unmounts it when the JVM ends, if it is still mounted. */
    static synchronized void watchMount(Path place) {
        send(place.toString());
    }

    /**
     * Ends the servers whose pid files lie in an abandoned run's folder, if their command lines still name that folder.
     */
    static void endServersOf(Path folder) {
        try {
            for (Path file : Workspace.filesBelow(folder)) {
                if (file.toString().endsWith(".pid")) {
                    endServerOf(file, folder);
                }
            }
        } catch (IOException unreadable) {
            throw new IllegalStateException("Could not look for abandoned servers in " + folder, unreadable);
        }
    }

    private static void endServerOf(Path pidFile, Path folder) throws IOException {
        String text;
        try {
            text = Files.readString(pidFile).trim();
        } catch (NoSuchFileException removedMeanwhile) {
            // The owner, or another JVM's sweep, is removing this folder.
            return;
        }
        if (text.matches("[0-9]{2,9}")) {
            long pid = Long.parseLong(text);
            if (Processes.commandLine(pid).contains(folder.toString())) {
                Processes.kill(pid);
            }
        }
    }

    private static void send(String line) {
        try {
            if (watcher == null) {
                watcher = new ProcessBuilder(ServerProcess.detached(List.of("/bin/sh", "-c", WATCH, "turntable-watch")))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .getOutputStream();
            }
            watcher.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
            watcher.flush();
        } catch (IOException withoutWatcher) {
            // The next run still finds the pid files; a missing shell must not fail the test.
            watcher = null;
        }
    }

    private static void closeAll() {
        boolean failed = false;
        while (true) {
            AutoCloseable newest;
            synchronized (OPEN) {
                if (OPEN.isEmpty()) {
                    if (failed) {
                        // No test can fail any more: the process does, and with it the build.
                        Runtime.getRuntime().halt(1);
                    }
                    return;
                }
                newest = OPEN.remove(OPEN.size() - 1);
            }
            try {
                newest.close();
            } catch (AssertionError secret) {
                System.err.println(secret.getMessage());
                failed = true;
            } catch (Exception goOn) {
                System.err.println("While cleaning up: " + goOn);
            }
        }
    }
}
