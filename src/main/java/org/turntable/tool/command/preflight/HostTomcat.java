package org.turntable.tool.command.preflight;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.turntable.tool.line.Finding;

/** The version of the installed Tomcat, read from lib/catalina.jar without starting it. */
final class HostTomcat {
    private static final int[] FIXED = {10, 1, 62};
    private static final String REMEDY =
            "install Tomcat 10.1.62 or newer, which fixes CVE-2026-77756, " + "CVE-2026-117517 and CVE-2026-95517";
    private static final String SERVER_INFO = "org/apache/catalina/util/ServerInfo.properties";
    private static final Pattern VERSION = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})\\.(\\d{1,6})(?:\\..*|-.*)?");

    private HostTomcat() {}

    /**
     * Looks in CATALINA_HOME, then in the base folder: an installation may use one folder for both.
     *
     * @param base CATALINA_BASE, or null if it is not known
     */
    static Finding check(Map<String, String> environment, Path base) {
        Optional<Path> home = Stream.of(
                        Optional.ofNullable(environment.get("CATALINA_HOME"))
                                .filter(named -> !named.isBlank())
                                .map(Path::of),
                        Optional.ofNullable(base))
                .flatMap(Optional::stream)
                .filter(folder -> Files.isRegularFile(catalina(folder)))
                .findFirst();
        if (home.isEmpty()) {
            return Finding.warning("Tomcat not found", "set CATALINA_HOME in the environment, or use --base");
        }
        try {
            String version = version(catalina(home.get()));
            Matcher parts = VERSION.matcher(version);
            if (!parts.matches()) {
                return unknown(home.get(), "server.number is '" + version + "'");
            }
            int[] numbers = {
                Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)), Integer.parseInt(parts.group(3))
            };
            String what =
                    "Tomcat " + parts.group(1) + "." + parts.group(2) + "." + parts.group(3) + " in " + home.get();
            return Arrays.compare(numbers, FIXED) < 0 ? Finding.warning(what, REMEDY) : Finding.ok(what);
        } catch (IOException unreadable) {
            return unknown(home.get(), String.valueOf(unreadable.getMessage()));
        }
    }

    private static Path catalina(Path folder) {
        return folder.resolve("lib").resolve("catalina.jar");
    }

    // Not from a ServerInfo.properties beside the jar: that one is used to hide the version from visitors.
    private static String version(Path jar) throws IOException {
        try (ZipFile catalina = new ZipFile(jar.toFile())) {
            ZipEntry entry = catalina.getEntry(SERVER_INFO);
            if (entry == null) {
                throw new IOException(SERVER_INFO + " is missing in " + jar.getFileName());
            }
            Properties info = new Properties();
            try (InputStream in = catalina.getInputStream(entry)) {
                info.load(in);
            }
            return info.getProperty("server.number", "").strip();
        }
    }

    private static Finding unknown(Path home, String why) {
        return Finding.warning("Tomcat in " + home + ": version not known", why + "; bin/version.sh shows it");
    }
}
