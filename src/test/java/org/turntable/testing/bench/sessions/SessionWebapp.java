package org.turntable.testing.bench.sessions;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.stream.Stream;
import org.turntable.testing.bench.sessions.webapp.ChangeIdServlet;
import org.turntable.testing.bench.sessions.webapp.EndServlet;
import org.turntable.testing.bench.sessions.webapp.HeldWriteServlet;
import org.turntable.testing.bench.sessions.webapp.ManyServlet;
import org.turntable.testing.bench.sessions.webapp.PlainServlet;
import org.turntable.testing.bench.sessions.webapp.ReadServlet;
import org.turntable.testing.bench.sessions.webapp.StartServlet;
import org.turntable.testing.bench.sessions.webapp.WriteServlet;
import org.turntable.testing.bench.sessions.webapp.WrittenServlet;

/** Lays out a variant as an exploded web application: the same pages for each, and what is the variant's own. */
final class SessionWebapp {
    private static final Map<String, Class<?>> PAGES = Map.of(
            "plain",
            PlainServlet.class,
            "start",
            StartServlet.class,
            "read",
            ReadServlet.class,
            "write",
            WriteServlet.class,
            "written",
            WrittenServlet.class,
            "end",
            EndServlet.class,
            "change",
            ChangeIdServlet.class,
            "many",
            ManyServlet.class,
            "held-write",
            HeldWriteServlet.class);
    private static final String HEAD = """
            <?xml version="1.0" encoding="UTF-8"?>
            <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0" metadata-complete="true">
            """;
    private static final String PAGE = """
              <servlet>
                <servlet-name>%1$s</servlet-name><servlet-class>%2$s</servlet-class><async-supported>true</async-supported>
              </servlet>
              <servlet-mapping><servlet-name>%1$s</servlet-name><url-pattern>/%1$s</url-pattern></servlet-mapping>
            """;

    private SessionWebapp() {}

    /** Writes the variant into the folder, which is made. */
    static void write(Path folder, SessionVariant variant) throws IOException {
        Path classes = Files.createDirectories(folder.resolve("WEB-INF/classes"));
        for (Path from : variant.classes()) {
            copyTree(from, classes);
        }
        String pages = PlainServlet.class.getPackageName().replace('.', '/');
        copyTree(compiledClasses().resolve(pages), classes.resolve(pages));
        Path lib = Files.createDirectories(folder.resolve("WEB-INF/lib"));
        for (Path jar : variant.jars()) {
            Files.copy(jar, lib.resolve(jar.getFileName()));
        }
        StringBuilder xml = new StringBuilder(HEAD).append(variant.declarations());
        PAGES.forEach((page, servlet) -> xml.append(PAGE.formatted(page, servlet.getName())));
        Files.writeString(folder.resolve("WEB-INF/web.xml"), xml.append("</web-app>\n"));
        for (Map.Entry<String, String> file : variant.files().entrySet()) {
            Path target = folder.resolve(file.getKey());
            Files.createDirectories(target.getParent());
            Files.writeString(target, file.getValue());
        }
    }

    private static void copyTree(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                Path target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static Path compiledClasses() {
        try {
            return Path.of(PlainServlet.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException odd) {
            throw new IllegalStateException("the compiled tests are not in a folder", odd);
        }
    }
}
