package org.turntable.testing.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;

/**
 * A primary and its semi-synchronous replica, set up as mariadb/README.md describes, with the database and the accounts
 * of mariadb/accounts.sql. The replica stays read-only.
 */
public final class MariaDbPair implements AutoCloseable {
    /** The application's database. */
    public static final String DATABASE = "turntable";
    /** The account of the nodes: rows of the database, nothing else. */
    public static final String APPLICATION_USER = "turntable_app";
    /** The account of turntable-ops migrate: tables too. */
    public static final String MIGRATION_USER = "turntable_migration";
    /** The account that looks at each server: no rows. */
    public static final String MONITOR_USER = "turntable_monitor";
    /** The account of the fail-over agent. */
    public static final String AGENT_USER = "turntable_agent";

    static final String REPLICATION_USER = "turntable_replica";
    private static final Duration LIMIT = Duration.ofSeconds(120);

    private final MariaDbServer primary;
    private final MariaDbServer replica;
    private final String applicationPassword = Secrets.password();
    private final String migrationPassword = Secrets.password();
    private final String monitorPassword = Secrets.password();
    private final String replicationPassword = Secrets.password();
    private final String agentPassword = Secrets.password();
    private final String backupPassword = Secrets.password();
    private final Path folder;
    private final MariaDbBinaries binaries;
    private Workspace own;

    /** A pair in its own work folder, which is removed when it is closed. */
    public MariaDbPair() {
        this(Workspace.temporary("mariadb-pair"));
    }

    private MariaDbPair(Workspace own) {
        this(own.path());
        this.own = own;
    }

    /** A pair whose data and logs lie in the given folder. */
    public MariaDbPair(Path folder) {
        this(folder, MariaDbBinaries.CARRIED);
    }

    /** The same on servers of another version. */
    public MariaDbPair(Path folder, MariaDbBinaries binaries) {
        this.folder = folder;
        this.binaries = binaries;
        primary = new MariaDbServer(folder, 1, binaries);
        replica = new MariaDbServer(folder, 2, binaries);
    }

    /** Adds an option to both servers for their next start, such as --innodb-buffer-pool-size=1G. */
    public MariaDbPair with(String option) {
        primary.with(option);
        replica.with(option);
        return this;
    }

    /** Starts both, connects the replica, makes the accounts and opens the primary. Takes about two seconds. */
    public MariaDbPair start() {
        startClosed();
        replicate(replica, primary);
        open();
        return this;
    }

    /**
     * Starts both and makes the accounts; both are read-only and replication is not set up, as before the first start
     * of the fail-over agent.
     */
    MariaDbPair startClosed() {
        CompletableFuture<?> second = CompletableFuture.runAsync(replica::start);
        primary.start();
        second.join();
        primary.execute(accounts());
        replica.execute(accounts());
        return this;
    }

    /** Opens the primary once the replica is connected, acknowledges and has everything. */
    public void open() {
        primary.enableSemiSync();
        try {
            Await.until(
                    "the replica acknowledges the primary's transactions",
                    LIMIT,
                    () -> Integer.parseInt(primary.status("Rpl_semi_sync_master_clients")) >= 1);
        } catch (AssertionError never) {
            throw new IllegalStateException(
                    never.getMessage() + ". The end of the replica's log:\n" + replica.logTail(), never);
        }
        awaitReplicaCaughtUp();
        primary.open();
    }

    /** Starts a primary that was killed and opens it again; the replica has reconnected first. */
    public void reopenPrimaryAfterCrash() {
        primary.start();
        open();
    }

    /** Starts a further server with the settings of node.cnf and the accounts of the pair; the caller closes it. */
    public MariaDbServer startFurther(int serverId) {
        MariaDbServer further = new MariaDbServer(folder, serverId, binaries);
        further.start();
        further.execute(accounts());
        return further;
    }

    /**
     * Installs a server of the pair anew, which has lost its data, and stops it: it can be replicated to from the
     * beginning of the other's binlog.
     */
    public void reinstall(MariaDbServer server) {
        server.kill9();
        server.loseData();
        server.start();
        server.execute(accounts());
        server.stop();
    }

    /** Makes a further server replicate from a server of the pair, from the beginning of its binlog. */
    public void replicate(MariaDbServer further, MariaDbServer from) {
        further.execute(
                "CHANGE MASTER TO MASTER_HOST = '127.0.0.1', MASTER_PORT = " + from.port() + ", MASTER_USER = '"
                        + REPLICATION_USER + "', MASTER_PASSWORD = '" + replicationPassword
                        + "', MASTER_USE_GTID = slave_pos, MASTER_CONNECT_RETRY = 1, MASTER_SSL = 0",
                "START SLAVE");
    }

    /** Waits until the replica has applied everything that is in the primary's binlog at this moment. */
    public void awaitReplicaCaughtUp() {
        awaitReplicaCaughtUp(LIMIT);
    }

    /**
     * The same with a limit of the caller's; throws AssertionError with the replica's own error when replication has
     * stopped.
     */
    public void awaitReplicaCaughtUp(Duration limit) {
        String position = primary.ask("SELECT @@gtid_binlog_pos");
        if (position.isEmpty()) {
            return;
        }
        String reached =
                replica.ask("SELECT MASTER_GTID_WAIT('" + position + "', " + Math.max(1, limit.toSeconds()) + ")");
        if (!"0".equals(reached)) {
            throw new AssertionError(
                    "The replica has not reached " + position + " within " + limit.toSeconds() + " s, but "
                            + replica.ask("SELECT @@gtid_slave_pos") + ". The end of its log:\n" + replica.logTail());
        }
    }

    public MariaDbServer primary() {
        return primary;
    }

    public MariaDbServer replica() {
        return replica;
    }

    /** The value of database.hosts: the primary first. */
    public String hosts() {
        return primary.address() + "," + replica.address();
    }

    public String applicationPassword() {
        return applicationPassword;
    }

    public String migrationPassword() {
        return migrationPassword;
    }

    /** The password of turntable_monitor, which connects to both servers. */
    public String monitorPassword() {
        return monitorPassword;
    }

    String replicationPassword() {
        return replicationPassword;
    }

    String agentPassword() {
        return agentPassword;
    }

    /** The password of turntable_backup, which connects through the socket of a server. */
    public String backupPassword() {
        return backupPassword;
    }

    /** A new connection of the application's account to the primary; the caller closes it. */
    public Connection application() throws SQLException {
        return primary.connect(DATABASE, APPLICATION_USER, applicationPassword);
    }

    /** A new connection of the migrations' account to the primary; the caller closes it. */
    public Connection migration() throws SQLException {
        return primary.connect(DATABASE, MIGRATION_USER, migrationPassword);
    }

    @Override
    public void close() {
        // The replica last: a primary that stops waits for acknowledgements of open commits.
        primary.close();
        replica.close();
        if (own != null) {
            own.close();
        }
    }

    private String[] accounts() {
        try {
            String sql = Files.readString(ProjectFiles.file("mariadb/accounts.sql"))
                    .lines()
                    .filter(line -> !line.startsWith("--"))
                    .reduce("", (before, line) -> before + "\n" + line)
                    .replace("@DATABASE@", DATABASE)
                    .replaceAll("@(APPLICATION|MIGRATION|MONITOR|REPLICATION|AGENT)_HOSTS@", "127.0.0.1")
                    .replace("@AGENT_PASSWORD@", agentPassword)
                    .replace("@BACKUP_PASSWORD@", backupPassword)
                    .replace("@APPLICATION_PASSWORD@", applicationPassword)
                    .replace("@MIGRATION_PASSWORD@", migrationPassword)
                    .replace("@MONITOR_PASSWORD@", monitorPassword)
                    .replace("@REPLICATION_PASSWORD@", replicationPassword);
            return Arrays.stream(sql.split(";"))
                    .map(String::trim)
                    .filter(statement -> !statement.isEmpty())
                    .toArray(String[]::new);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
