package org.turntable.testing.stack;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs turntable-ops as ops do, in a JVM of its own, from the class path of the tests. */
public final class OpsTool {
    private static final Pattern PASSWORD = Pattern.compile("with the password ([A-Za-z0-9_-]{12,})");
    private static final String MAIN = "org.turntable.tool.TurntableOps";

    /** What the tool printed on both streams, and its exit code. */
    public record Outcome(int exitCode, String output) {}

    private OpsTool() {}

    /**
     * Runs a subcommand; throws with its output when it does not end with 0 within a minute.
     *
     * @param config its settings file, passed as --config
     * @param arguments the subcommand and its arguments, such as "sample-campaign", "--open"
     */
    public static String run(Path config, String... arguments) {
        Outcome outcome = attempt(config, arguments);
        if (outcome.exitCode() != 0) {
            throw new IllegalStateException("turntable-ops " + String.join(" ", arguments) + " ended with exit code "
                    + outcome.exitCode() + ":\n" + outcome.output());
        }
        Matcher password = PASSWORD.matcher(outcome.output());
        while (password.find()) {
            LoggedSecrets.register(password.group(1));
        }
        return outcome.output();
    }

    /** The same for a call that may fail. */
    public static Outcome attempt(Path config, String... arguments) {
        try {
            Path output = Files.createTempFile(config.toAbsolutePath().getParent(), "turntable-ops", ".log");
            Process process = start(config, output, arguments);
            if (!process.waitFor(Duration.ofMinutes(5).toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
                throw new IllegalStateException("turntable-ops " + String.join(" ", arguments)
                        + " did not end within a minute:\n" + Files.readString(output));
            }
            Outcome outcome = new Outcome(process.exitValue(), Files.readString(output));
            Files.delete(output);
            return outcome;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while turntable-ops ran", interrupted);
        }
    }

    /**
     * Starts it and does not wait: for a test that ends it in the middle. What it prints on both streams goes into the
     * file.
     */
    public static Process start(Path config, Path output, String... arguments) throws IOException {
        // Only the first compiler tier, and the shared class archive: this JVM runs for about a second.
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-XX:+UseSerialGC",
                "-Dfile.encoding=UTF-8",
                MAIN));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--config", config.toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .redirectInput(new File("/dev/null"));
        // In the environment: a class path of this length makes process lists unreadable.
        builder.environment().put("CLASSPATH", classPath());
        return builder.start();
    }

    // Under "mvn exec:java" the class path is that of a class loader; java.class.path is Maven's own.
    private static String classPath() {
        Set<String> entries = new LinkedHashSet<>();
        for (ClassLoader loader = OpsTool.class.getClassLoader(); loader != null; loader = loader.getParent()) {
            if (loader instanceof URLClassLoader urls
                    && loader.getClass().getName().startsWith("org.codehaus.mojo.exec")) {
                for (URL url : urls.getURLs()) {
                    entries.add(Path.of(URI.create(url.toString())).toString());
                }
            }
        }
        return entries.isEmpty() ? System.getProperty("java.class.path") : String.join(File.pathSeparator, entries);
    }
}
