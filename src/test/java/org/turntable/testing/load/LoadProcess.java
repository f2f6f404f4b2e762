package org.turntable.testing.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A {@link ClosedLoop} in a separate Java process, so that its garbage collection and JIT compilation do not disturb
 * the measurement. The settings go in as JSON on standard input; out come one line when measuring begins, one when the
 * last answer is there, and the result.
 */
public final class LoadProcess {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MEASURING = "measuring";
    private static final String RESULT = "result ";

    private LoadProcess() {}

    /**
     * Runs the load in a child process and waits for it.
     *
     * @param measuring is run when the measured time begins
     * @return the result, at the moment the last answer was there
     * @throws IOException where the child failed; its error output went to ours
     */
    public static LoadResult run(LoadSettings settings, Runnable measuring) throws IOException, InterruptedException {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-Xms128m",
                        "-Xmx768m",
                        "-cp",
                        classPath(),
                        LoadProcess.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (OutputStream in = child.getOutputStream()) {
            in.write(JSON.writeValueAsBytes(settings));
        }
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line; (line = lines.readLine()) != null; ) {
                if (line.equals(MEASURING)) {
                    measuring.run();
                } else if (line.startsWith(RESULT)) {
                    return JSON.readValue(line.substring(RESULT.length()), LoadResult.class);
                }
            }
            throw new IOException("the load's process ended with " + child.waitFor() + " and without a result");
        } finally {
            child.destroy();
        }
    }

    /** The child's side. */
    public static void main(String[] none) throws Exception {
        LoadSettings settings = JSON.readValue(System.in, LoadSettings.class);
        ScriptFamily family =
                (ScriptFamily) Class.forName(settings.family()).getConstructor().newInstance();
        family.open(settings.script(), settings.connections());
        LoadResult result = new ClosedLoop(settings, family::script).run(() -> System.out.println(MEASURING));
        ObjectNode whole = JSON.valueToTree(result);
        whole.set("counts", JSON.<JsonNode>valueToTree(family.counts()));
        System.out.println(RESULT + JSON.writeValueAsString(whole));
        System.out.flush();
    }

    /** Maven's exec:java runs us in a class loader of its own; the system property would name Maven's jars. */
    private static String classPath() {
        if (LoadProcess.class.getClassLoader() instanceof URLClassLoader loader) {
            return Stream.of(loader.getURLs()).map(LoadProcess::file).collect(Collectors.joining(File.pathSeparator));
        }
        return System.getProperty("java.class.path");
    }

    private static String file(URL url) {
        try {
            return Path.of(url.toURI()).toString();
        } catch (URISyntaxException odd) {
            throw new IllegalStateException("a class path entry that is no file: " + url, odd);
        }
    }

    /** The folders and jars of the running program. */
    public static List<Path> classPathEntries() {
        return Stream.of(classPath().split(File.pathSeparator)).map(Path::of).toList();
    }
}
