package org.turntable.mariadb.pool;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/**
 * Creates connection pools that follow the writer: they connect to the server that accepts writes, drop their
 * connections when it stops accepting them, and use short timeouts for a server that does not answer. The number of
 * connections of a node on one server is bounded in every case: {@link NodePool#maxConnections}.
 */
public final class MariaDbPools {
    /** Answer timeout of one statement of a node; semi-synchronous commits included. */
    public static final Duration NODE_ANSWER = Duration.ofSeconds(2);
    /** Answer timeout of a tool's statement: bulk inserts of units and ALTER TABLE take longer than a draw. */
    public static final Duration TOOL_ANSWER = Duration.ofMinutes(10);
    /** Answer timeout of one probe in the search for the writer. */
    private static final Duration PROBE_ANSWER = Duration.ofMillis(400);

    private static final Duration CONNECT_WITHIN = Duration.ofMillis(500);

    // Ends the open transaction of a frozen node, which releases its locks. Not idle_write_transaction_timeout: that
    // one does not apply to a transaction that has only SELECT … FOR UPDATE locks (measured on 11.4).
    private static final String FREE_LOCKS_OF_FROZEN_NODES = "idle_transaction_timeout=2";
    // DDL that waits for its metadata lock makes all later statements on the table wait too; so it gives up soon.
    private static final String SHORT_LOCK_WAIT = "lock_wait_timeout=5";

    /**
     * The servers and the account.
     *
     * @param hosts address:port, the primary first; IP addresses, because a name would need a DNS query during a
     *     fail-over
     * @param database the schema
     * @param user an account without SUPER and READ_ONLY ADMIN, since either could write to a read-only server
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

    /** Longer than a node's: on a busy machine a command waits, where a request of a player is refused. */
    private static final Duration TOOL_CONNECTS_WITHIN = Duration.ofSeconds(10);

    private MariaDbPools() {}

    /**
     * A pool for a node. It opens at once, also while no server answers: then getting a connection fails within a
     * second.
     *
     * @param name for log messages
     * @param size of the pool, in connections
     * @param answerWithin how long one statement may take before its connection is closed
     */
    public static NodePool forNode(Access access, String name, int size, Duration answerWithin) {
        Connector connector = connector(access, answerWithin).with("sessionVariables", FREE_LOCKS_OF_FROZEN_NODES);
        Connector monitorConnector = connector(access, PROBE_ANSWER);
        return NodePool.open(config(name, size), access.hosts(), connector, monitorConnector);
    }

    /** A small pool for a tool that changes data or tables; it too opens while no server answers. */
    public static HikariDataSource forTool(Access access) {
        HikariConfig config = config("turntable-ops", 3);
        config.setMinimumIdle(0);
        config.setIdleTimeout(Duration.ofSeconds(30).toMillis());
        config.setConnectionTimeout(TOOL_CONNECTS_WITHIN.toMillis());
        return ToolPool.open(
                config, access.hosts(), connector(access, TOOL_ANSWER).with("sessionVariables", SHORT_LOCK_WAIT));
    }

    /** A small pool for a tool that only reads from one server, which may be read-only, such as a former primary. */
    public static HikariDataSource forReading(Access access) {
        HikariConfig config = config("turntable-ops-reading", 3);
        config.setReadOnly(true);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(TOOL_CONNECTS_WITHIN.toMillis());
        return ToolPool.openForReading(config, access.hosts().get(0), connector(access, TOOL_ANSWER));
    }

    /**
     * One connection to one server, read-only or not; the caller closes it.
     *
     * @param server address:port
     * @throws SQLException when it does not answer within half a second, or refuses the log-in
     */
    public static Connection connect(Access access, String server) throws SQLException {
        return connector(access, TOOL_ANSWER)
                .with("sessionVariables", SHORT_LOCK_WAIT)
                .open(server);
    }

    private static Connector connector(Access access, Duration answerWithin) {
        return new Connector(access.database(), access.user(), access.password())
                // The driver's defaults are 30 s to connect, and no limit for an answer.
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
