package org.turntable.stack;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A MariaDB that servers are started from.
 *
 * @param version  such as 11.4.5
 * @param server   the program
 * @param share    its folder with messages, character sets and the scripts of the system tables
 * @param prefixes how the names of those scripts begin
 */
public record MariaDbBinaries(String version, Path server, Path share, String prefixes) {
    private static final Path DEBIANS = Path.of("/usr/sbin/mariadbd");
    private static final Path DEBIANS_SHARE = Path.of("/usr/share/mysql");
    private static final Pattern VERSION = Pattern.compile("Ver (10\\.11\\.\\d+)-MariaDB");

    /** MariaDB 11.4, which travels in a jar. */
    public static MariaDbBinaries carried() {
        Path folder = ServerBinaries.mariaDb();
        return new MariaDbBinaries("11.4.5", folder.resolve("bin/mariadbd"), folder.resolve("share"), "mariadb");
    }

    /** MariaDB 10.11 as Debian 12 has it, where it is installed. */
    public static Optional<MariaDbBinaries> installed1011() {
        if (!Files.isExecutable(DEBIANS) || !Files.isDirectory(DEBIANS_SHARE)) {
            return Optional.empty();
        }
        Matcher version = VERSION.matcher(Processes.run(Duration.ofSeconds(10), DEBIANS.toString(), "--version"));
        return version.find() ? Optional.of(new MariaDbBinaries(version.group(1), DEBIANS, DEBIANS_SHARE, "mysql")) : Optional.empty();
    }

    /** Debian's MariaDB 10.11; a test that wants it is skipped without it, and fails with CI=true. */
    public static MariaDbBinaries debians1011() {
        Installed.orSkip(installed1011().map(MariaDbBinaries::server), "MariaDB 10.11 is not installed: apt-get install mariadb-server-core on Debian 12");
        return installed1011().orElseThrow();
    }

    /** The scripts that make a data folder, in their order. */
    List<Path> scripts() {
        return List.of(share.resolve(prefixes + "_system_tables.sql"), share.resolve(prefixes + "_performance_tables.sql"),
                share.resolve(prefixes + "_system_tables_data.sql"), share.resolve("maria_add_gis_sp_bootstrap.sql"), share.resolve(prefixes + "_sys_schema.sql"));
    }
}
