package org.turntable.web.http;

import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import jakarta.servlet.ServletContext;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.turntable.testing.stack.ProjectFiles;
import org.turntable.web.page.Assets;
import org.turntable.web.page.Messages;
import org.turntable.web.page.Views;

/** The project's own pages, created once for all tests. */
public final class TestViews {
    public static final Assets ASSETS = new Assets(context());
    public static final Views VIEWS = new Views(context(), new Messages(), ASSETS);

    private TestViews() {}

    private static ServletContext context() {
        try {
            Path webapp = ProjectFiles.file("src/main/webapp");
            ServletContext context = mock(ServletContext.class);
            when(context.getContextPath()).thenReturn("");
            when(context.getResource(anyString())).thenAnswer(call -> {
                Path file = webapp.resolve(call.<String>getArgument(0).substring(1));
                return Files.exists(file) ? file.toUri().toURL() : null;
            });
            when(context.getResourceAsStream(anyString()))
                    .thenAnswer(call ->
                            stream(webapp.resolve(call.<String>getArgument(0).substring(1))));
            when(context.getResourcePaths(anyString())).thenAnswer(call -> paths(webapp, call.getArgument(0)));
            return context;
        } catch (java.io.IOException broken) {
            throw new java.io.UncheckedIOException(broken);
        }
    }

    private static InputStream stream(Path file) throws java.io.IOException {
        return Files.exists(file) ? Files.newInputStream(file) : null;
    }

    private static Set<String> paths(Path webapp, String folder) throws java.io.IOException {
        try (Stream<Path> files = Files.list(webapp.resolve(folder.substring(1)))) {
            return files.map(file -> folder + file.getFileName() + (Files.isDirectory(file) ? "/" : ""))
                    .collect(Collectors.toSet());
        }
    }
}
