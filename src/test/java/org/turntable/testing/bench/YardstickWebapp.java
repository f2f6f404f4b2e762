package org.turntable.testing.bench;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.turntable.testing.bench.yardstick.BareServlet;
import org.turntable.testing.bench.yardstick.UsualWayServlet;

/** Lays out the yardsticks as an exploded web application, with the very jars that Turntable's WAR has. */
final class YardstickWebapp {
    /** Database connections of the usual way: its best of these is what Turntable is compared with. */
    static final List<Integer> POOLS = List.of(12, 24, 48);

    private static final String HEAD = """
            <?xml version="1.0" encoding="UTF-8"?>
            <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0" metadata-complete="true">
              <servlet><servlet-name>bare</servlet-name><servlet-class>%s</servlet-class></servlet>
              <servlet-mapping><servlet-name>bare</servlet-name><url-pattern>/bare</url-pattern></servlet-mapping>
            """;
    private static final String USUAL = """
              <servlet><servlet-name>%1$s</servlet-name><servlet-class>%2$s</servlet-class>
                <init-param><param-name>database</param-name><param-value>%3$s</param-value></init-param>
                <init-param><param-name>redis</param-name><param-value>%4$s</param-value></init-param>
                <init-param><param-name>pool</param-name><param-value>%5$d</param-value></init-param>
                <init-param><param-name>stock</param-name><param-value>%6$s</param-value></init-param>
              </servlet>
              <servlet-mapping><servlet-name>%1$s</servlet-name><url-pattern>/%1$s</url-pattern></servlet-mapping>
            """;

    private YardstickWebapp() {}

    /** The path below /yardstick of the usual way with so many database connections. */
    static String servlet(String stock, int pool) {
        return "usual-" + stock + "-" + pool;
    }

    /**
     * Writes the web application.
     *
     * @param folder made here, to be served as /yardstick
     * @param libraries WEB-INF/lib of the unpacked WAR
     * @param database JDBC URL with user and password
     * @param redis URL of the Redis for sessions
     */
    static void write(Path folder, Path libraries, String database, String redis) throws IOException {
        Path lib = Files.createDirectories(folder.resolve("WEB-INF/lib"));
        try (Stream<Path> jars = Files.list(libraries)) {
            // Without a log implementation: unconfigured, it would write every debug line of the pool to the console.
            for (Path jar : jars.filter(jar -> !jar.getFileName().toString().matches("(logback|logstash).*"))
                    .toList()) {
                Files.copy(jar, lib.resolve(jar.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        String packageFolder = BareServlet.class.getPackageName().replace('.', '/');
        Path classes = Files.createDirectories(folder.resolve("WEB-INF/classes").resolve(packageFolder));
        try (Stream<Path> compiled = Files.list(compiledClasses().resolve(packageFolder))) {
            for (Path file :
                    compiled.filter(file -> file.toString().endsWith(".class")).toList()) {
                Files.copy(file, classes.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        StringBuilder xml = new StringBuilder(HEAD.formatted(BareServlet.class.getName()));
        for (String stock : List.of("winners", "every-draw")) {
            for (int pool : POOLS) {
                xml.append(USUAL.formatted(
                        servlet(stock, pool),
                        UsualWayServlet.class.getName(),
                        database.replace("&", "&amp;"),
                        redis.replace("&", "&amp;"),
                        pool,
                        stock));
            }
        }
        Files.writeString(folder.resolve("WEB-INF/web.xml"), xml.append("</web-app>\n"));
    }

    private static Path compiledClasses() {
        try {
            return Path.of(BareServlet.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException odd) {
            throw new IllegalStateException("the compiled tests are not in a folder", odd);
        }
    }
}
