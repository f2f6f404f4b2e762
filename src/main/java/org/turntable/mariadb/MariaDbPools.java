package org.turntable.mariadb;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.turntable.mariadb.pool.Connector;
import org.turntable.mariadb.pool.NodePool;
import org.turntable.mariadb.pool.ToolPool;

/**
 * Makes connection pools that follow the writer: they connect to the server that takes writes, leave one that stops taking them, and
 * never wait long for one that is silent. What a node holds open on a server is bounded, whatever happens: {@link NodePool#most}.
 */
public final class MariaDbPools {
    /** How long a node waits for the answer to one statement; semi-synchronous commits included. */
    public static final Duration NODE_ANSWER = Duration.ofSeconds(2);
    /** How long a tool waits for one: bulk inserts of units and changes of tables take longer than a draw. */
    public static final Duration TOOL_ANSWER = Duration.ofMinutes(10);
    /** How long the search for the writer waits for one server. */
    private static final Duration WATCH_ANSWER = Duration.ofMillis(400);
    private static final Duration CONNECT_WITHIN = Duration.ofMillis(500);

    // The half-done transaction of a frozen node frees its locks. Not idle_write_transaction_timeout: it does not count a
    // transaction that only holds SELECT … FOR UPDATE locks yet (measured on 11.4).
    private static final String FREE_LOCKS_OF_FROZEN_NODES = "idle_transaction_timeout=2";
    // A change of a table gives way to players instead of queueing them behind itself.
    private static final String GIVE_WAY = "lock_wait_timeout=5";

    /**
     * Where the servers are and who asks.
     *
     * @param hosts    address:port, the primary first; addresses rather than names, which would cost a look-up in a fail-over
     * @param database the schema
     * @param user     an account without SUPER and READ_ONLY ADMIN, which would write to a fenced server
     * @param password its password
     */
    public record Access(List<String> hosts, String database, String user, String password) {
        public Access {
            hosts = List.copyOf(hosts);
        }

        @Override
        public String toString() {
            return user + "@" + String.join(",", hosts) + "/" + database;
        }
    }

    private MariaDbPools() {
    }

    /**
     * A pool for a node. It is made at once, also while no server answers: getting a connection then fails within a second.
     *
     * @param name         for logs
     * @param size         connections kept
     * @param answerWithin how long one statement may take before its connection is given up
     */
    public static NodePool forNode(Access access, String name, int size, Duration answerWithin) {
        Connector connector = connector(access, answerWithin).with("sessionVariables", FREE_LOCKS_OF_FROZEN_NODES);
        Connector watching = connector(access, WATCH_ANSWER);
        return NodePool.open(config(name, size), access.hosts(), connector, watching);
    }

    /** A small pool for a tool that works on data or tables; it too is made while no server answers. */
    public static HikariDataSource forTool(Access access) {
        HikariConfig config = config("turntable-ops", 3);
        config.setMinimumIdle(0);
        config.setIdleTimeout(Duration.ofSeconds(30).toMillis());
        config.setConnectionTimeout(3_000);
        return ToolPool.open(config, access.hosts(), connector(access, TOOL_ANSWER).with("sessionVariables", GIVE_WAY));
    }

    /** A small pool for a tool that reads from one server, which need not take writes: say a stranded one. */
    public static HikariDataSource forReading(Access access) {
        HikariConfig config = config("turntable-ops-reading", 3);
        config.setReadOnly(true);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(3_000);
        return ToolPool.openForReading(config, access.hosts().get(0), connector(access, TOOL_ANSWER));
    }

    /**
     * One connection to one server, whether it takes writes or not; the caller closes it.
     *
     * @param server address:port
     * @throws SQLException when it does not answer within half a second, or will not have us
     */
    public static Connection connect(Access access, String server) throws SQLException {
        return connector(access, TOOL_ANSWER).with("sessionVariables", GIVE_WAY).open(server);
    }

    private static Connector connector(Access access, Duration answerWithin) {
        return new Connector(access.database(), access.user(), access.password())
                // The driver's defaults: 30 s for a connection, and for an answer for ever.
                .with("connectTimeout", Long.toString(CONNECT_WITHIN.toMillis()))
                .with("socketTimeout", Long.toString(answerWithin.toMillis()));
    }

    private static HikariConfig config(String name, int size) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        config.setMaximumPoolSize(size);
        config.setValidationTimeout(500);
        config.setKeepaliveTime(Duration.ofSeconds(60).toMillis());
        // Under the server's wait_timeout of 15 minutes.
        config.setMaxLifetime(Duration.ofMinutes(10).toMillis());
        // A node starts, and serves pages, while the database is away.
        config.setInitializationFailTimeout(-1);
        return config;
    }
}
