package org.turntable.tool.command.failover;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.turntable.tool.failover.HostCommands;
import org.turntable.tool.failover.policy.ServerRole;

/** Runs the commands of failover.start and failover.kill, without a shell. */
final class ProcessHostCommands implements HostCommands {
    private static final long LIMIT_SECONDS = 60;

    private final List<String> start;
    private final List<String> kill;

    ProcessHostCommands(List<String> start, List<String> kill) {
        this.start = List.copyOf(start);
        this.kill = List.copyOf(kill);
    }

    @Override
    public boolean canStart() {
        return !start.isEmpty();
    }

    @Override
    public boolean canKill() {
        return !kill.isEmpty();
    }

    @Override
    public void start(String address, ServerRole role) throws IOException {
        run(start, address, role.name());
    }

    @Override
    public void kill(String address) throws IOException {
        run(kill, address, "");
    }

    private static void run(List<String> template, String address, String role) throws IOException {
        int colon = address.lastIndexOf(':');
        List<String> command = template.stream()
                .map(word -> word.replace("{host}", address.substring(0, colon))
                        .replace("{port}", address.substring(colon + 1))
                        .replace("{role}", role))
                .toList();
        Path output = Files.createTempFile("turntable-host", ".log");
        try (InputStream said = Files.newInputStream(output)) {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .redirectInput(Path.of("/dev/null").toFile())
                    .start();
            // Both processes have it open: it stays readable here, and no file remains when this process is killed.
            Files.delete(output);
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(String.join(" ", command) + " did not end within " + LIMIT_SECONDS + " s");
            }
            if (process.exitValue() != 0) {
                String words = new String(said.readAllBytes(), StandardCharsets.UTF_8).strip();
                throw new IOException(String.join(" ", command) + " ended with " + process.exitValue() + ": "
                        + words.substring(Math.max(0, words.length() - 500)));
            }
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", ending);
        } finally {
            Files.deleteIfExists(output);
        }
    }
}
