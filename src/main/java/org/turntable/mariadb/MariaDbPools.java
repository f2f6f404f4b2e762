package org.turntable.mariadb;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Makes connection pools that follow the writer: they connect to the first server that takes writes, leave one that stops taking
 * them, and never wait long for one that is silent.
 *
 * <p>The driver's own way to several servers ("sequential:") looks only at whether a server answers. So each new connection asks
 * whether the server is read-only and refuses it if so, upon which the driver tries the next; and a connection whose server
 * turned read-only meanwhile is thrown away at its first refused write.
 */
public final class MariaDbPools {
    /** How long a node waits for the answer to one statement; semi-synchronous commits included. */
    public static final Duration NODE_ANSWER = Duration.ofSeconds(2);
    /** How long a tool waits for one: bulk inserts of units and changes of tables take longer than a draw. */
    public static final Duration TOOL_ANSWER = Duration.ofMinutes(10);

    // One statement without a semicolon: the driver cuts initSql at each. SIGNAL in EXECUTE IMMEDIATE needs no grant.
    private static final String REFUSE_READ_ONLY = """
            EXECUTE IMMEDIATE IF(@@read_only, 'SIGNAL SQLSTATE ''45000'' SET MESSAGE_TEXT = ''this server is read-only''', 'DO 0')""";
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
     * A pool for a node. It is made at once, also while no server answers: getting a connection then fails after a second.
     *
     * @param name         for logs
     * @param size         connections kept
     * @param answerWithin how long one statement may take before its connection is given up
     */
    public static HikariDataSource forNode(Access access, String name, int size, Duration answerWithin) {
        HikariConfig config = config(access, name, size, answerWithin);
        config.addDataSourceProperty("sessionVariables", FREE_LOCKS_OF_FROZEN_NODES);
        config.setConnectionTimeout(1_000);
        return new HikariDataSource(config);
    }

    /** A small pool for a tool that works on data or tables; it too is made while no server answers. */
    public static HikariDataSource forTool(Access access) {
        HikariConfig config = config(access, "turntable-ops", 3, TOOL_ANSWER);
        config.addDataSourceProperty("sessionVariables", GIVE_WAY);
        config.setMinimumIdle(0);
        config.setIdleTimeout(Duration.ofSeconds(30).toMillis());
        config.setConnectionTimeout(3_000);
        return new HikariDataSource(config);
    }

    /** A small pool for a tool that reads from a server that takes no writes, say a stranded one. */
    public static HikariDataSource forReading(Access access) {
        HikariConfig config = config(access, "turntable-ops-reading", 3, TOOL_ANSWER);
        config.getDataSourceProperties().remove("initSql");
        config.setReadOnly(true);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(3_000);
        return new HikariDataSource(config);
    }

    private static HikariConfig config(Access access, String name, int size, Duration answerWithin) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setDriverClassName("org.mariadb.jdbc.Driver");
        config.setJdbcUrl("jdbc:mariadb:sequential://" + String.join(",", access.hosts()) + "/" + access.database());
        config.setUsername(access.user());
        config.setPassword(access.password());
        config.addDataSourceProperty("connectTimeout", "500");
        config.addDataSourceProperty("socketTimeout", Long.toString(answerWithin.toMillis()));
        // A server that refused is asked again after this; the driver's default of 60 s would sit out a whole fail-over.
        config.addDataSourceProperty("deniedListTimeout", "250");
        config.addDataSourceProperty("retriesAllDown", "2");
        // Never set timezone= beside this: the refusal would then no longer count as a failed connection.
        config.addDataSourceProperty("initSql", REFUSE_READ_ONLY);
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        config.setExceptionOverride(new LeaveUnusable());
        config.setMaximumPoolSize(size);
        config.setValidationTimeout(500);
        config.setKeepaliveTime(Duration.ofSeconds(60).toMillis());
        // Under the server's wait_timeout of 15 minutes.
        config.setMaxLifetime(Duration.ofMinutes(10).toMillis());
        // A node starts, and serves pages, while the database is away.
        config.setInitializationFailTimeout(-1);
        return config;
    }

    /** Errors after which a connection is of no use although its socket is well; the pool does not know them by itself. */
    private static final class LeaveUnusable implements SQLExceptionOverride {
        private static final Set<Integer> READ_ONLY = Set.of(1290, 1836);
        /** The driver reconnected under us; what the transaction came to is not known. */
        private static final String RECONNECTED = "25S03";

        @java.lang.Override // in here, Override alone is the pool's verdict
        public Override adjudicate(SQLException error) {
            boolean unusable = READ_ONLY.contains(error.getErrorCode()) || RECONNECTED.equals(error.getSQLState());
            return unusable ? Override.MUST_EVICT : Override.CONTINUE_EVICT;
        }
    }
}
