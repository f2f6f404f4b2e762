package org.turntable.testing.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.turntable.testing.stack.Await;
import org.turntable.testing.stack.MariaDbPair;
import org.turntable.testing.stack.MariaDbServer;
import org.turntable.testing.stack.RedisServer;
import org.turntable.testing.stack.Workspace;
import redis.clients.jedis.RedisClient;

/**
 * The servers of one bench: MariaDB primary and semi-synchronous replica, both Redis, and one Tomcat with Turntable and
 * the yardsticks side by side.
 */
final class BenchSystem implements AutoCloseable {
    private final Workspace workspace = Workspace.temporary("bench");
    private final MariaDbPair pair =
            new MariaDbPair(workspace.folder("mariadb")).with("--innodb-buffer-pool-size=768M");
    private final RedisServer draws = RedisServer.draws(workspace.folder("redis"));
    private final RedisServer sessions = RedisServer.sessions(workspace.folder("redis"));
    private final BenchTomcat tomcat;
    private final RedisClient drawsClient;
    private final RedisClient sessionsClient;
    private Connection primary;
    private final Connection replica;
    private final int campaign;

    /**
     * Starts everything; the campaign is open and the usual way's players are signed in when this returns.
     *
     * @param libraries WEB-INF/lib of the unpacked WAR, for the yardsticks
     * @param withTurntable false to measure the yardsticks alone
     */
    BenchSystem(Path libraries, boolean withTurntable) throws Exception {
        pair.start();
        draws.start();
        sessions.start();
        drawsClient = RedisClient.create(draws.url());
        sessionsClient = RedisClient.create(sessions.url());
        primary = patient(pair.primary().root());
        replica = patient(pair.replica().root());
        String password = UUID.randomUUID().toString();
        UsualWaySetUp.createTables(primary, password);
        UsualWaySetUp.createSessions(sessionsClient);
        tomcat = new BenchTomcat(workspace, pair, draws, sessions, withTurntable);
        YardstickWebapp.write(
                tomcat.webapp("yardstick"),
                libraries,
                pair.primary().jdbcUrl("yardstick") + "?useServerPrepStmts=true&user=" + UsualWaySetUp.ACCOUNT
                        + "&password=" + password,
                sessions.url());
        campaign = tomcat.migrateAndCreateCampaign(primary);
        tomcat.start();
    }

    int port() {
        return tomcat.port();
    }

    /** The public origin of the node's pages. */
    String origin() {
        return tomcat.origin();
    }

    /** Turntable itself; to be asked for only where the WAR is deployed. */
    Way turntable() {
        return Way.turntable(BenchCampaign.SLUG, campaign, tomcat.origin(), tomcat.secret());
    }

    Way usual(String stock, int pool) {
        return Way.usual(
                YardstickWebapp.servlet(stock, pool),
                "usual way, stock row locked by " + (stock.equals("winners") ? "winners" : "every draw"),
                tomcat.origin());
    }

    DatabaseCount count() {
        return new DatabaseCount(primary, replica);
    }

    ServerCounters counters() throws SQLException {
        return ServerCounters.read(primary, List.of(drawsClient, sessionsClient));
    }

    MariaDbPair databases() {
        return pair;
    }

    RedisClient draws() {
        return drawsClient;
    }

    Connection primary() {
        return primary;
    }

    int campaign() {
        return campaign;
    }

    /** Opens the primary again after it was killed. */
    void reopenPrimary() throws SQLException {
        pair.reopenPrimaryAfterCrash();
        primary = patient(pair.primary().root());
    }

    /** The Tomcat with Turntable and the yardsticks. */
    BenchTomcat node() {
        return tomcat;
    }

    /** The node's process. */
    long nodePid() {
        return tomcat.pid();
    }

    /** The folder on whose disk the servers write. */
    Path folder() {
        return workspace.path();
    }

    /**
     * Waits until a bulk load is on disk: neither the databases nor the kernel have dirty pages. Otherwise the first
     * minute after a load would measure the write-back of the load.
     */
    void settleDisk() throws SQLException, IOException, InterruptedException {
        for (MariaDbServer server : List.of(pair.primary(), pair.replica())) {
            try (Connection root = server.root()) {
                DatabaseCount.execute(
                        root, "SET GLOBAL innodb_max_dirty_pages_pct_lwm = 0, GLOBAL innodb_max_dirty_pages_pct = 0");
                Await.until("the changed pages are on disk", Duration.ofMinutes(2), () -> dirtyPages(root) < 50);
                DatabaseCount.execute(
                        root,
                        "SET GLOBAL innodb_max_dirty_pages_pct = DEFAULT, GLOBAL innodb_max_dirty_pages_pct_lwm = "
                                + "DEFAULT");
            }
        }
        new ProcessBuilder("sync").inheritIO().start().waitFor();
    }

    private static long dirtyPages(Connection root) {
        try (var statement = root.createStatement();
                var row = statement.executeQuery("SHOW GLOBAL STATUS LIKE 'Innodb_buffer_pool_pages_dirty'")) {
            row.next();
            return row.getLong(2);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** One field of INFO of the Redis for draws. */
    String drawsInfo(String field) {
        return draws.info(field);
    }

    /** Starts a rewrite of the append-only file of the Redis for draws. */
    String rewriteDrawsLog() {
        return draws.command("BGREWRITEAOF");
    }

    /** Draws and first visits that are not in MariaDB yet. */
    long backlog() {
        return drawsClient.xlen("tt:{" + campaign + "}:ledger");
    }

    /** The end of what the node has printed. */
    String nodeLog() {
        return tomcat.log();
    }

    /** Versions of everything that runs. */
    String versions() throws SQLException {
        try (var statement = primary.createStatement();
                var row = statement.executeQuery("SELECT @@version")) {
            row.next();
            return "Tomcat of tomcat-conf/, MariaDB " + row.getString(1)
                    + " (primary and semi-synchronous replica), Redis " + draws.info("redis_version")
                    + " (draws: appendfsync "
                    + drawsClient.configGet("appendfsync").get("appendfsync") + ")";
        }
    }

    @Override
    public void close() throws IOException {
        tomcat.close();
        drawsClient.close();
        sessionsClient.close();
        draws.close();
        sessions.close();
        pair.close();
        workspace.close();
    }

    /** A connection that may count millions of rows, and be idle for as long as an outage takes. */
    private static Connection patient(Connection root) throws SQLException {
        root.setNetworkTimeout(Runnable::run, (int) Duration.ofMinutes(3).toMillis());
        DatabaseCount.execute(root, "SET SESSION wait_timeout = 86400");
        return root;
    }
}
