package org.turntable.testing.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The MariaDB of a test: the one from a jar, or the one that is installed. */
public final class MariaDbBinaries {
    /** MariaDB 11.4. */
    public static final MariaDbBinaries CARRIED = new MariaDbBinaries(
            "mariadb-11.4.5",
            List.of(
                    "mariadb_system_tables",
                    "mariadb_performance_tables",
                    "mariadb_system_tables_data",
                    "maria_add_gis_sp_bootstrap",
                    "mariadb_sys_schema"),
            null);

    private static final Path INSTALLED_SHARE = Path.of("/usr/share/mysql");

    private final String name;
    private final List<String> scripts;
    private final Path server;

    private MariaDbBinaries(String name, List<String> scripts, Path server) {
        this.name = name;
        this.scripts = scripts;
        this.server = server;
    }

    /** The system's own server, such as Debian's 10.11; empty where none is installed. */
    public static Optional<MariaDbBinaries> ofSystem() {
        return Processes.onPath("mariadbd")
                .filter(found -> Files.isRegularFile(INSTALLED_SHARE.resolve("mysql_system_tables.sql")))
                .map(found -> {
                    String version = Processes.run(Duration.ofSeconds(10), found.toString(), "--version")
                            .replaceAll("(?s).*Ver ([0-9.]+).*", "$1");
                    return new MariaDbBinaries(
                            "mariadb-" + version + "-installed",
                            List.of(
                                    "mysql_system_tables",
                                    "mysql_performance_tables",
                                    "mysql_system_tables_data",
                                    "maria_add_gis_sp_bootstrap",
                                    "mysql_sys_schema"),
                            found);
                });
    }

    /** The server's program. */
    Path server() {
        return server != null ? server : ServerBinaries.mariaDb().resolve("bin/mariadbd");
    }

    /** The options that it needs to find its own files. */
    List<String> options() {
        return server != null
                ? List.of()
                : List.of("--lc-messages-dir=" + share(), "--character-sets-dir=" + share().resolve("charsets"));
    }

    private Path share() {
        return server != null ? INSTALLED_SHARE : ServerBinaries.mariaDb().resolve("share");
    }

    /** An installed, never started data folder, made once for each user. */
    Path installed() {
        return ServerBinaries.once(name + "-data", folder -> {
            ServerBinaries.requireLibraries(server());
            StringBuilder sql = new StringBuilder("CREATE DATABASE mysql;\nUSE mysql;\nSET @auth_root_socket=NULL;\n");
            for (String script : scripts) {
                sql.append(Files.readString(share().resolve(script + ".sql")));
            }
            List<String> command = new ArrayList<>(List.of(
                    server().toString(),
                    "--no-defaults",
                    "--bootstrap",
                    "--datadir=" + folder,
                    "--enforce-storage-engine=",
                    "--max-allowed-packet=8M",
                    "--net-buffer-length=16K",
                    "--innodb-log-file-size=8M"));
            command.addAll(options());
            if (Processes.isRoot()) {
                command.add("--user=root");
            }
            Path script = folder.resolveSibling(name + "-install.sql");
            Path log = folder.resolveSibling(name + "-install.log");
            Files.writeString(script, sql);
            try {
                int exit = new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectInput(script.toFile())
                        .redirectOutput(log.toFile())
                        .start()
                        .waitFor();
                if (exit != 0) {
                    throw new IOException("mariadbd --bootstrap ended with " + exit + ":\n" + Files.readString(log));
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while installing MariaDB's system tables", interrupted);
            } finally {
                Files.deleteIfExists(script);
                Files.deleteIfExists(log);
            }
        });
    }

    @Override
    public String toString() {
        return name;
    }
}
