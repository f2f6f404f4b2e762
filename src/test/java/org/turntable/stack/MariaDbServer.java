package org.turntable.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * One real MariaDB server on loopback, configured by the project's mariadb/node.cnf. Like every node it boots read-only; {@link #open()}
 * lets it write. Its port and data survive {@link #stop()}, {@link #kill9()} and a new {@link #start()}.
 */
public final class MariaDbServer implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration POLITE = Duration.ofSeconds(8);
    private final Path folder;
    private final int serverId;
    private final int port = Ports.free();
    private final String rootPassword = Secrets.password();
    private final List<String> options = new ArrayList<>();
    private final ServerProcess process;
    private MariaDbBinaries binaries;
    private Workspace own;

    /** A server in a work folder of its own, which goes away with it. */
    public MariaDbServer() {
        this(Workspace.temporary("mariadb"));
    }

    private MariaDbServer(Workspace own) {
        this(own.path(), 1);
        this.own = own;
    }

    /**
     * @param folder   where its data and logs lie; made when it is not there
     * @param serverId 1 or more; servers that replicate need different ones
     */
    public MariaDbServer(Path folder, int serverId) {
        this.folder = folder;
        this.serverId = serverId;
        this.process = new ServerProcess("mariadb-" + serverId, folder, POLITE);
    }

    /** Adds an option for the next start, such as --innodb-buffer-pool-size=1G; it wins over node.cnf. */
    public MariaDbServer with(String option) {
        options.add(option);
        return this;
    }

    /** Makes it a server of another MariaDB than the 11.4 that travels with the tests; before its first start. */
    public MariaDbServer of(MariaDbBinaries other) {
        binaries = other;
        return this;
    }

    /** Starts it, read-only; the first time on a copy of a freshly installed data folder. Takes about a second. */
    public MariaDbServer start() {
        binaries = binaries == null ? MariaDbBinaries.carried() : binaries;
        boolean first = !Files.isDirectory(data());
        List<String> command = command();
        if (first) {
            Workspace.copyTree(template(binaries), data());
            command.add("--init-file=" + rootAccount());
        }
        process.start(command, Map.of(), folder, START_LIMIT, () -> {
            try (Connection connection = root()) {
                return connection.isValid(1);
            }
        });
        return this;
    }

    /** What the fail-over agent will do one day: semi-synchronous replication on, then writable. A commit now waits for a replica. */
    public void open() {
        enableSemiSync();
        execute("SET GLOBAL read_only = 0");
    }

    /** The first half of {@link #open()}: from now on commits wait for a replica; still read-only. */
    void enableSemiSync() {
        execute("SET GLOBAL rpl_semi_sync_master_enabled = ON");
    }

    /** Writable without any replica, for tests that need a database and no pair. */
    public void openAlone() {
        execute("SET GLOBAL rpl_semi_sync_master_enabled = OFF");
        execute("SET GLOBAL read_only = 0");
    }

    /** SIGTERM; SIGKILL when it waits for an acknowledgement that does not come. */
    public void stop() {
        process.stop();
    }

    /** SIGKILL. */
    public void kill9() {
        process.kill9();
    }

    /** SIGSTOP: connections stay open and nothing answers. */
    public void freeze() {
        process.freeze();
    }

    /** SIGCONT. */
    public void thaw() {
        process.thaw();
    }

    /** Stops and starts it; it comes back read-only. */
    public void restart() {
        stop();
        start();
    }

    public boolean isRunning() {
        return process.isRunning();
    }

    public int port() {
        return port;
    }

    public long pid() {
        return process.pid();
    }

    /** The data folder. */
    public Path data() {
        return folder.resolve("data-" + serverId);
    }

    /** The end of its error log. */
    public String logTail() {
        return process.logTail(60);
    }

    /** Host and port as database.hosts wants them. */
    public String address() {
        return "127.0.0.1:" + port;
    }

    /** A Connector/J address without credentials. */
    public String jdbcUrl(String database) {
        return "jdbc:mariadb://" + address() + "/" + database;
    }

    /** A new connection with all rights, no database chosen; the caller closes it. */
    public Connection root() throws SQLException {
        return connect("", "root", rootPassword);
    }

    /** A new connection of an account; waits at most 1 s for the server and 30 s for an answer. */
    public Connection connect(String database, String user, String password) throws SQLException {
        Properties properties = new Properties();
        properties.put("user", user);
        properties.put("password", password);
        properties.put("connectTimeout", "1000");
        properties.put("socketTimeout", "30000");
        return DriverManager.getConnection(jdbcUrl(database), properties);
    }

    /** Runs statements as root, one after the other on one connection. */
    public void execute(String... statements) {
        try (Connection connection = root(); Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException failed) {
            throw new IllegalStateException(String.join("; ", statements).replaceAll("(?i)((?:PASSWORD *=|IDENTIFIED BY) *)'[^']*'", "$1'…'")
                    + " failed: " + failed.getMessage(), failed);
        }
    }

    /** The first column of the first row of a query, as root; null when there is no row. */
    public String ask(String query) {
        try (Connection connection = root(); Statement statement = connection.createStatement();
             ResultSet rows = statement.executeQuery(query)) {
            return rows.next() ? rows.getString(1) : null;
        } catch (SQLException failed) {
            throw new IllegalStateException(query + " failed: " + failed.getMessage(), failed);
        }
    }

    /** A global status value, such as Rpl_semi_sync_master_clients. */
    public String status(String name) {
        return ask("SELECT VARIABLE_VALUE FROM information_schema.GLOBAL_STATUS WHERE VARIABLE_NAME = '" + name + "'");
    }

    @Override
    public void close() {
        process.stop();
        if (own != null) {
            own.close();
        }
    }

    private List<String> command() {
        Path conf = copyOfNodeCnf();
        List<String> command = new ArrayList<>(List.of(binaries.server().toString(),
                "--defaults-file=" + conf, "--datadir=" + data(), "--port=" + port, "--bind-address=127.0.0.1",
                // Relative to the data folder: a socket's path may have 107 characters, and a work folder's is long.
                "--socket=server.sock", "--pid-file=" + data().resolve("server.pid"), "--server-id=" + serverId,
                "--lc-messages-dir=" + binaries.share(), "--character-sets-dir=" + binaries.share().resolve("charsets"),
                // 11.4 would make itself an RSA key of 4,096 bits at each start without a certificate: 1 to 8 s of a whole core.
                "--skip-ssl",
                // Small beside the rest of the system on one machine; a host of its own gets node.cnf's sizes.
                "--innodb-buffer-pool-size=192M", "--innodb-log-file-size=128M", "--aria-pagecache-buffer-size=8M", "--key-buffer-size=1M"));
        if (Processes.isRoot()) {
            command.add("--user=root");
        }
        command.addAll(options);
        return command;
    }

    // A copy with tight permissions: the server ignores a world-writable file, as a check-out on a shared folder may be.
    private Path copyOfNodeCnf() {
        try {
            Files.createDirectories(folder);
            Path copy = folder.resolve("node-" + serverId + ".cnf");
            Files.writeString(copy, Files.readString(ProjectFiles.file("mariadb/node.cnf")));
            Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-------"));
            return copy;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    // Not in the binlog: each server has its own root.
    private Path rootAccount() {
        try {
            Path file = folder.resolve("first-start-" + serverId + ".sql");
            Files.writeString(file, """
                    SET sql_log_bin = 0;
                    DELETE FROM mysql.global_priv WHERE User = 'root' AND Host NOT IN ('localhost', '127.0.0.1');
                    FLUSH PRIVILEGES;
                    ALTER USER 'root'@'localhost' IDENTIFIED BY '%1$s';
                    ALTER USER 'root'@'127.0.0.1' IDENTIFIED BY '%1$s';
                    """.formatted(rootPassword));
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            return file;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** An installed, never started data folder, made once for each user. */
    private static Path template(MariaDbBinaries binaries) {
        return ServerBinaries.once("mariadb-" + binaries.version() + "-data", folder -> {
            ServerBinaries.requireLibraries(binaries.server());
            StringBuilder sql = new StringBuilder("CREATE DATABASE mysql;\nUSE mysql;\nSET @auth_root_socket=NULL;\n");
            for (Path script : binaries.scripts()) {
                sql.append(Files.readString(script));
            }
            List<String> command = new ArrayList<>(List.of(binaries.server().toString(), "--no-defaults", "--bootstrap",
                    "--datadir=" + folder, "--lc-messages-dir=" + binaries.share(), "--enforce-storage-engine=",
                    "--max-allowed-packet=8M", "--net-buffer-length=16K", "--innodb-log-file-size=8M"));
            if (Processes.isRoot()) {
                command.add("--user=root");
            }
            Path script = folder.resolveSibling("mariadb-install.sql");
            Path log = folder.resolveSibling("mariadb-install.log");
            Files.writeString(script, sql);
            try {
                int exit = new ProcessBuilder(command).redirectErrorStream(true).redirectInput(script.toFile())
                        .redirectOutput(log.toFile()).start().waitFor();
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
}
