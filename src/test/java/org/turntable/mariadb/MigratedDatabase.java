package org.turntable.mariadb;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.List;
import org.turntable.mariadb.pool.MariaDbPools;
import org.turntable.testing.stack.MariaDbBinaries;
import org.turntable.testing.stack.MariaDbServer;
import org.turntable.testing.stack.Workspace;
import org.turntable.tool.mariadb.schema.Migrations;

/**
 * One real MariaDB without a replica, with the schema and the application's account: for tests of statements. What is
 * promised of a primary and its replica is tested on a pair.
 */
public final class MigratedDatabase implements AutoCloseable {
    /** Longer than a node waits: these tests count rows and results, and a busy machine must not end a statement. */
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(60);

    private static final String PASSWORD = "only-on-loopback-for-the-time-of-a-test";

    private final Workspace folder = Workspace.temporary("mariadb");
    private final MariaDbServer server;
    private HikariDataSource pool;

    /** Starts the server; with an empty database and no tables when {@code migrate} is false. */
    public MigratedDatabase(boolean migrate) {
        this(migrate, MariaDbBinaries.CARRIED);
    }

    /** The same of another MariaDB. */
    public MigratedDatabase(boolean migrate, MariaDbBinaries binaries) {
        server = new MariaDbServer(folder.path(), 1, binaries);
        server.start();
        server.openAlone();
        prepare(server);
        if (migrate) {
            try (HikariDataSource migration = MariaDbPools.forTool(access("turntable_migration"))) {
                Migrations.on(migration).load().migrate();
            }
        }
        pool = MariaDbPools.forNode(access("turntable_app"), "test", 6, ANSWER_WITHIN);
    }

    /** Makes the database and the accounts on a server, with the grants of mariadb/accounts.sql. */
    public static void prepare(MariaDbServer server) {
        server.execute(
                "CREATE DATABASE turntable",
                "CREATE USER turntable_app@'127.0.0.1' IDENTIFIED BY '" + PASSWORD + "'",
                "CREATE USER turntable_migration@'127.0.0.1' IDENTIFIED BY '" + PASSWORD + "'",
                "GRANT SELECT, INSERT, UPDATE, DELETE ON turntable.* TO turntable_app@'127.0.0.1'",
                "GRANT ALL ON turntable.* TO turntable_migration@'127.0.0.1'");
    }

    /** Access of an account to servers that were prepared. */
    public static MariaDbPools.Access access(String user, MariaDbServer... servers) {
        return new MariaDbPools.Access(
                List.of(servers).stream().map(MariaDbServer::address).toList(), "turntable", user, PASSWORD);
    }

    public MariaDbPools.Access access(String user) {
        return access(user, server);
    }

    public MariaDbServer server() {
        return server;
    }

    /** The application's account. */
    public HikariDataSource pool() {
        return pool;
    }

    @Override
    public void close() {
        pool.close();
        server.close();
        folder.close();
    }
}
