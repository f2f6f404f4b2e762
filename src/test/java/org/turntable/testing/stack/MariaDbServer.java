package org.turntable.testing.stack;

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
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One real MariaDB server on loopback, configured by the project's mariadb/node.cnf. Like every node it boots
 * read-only; {@link #open()} lets it write. Its port and data survive {@link #stop()}, {@link #kill9()} and a new
 * {@link #start()}.
 */
public final class MariaDbServer implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(120);
    private static final Duration POLITE = Duration.ofSeconds(8);
    private final Path folder;
    private final int serverId;
    private final int port = Ports.free();
    private final int extraPort = Ports.free();
    private final MariaDbBinaries binaries;
    private final String rootPassword = Secrets.password();
    private final List<String> options = new ArrayList<>();
    private final ServerProcess process;
    private Path disk;
    private Workspace own;

    /** A server in its own work folder, which is removed when it is closed. */
    public MariaDbServer() {
        this(Workspace.temporary("mariadb"));
    }

    private MariaDbServer(Workspace own) {
        this(own.path(), 1);
        this.own = own;
    }

    /**
     * @param folder where its data and logs lie; made when it is not there
     * @param serverId 1 or more; servers that replicate need different ones
     */
    public MariaDbServer(Path folder, int serverId) {
        this(folder, serverId, MariaDbBinaries.CARRIED);
    }

    /** The same on servers of another version. */
    public MariaDbServer(Path folder, int serverId, MariaDbBinaries binaries) {
        this.binaries = binaries;
        this.folder = folder;
        this.serverId = serverId;
        this.process = new ServerProcess("mariadb-" + serverId, folder, POLITE);
    }

    /** Adds an option for the next start, such as --innodb-buffer-pool-size=1G; it wins over node.cnf. */
    public MariaDbServer with(String option) {
        options.add(option);
        return this;
    }

    /** Starts it, read-only; the first time on a copy of a freshly installed data folder. Takes about a second. */
    public MariaDbServer start() {
        boolean first = !Files.isDirectory(data());
        List<String> command = command();
        if (first) {
            Workspace.copyTree(binaries.installed(), data());
            command.add("--init-file=" + rootAccount());
        }
        process.start(command, Map.of(), folder, START_LIMIT, () -> {
            try (Connection connection = root()) {
                return connection.isValid(1);
            }
        });
        return this;
    }

    /**
     * Opens it as the fail-over agent does: semi-synchronous replication on, then writable. A commit now waits for a
     * replica.
     */
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
        resume();
        process.stop();
        startedOutside().ifPresent(pid -> {
            Processes.signal(pid, "TERM");
            try {
                Await.until(
                        "mariadb-" + serverId + " ends",
                        POLITE,
                        () -> startedOutside().isEmpty());
            } catch (AssertionError stubborn) {
                kill9();
            }
        });
    }

    /** SIGKILL. */
    public void kill9() {
        if (process.isRunning()) {
            process.kill9();
        } else {
            startedOutside().ifPresent(pid -> {
                Processes.kill(pid);
            });
        }
    }

    /** SIGSTOP: connections stay open and nothing answers. */
    public void suspend() {
        Processes.suspend(pid());
    }

    /** SIGCONT; nothing when it was ended meanwhile. */
    public void resume() {
        if (isRunning()) {
            Processes.resume(pid());
        }
    }

    /** Its process when it was not started by this class: the fail-over agent, by {@link #startScript()}. */
    private OptionalLong startedOutside() {
        return Stream.of(data().resolve("server.pid"), startedPidFile())
                .mapToLong(MariaDbServer::pidIn)
                .filter(pid -> pid > 0 && Processes.isAlive(pid))
                .filter(pid -> Processes.commandLine(pid).contains(data().toString()))
                .findFirst();
    }

    // Not in the data folder, whose disk may be full.
    private Path startedPidFile() {
        return folder.resolve("started-" + serverId + ".pid");
    }

    private static long pidIn(Path file) {
        try {
            return Long.parseLong(Files.readString(file).strip());
        } catch (IOException | NumberFormatException none) {
            return -1;
        }
    }

    /**
     * A script that starts it with the role that it is given, or finds it running, as systemctl start does; for the
     * fail-over agent. A start that it gave up waiting for may still succeed, such as when disk space is freed: the
     * next start waits for that process. A second process would wait for the first one's locks, with the list of binlog
     * files as it was then, and repair the wrong one later.
     */
    public Path startScript() {
        String command = command().stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
        return script("start", """
                runs() { grep -q '%1$s' "/proc/$1/cmdline" 2>/dev/null; }
                runs "$(cat '%1$s/server.pid' 2>/dev/null || echo none)" && exit 0
                pid=$(cat '%5$s' 2>/dev/null || echo none)
                if ! runs "$pid"; then
                  rm -f '%1$s/server.pid'
                  cd '%2$s' || exit 1
                  setsid %3$s --init-rpl-role="$1" >>'%4$s' 2>&1 </dev/null &
                  pid=$!
                  echo "$pid" >'%5$s'
                fi
                for try in $(seq 550); do
                  [ -s '%1$s/server.pid' ] && exit 0
                  grep -q '^State:[^Z]*$' "/proc/$pid/status" 2>/dev/null || { tail -n 3 '%4$s'; exit 1; }
                  sleep 0.1
                done
                echo "still not up after 55 s; process $pid goes on"
                exit 1
                """.formatted(
                        data(), folder, command, folder.resolve("mariadb-" + serverId + ".log"), startedPidFile()));
    }

    /** A script that ends it at once, likewise, also while it starts. */
    Path killScript() {
        return script("kill", """
                for file in '%1$s/server.pid' '%2$s'; do
                  pid=$(cat "$file" 2>/dev/null || echo none)
                  grep -q '%1$s' /proc/$pid/cmdline 2>/dev/null || continue
                  kill -KILL "$pid"
                  while grep -q '%1$s' /proc/$pid/cmdline 2>/dev/null; do sleep 0.02; done
                done
                """.formatted(data(), startedPidFile()));
    }

    /** Makes its scripts fail from now on, as when the host is unreachable or the server does not start. */
    public void scriptsFail(String script, boolean fail) {
        try {
            if (fail) {
                Files.writeString(folder.resolve(script + "-" + serverId + ".fails"), "");
            } else {
                Files.deleteIfExists(folder.resolve(script + "-" + serverId + ".fails"));
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private Path script(String name, String body) {
        try {
            Path file = folder.resolve(name + "-" + port + ".sh");
            Files.writeString(
                    file,
                    "#!/bin/sh\n[ -e '" + folder.resolve(name + "-" + serverId + ".fails")
                            + "' ] && { echo 'failed by the test'; exit 1; }\n" + body);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
            return file;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Stops and starts it; afterwards it is read-only. */
    public void restart() {
        stop();
        start();
    }

    public boolean isRunning() {
        return process.isRunning() || startedOutside().isPresent();
    }

    /** The port that is left when all connections are taken. */
    public int extraPort() {
        return extraPort;
    }

    public int port() {
        return port;
    }

    public long pid() {
        return process.isRunning() ? process.pid() : startedOutside().orElseGet(process::pid);
    }

    /** The data folder. */
    public Path data() {
        return Optional.ofNullable(disk).orElse(folder).resolve("data-" + serverId);
    }

    /** Puts its data on another disk; call it before the first start. */
    public MariaDbServer onDisk(Path other) {
        disk = other;
        return this;
    }

    /** Removes all its files while it runs: it goes on with those that it has open. */
    public void loseData() {
        // It may make a file meanwhile.
        Await.until("its data folder is gone", START_LIMIT, () -> {
            Workspace.deleteTree(data());
            return !Files.exists(data());
        });
    }

    /** The end of its error log. */
    public String logTail() {
        return process.logTail(60);
    }

    /** Host and port, as in database.hosts. */
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
        try (Connection connection = root();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException failed) {
            throw new IllegalStateException(
                    String.join("; ", statements).replaceAll("(?i)((?:PASSWORD *=|IDENTIFIED BY) *)'[^']*'", "$1'…'")
                            + " failed: " + failed.getMessage(),
                    failed);
        }
    }

    /** The first column of the first row of a query, as root; null when there is no row. */
    public String ask(String query) {
        try (Connection connection = root();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            return rows.next() ? rows.getString(1) : null;
        } catch (SQLException failed) {
            throw new IllegalStateException(query + " failed: " + failed.getMessage(), failed);
        }
    }

    /** The first column of all rows of a query, as root. */
    public List<String> askAll(String query) {
        List<String> values = new ArrayList<>();
        try (Connection connection = root();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        } catch (SQLException failed) {
            throw new IllegalStateException(query + " failed: " + failed.getMessage(), failed);
        }
        return values;
    }

    /** A global status value, such as Rpl_semi_sync_master_clients. */
    public String status(String name) {
        return ask("SELECT VARIABLE_VALUE FROM information_schema.GLOBAL_STATUS WHERE VARIABLE_NAME = '" + name + "'");
    }

    @Override
    public void close() {
        stop();
        if (own != null) {
            own.close();
        }
    }

    private Path temporaryTables() {
        try {
            return Files.createDirectories(folder.resolve("tmp-" + serverId));
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }

    private List<String> command() {
        Path conf = copyOfNodeCnf();
        List<String> command = new ArrayList<>(List.of(
                binaries.server().toString(),
                "--defaults-file=" + conf,
                "--datadir=" + data(),
                "--port=" + port,
                "--extra-port=" + extraPort,
                "--bind-address=127.0.0.1",
                // Relative to the data folder: a socket's path may have 107 characters, and a work folder's is long.
                "--socket=server.sock",
                "--pid-file=" + data().resolve("server.pid"),
                "--server-id=" + serverId,
                // A server that starts clears its folder for temporary tables; in a shared one it would remove those of
                // another server.
                "--tmpdir=" + temporaryTables(),
                // 11.4 would make itself an RSA key of 4,096 bits at each start without a certificate: 1 to 8 s of a
                // whole core.
                "--skip-ssl",
                // Small, because all servers share one machine; node.cnf has the sizes for a dedicated host.
                "--innodb-buffer-pool-size=192M",
                "--innodb-log-file-size=128M",
                "--aria-pagecache-buffer-size=8M",
                "--key-buffer-size=1M"));
        command.addAll(binaries.options());
        if (Processes.isRoot()) {
            command.add("--user=root");
        }
        command.addAll(options);
        return command;
    }

    // A copy with tight permissions: the server ignores a world-writable file, as a check-out on a shared folder may
    // be.
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
}
