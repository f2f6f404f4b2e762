package org.turntable.testing.stack;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** One server as a child process: start, wait until ready, suspend, kill; it is ended with the JVM. */
final class ServerProcess implements AutoCloseable {
    private final String name;
    private final Path folder;
    private final Duration polite;
    private Process process;
    private long logFrom;

    /**
     * @param name its name in messages and in the file name of its log, such as "redis-draws"
     * @param folder where its log and its pid file lie
     * @param polite how long to wait after SIGTERM before SIGKILL
     */
    ServerProcess(String name, Path folder, Duration polite) {
        this.name = name;
        this.folder = folder;
        this.polite = polite;
    }

    /** Starts it and waits until it is ready; when it ends or the limit passes, throws with the tail of its log. */
    synchronized void start(
            List<String> command,
            Map<String, String> environment,
            Path directory,
            Duration limit,
            Callable<Boolean> ready) {
        launch(command, environment, directory);
        Process started = process;
        try {
            Await.until(name + " is ready", limit, () -> !started.isAlive() || ready.call());
        } catch (AssertionError late) {
            String tail = logTail(60);
            kill9();
            throw new IllegalStateException(
                    name + " was not ready within " + limit.toSeconds() + " s (" + late.getMessage()
                            + "). The end of its log " + log() + ":\n" + tail,
                    late);
        }
        if (!started.isAlive()) {
            throw new IllegalStateException(name + " ended at once with exit code " + started.exitValue()
                    + ". The end of its log " + log() + ":\n" + logTail(60));
        }
    }

    private void launch(List<String> command, Map<String, String> environment, Path directory) {
        if (isRunning()) {
            throw new IllegalStateException(name + " is already running as process " + pid());
        }
        try {
            ProcessBuilder builder = new ProcessBuilder(detached(command))
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
            builder.environment().putAll(environment);
            logFrom = Files.exists(log()) ? Files.size(log()) : 0;
            process = builder.start();
            Cleanup.register(this);
            long pid = process.pid();
            Cleanup.watch(pid);
            process.onExit().thenRun(() -> Cleanup.unwatch(pid));
            Files.writeString(folder.resolve(name + ".pid"), Long.toString(pid));
        } catch (IOException broken) {
            throw new UncheckedIOException(name + " could not be started: " + broken.getMessage(), broken);
        }
    }

    /**
     * The command in a session of its own where possible: Ctrl-C at the terminal then reaches this JVM alone, which
     * ends its servers in order.
     */
    static List<String> detached(List<String> command) {
        List<String> whole = new ArrayList<>();
        Processes.onPath("setsid").ifPresent(setsid -> whole.add(setsid.toString()));
        whole.addAll(command);
        return whole;
    }

    boolean isRunning() {
        return process != null && process.isAlive();
    }

    long pid() {
        if (process == null) {
            throw new IllegalStateException(name + " was not started");
        }
        return process.pid();
    }

    /** SIGTERM, and SIGKILL when it has not ended in time; nothing when it does not run. */
    void stop() {
        if (isRunning()) {
            Processes.resume(pid());
            process.destroy();
            if (!endsWithin(polite)) {
                killAndWait();
            }
        }
        ended();
    }

    /** SIGKILL, and waits until the process is gone. */
    void kill9() {
        if (isRunning()) {
            killAndWait();
        }
        ended();
    }

    /** SIGSTOP; returns when all its threads are stopped: its connections stay open and nothing answers. */
    void suspend() {
        Processes.suspend(pid());
    }

    /** SIGCONT; returns when it runs. Nothing when it has ended. */
    void resume() {
        if (isRunning()) {
            Processes.resume(pid());
        }
    }

    Path log() {
        return folder.resolve(name + ".log");
    }

    /** The last lines of its output since its last start, at most 64 KB of them. */
    String logTail(int lines) {
        try (RandomAccessFile file = new RandomAccessFile(log().toFile(), "r")) {
            long from = Math.max(Math.min(logFrom, file.length()), file.length() - 65_536);
            byte[] end = new byte[(int) (file.length() - from)];
            file.seek(from);
            file.readFully(end);
            List<String> all = new String(end, StandardCharsets.UTF_8).lines().toList();
            return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
        } catch (IOException none) {
            return "(no log)";
        }
    }

    @Override
    public void close() {
        stop();
    }

    private void ended() {
        Cleanup.unregister(this);
        try {
            Files.deleteIfExists(folder.resolve(name + ".pid"));
        } catch (IOException harmless) {
            // The next clean-up compares command lines anyway.
        }
    }

    // Without a limit: SIGKILL always works, a loaded machine only takes longer.
    private void killAndWait() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean endsWithin(Duration limit) {
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
