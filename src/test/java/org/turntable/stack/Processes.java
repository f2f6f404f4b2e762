package org.turntable.stack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Signals by process id, and what else a test asks of the operating system. */
public final class Processes {
    private Processes() {
    }

    /**
     * Sends a signal to one process.
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
                    .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            return kill.waitFor() == 0;
        } catch (IOException broken) {
            throw new IllegalStateException("Could not run kill -" + signal + " " + pid, broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while sending " + signal + " to " + pid, interrupted);
        }
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
        String path = System.getenv().getOrDefault("PATH", "") + ":/usr/local/sbin:/usr/sbin:/sbin:/usr/local/bin:/usr/bin:/bin";
        for (String folder : path.split(":")) {
            Path candidate = Path.of(folder.isEmpty() ? "." : folder, program);
            if (Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    /** Whether this JVM runs as root: some servers then want to be told so. */
    public static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    /** Runs a command to its end and gives its output; a non-zero exit or a passed limit throws with the output in the message. */
    public static String run(Duration limit, String... command) {
        try {
            Path output = Files.createTempFile("turntable-command", ".log");
            try {
                Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
                process.getOutputStream().close();
                boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
                if (!ended) {
                    process.destroyForcibly().waitFor();
                }
                String text = Files.readString(output);
                if (!ended || process.exitValue() != 0) {
                    throw new IllegalStateException(String.join(" ", command) + (ended ? " ended with " + process.exitValue()
                            : " did not end within " + limit.toSeconds() + " s") + ":\n" + text);
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
