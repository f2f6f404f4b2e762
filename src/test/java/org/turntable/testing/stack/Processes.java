package org.turntable.testing.stack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Signals by process id, and what else a test asks of the operating system. */
public final class Processes {
    // A process that writes to a slow disk stops only when the write is done.
    private static final Duration EFFECT = Duration.ofSeconds(60);

    private Processes() {}

    /**
     * Sends a signal to one process and returns at once: its effect may come later. For STOP, CONT and KILL see
     * {@link #suspend}, {@link #resume} and {@link #kill}.
     *
     * @param signal its name without SIG, such as STOP, CONT, TERM, KILL
     * @return whether the process was there to receive it
     */
    public static boolean signal(long pid, String signal) {
        if (pid <= 1) {
            throw new IllegalArgumentException("Not the id of a child process: " + pid);
        }
        try {
            // The shell's own kill: a minimal container has no kill program.
            Process kill = new ProcessBuilder("/bin/sh", "-c", "kill -" + signal + " " + pid)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return kill.waitFor() == 0;
        } catch (IOException broken) {
            throw new IllegalStateException("Could not run kill -" + signal + " " + pid, broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while sending " + signal + " to " + pid, interrupted);
        }
    }

    /**
     * SIGSTOP, and waits until the kernel has stopped every thread: kill(2) returns before that, and a thread that
     * still runs can answer one more request.
     */
    public static void suspend(long pid) {
        if (!signal(pid, "STOP")) {
            throw new IllegalStateException("There is no process " + pid + " to suspend");
        }
        Await.until("process " + pid + " is stopped", EFFECT, () -> {
            String states = threadStates(pid);
            if (states.isEmpty()) {
                throw new IllegalStateException("Process " + pid + " has ended instead");
            }
            return states.chars().allMatch(state -> "TtZX".indexOf(state) >= 0);
        });
    }

    /** SIGCONT, and waits until no thread is stopped any more; nothing when the process is gone. */
    public static void resume(long pid) {
        if (signal(pid, "CONT")) {
            Await.until(
                    "process " + pid + " runs again",
                    EFFECT,
                    () -> threadStates(pid).chars().noneMatch(state -> state == 'T'));
        }
    }

    /** SIGKILL, and waits until the process is gone (or a zombie that only its parent can remove). */
    public static void kill(long pid) {
        if (signal(pid, "KILL")) {
            awaitEnd(pid);
        }
    }

    /** Waits until the process is gone or a zombie: then it holds no file, no lock and no port any more. */
    public static void awaitEnd(long pid) {
        Await.until(
                "process " + pid + " is gone",
                EFFECT,
                () -> threadStates(pid).chars().allMatch(state -> state == 'Z' || state == 'X'));
    }

    /**
     * One letter for each thread, as in /proc/pid/task/tid/stat: R, S, D, T (stopped), Z …; empty without the process.
     */
    private static String threadStates(long pid) {
        StringBuilder states = new StringBuilder();
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "task"))) {
            for (Path thread : threads) {
                try {
                    String stat = Files.readString(thread.resolve("stat"));
                    // The name in brackets may hold blanks and brackets of its own.
                    states.append(stat.charAt(stat.lastIndexOf(')') + 2));
                } catch (IOException ended) {
                    // This thread has ended since the folder was listed.
                }
            }
        } catch (IOException | DirectoryIteratorException gone) {
            return "";
        }
        return states.toString();
    }

    /** Whether the process exists and is no zombie. */
    public static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    /** The command line of a running process, arguments joined by spaces; empty when it is gone. */
    public static String commandLine(long pid) {
        try {
            byte[] raw = Files.readAllBytes(Path.of("/proc", Long.toString(pid), "cmdline"));
            return new String(raw, StandardCharsets.UTF_8).replace('\0', ' ').trim();
        } catch (IOException gone) {
            return "";
        }
    }

    /** The first executable of that name in the folders of PATH and in the places where servers are installed. */
    public static Optional<Path> onPath(String program) {
        String path = System.getenv().getOrDefault("PATH", "")
                + ":/usr/local/sbin:/usr/sbin:/sbin:/usr/local/bin:/usr/bin:/bin";
        for (String folder : path.split(":")) {
            Path candidate = Path.of(folder.isEmpty() ? "." : folder, program);
            if (Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    /** Whether this JVM runs as root: some servers then need an option for it. */
    public static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    /**
     * Runs a command to its end and gives its output; a non-zero exit or a passed limit throws with the output in the
     * message.
     */
    public static String run(Duration limit, String... command) {
        try {
            Path output = Files.createTempFile("turntable-command", ".log");
            try {
                Process process = new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
                process.getOutputStream().close();
                boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
                if (!ended) {
                    process.destroyForcibly().waitFor();
                }
                String text = Files.readString(output);
                if (!ended || process.exitValue() != 0) {
                    throw new IllegalStateException(String.join(" ", command)
                            + (ended
                                    ? " ended with " + process.exitValue()
                                    : " did not end within " + limit.toSeconds() + " s")
                            + ":\n" + text);
                }
                return text;
            } finally {
                Files.deleteIfExists(output);
            }
        } catch (IOException broken) {
            throw new IllegalStateException("Could not run " + command[0] + ": " + broken.getMessage(), broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while running " + command[0], interrupted);
        }
    }
}
