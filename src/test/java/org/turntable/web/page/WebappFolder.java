package org.turntable.web.page;

import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.net.MalformedURLException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A servlet context that only serves the files of a webapp folder. */
public final class WebappFolder {
    /** The project's own webapp folder; tests run in the project's folder. */
    public static final Path SOURCE = Path.of("src", "main", "webapp");

    private WebappFolder() {}

    public static ServletContext context() {
        return context(SOURCE, "");
    }

    public static ServletContext context(Path folder, String contextPath) {
        return (ServletContext) Proxy.newProxyInstance(
                ServletContext.class.getClassLoader(),
                new Class<?>[] {ServletContext.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getContextPath" -> contextPath;
                    case "getResource" -> url(folder, (String) arguments[0]);
                    case "getResourceAsStream" -> stream(folder, (String) arguments[0]);
                    case "getResourcePaths" -> paths(folder, (String) arguments[0]);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private static Path file(Path folder, String path) {
        return folder.resolve(path.substring(1));
    }

    private static Object stream(Path folder, String path) throws IOException {
        Path file = file(folder, path);
        return Files.exists(file) ? Files.newInputStream(file) : null;
    }

    private static Object url(Path folder, String path) throws MalformedURLException {
        Path file = file(folder, path);
        return Files.exists(file) ? file.toUri().toURL() : null;
    }

    private static Set<String> paths(Path folder, String path) {
        Path directory = file(folder, path);
        if (!Files.isDirectory(directory)) {
            return null;
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> path + file.getFileName() + (Files.isDirectory(file) ? "/" : ""))
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
