package org.turntable.tool.mariadb.failover;

import java.io.EOFException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.turntable.tool.failover.Member;
import org.turntable.tool.failover.MemberException;
import org.turntable.tool.failover.policy.AgentMark;
import org.turntable.tool.failover.policy.GtidPositions;
import org.turntable.tool.failover.policy.MemberStatus;
import org.turntable.tool.failover.policy.StoredMark;

/** One server of the pair, accessed with the agent's account over connections with socket timeouts. */
public final class MariaDbMember implements Member, AutoCloseable {
    private static final Duration CONNECT = Duration.ofMillis(500);
    private static final Duration LOOK = Duration.ofMillis(700);
    private static final Duration STEP = Duration.ofSeconds(3);
    private static final int UNKNOWN_THREAD = 1094;
    private static final String ACKNOWLEDGE = "SET GLOBAL rpl_semi_sync_slave_enabled = ON";
    // Sessions in these states have written the binlog and wait; killing one commits rows without an acknowledgement.
    private static final String SESSIONS = """
        SELECT ID FROM information_schema.PROCESSLIST WHERE USER IN (%s) AND COMMAND <> 'Killed'\
        """;
    private static final String STORE_MARK = """
        INSERT INTO turntable_agent.mark (id, term, writer, marked_at) VALUES (1, ?, ?, UTC_TIMESTAMP(3))
        ON DUPLICATE KEY UPDATE term = VALUES(term), writer = VALUES(writer), marked_at = VALUES(marked_at)""";
    private static final String NOT_COMMITTING = """
        AND NOT (COALESCE(STATE, '') LIKE 'Waiting for semi-sync%' OR COALESCE(STATE, '') LIKE '%ommit%')\
        """;

    /**
     * How the agent and the other server reach a server.
     *
     * @param address its address:port in database.hosts, which identifies it
     * @param adminAddress where the agent connects: its extra_port, if it has one
     * @param source where the other server connects for replication
     * @param user the agent's account
     * @param password its password
     * @param applications the accounts that write for the application
     * @param replicationUser the replication account
     * @param replicationPassword its password
     * @param replicationTls whether replication uses TLS
     * @param heartbeat the interval of replication heartbeats
     */
    public record Access(
            String address,
            String adminAddress,
            String source,
            String user,
            String password,
            List<String> applications,
            String replicationUser,
            String replicationPassword,
            boolean replicationTls,
            Duration heartbeat) {
        public Access {
            applications = List.copyOf(applications);
        }

        @Override
        public String toString() {
            return user + "@" + adminAddress;
        }
    }

    /** Work on one connection. */
    private interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    private final Access access;
    private final AgentLock lock = new AgentLock();
    private Connection probing;

    /** Connects on first use. */
    public MariaDbMember(Access access) {
        this.access = access;
    }

    @Override
    public String address() {
        return access.address();
    }

    @Override
    public String source() {
        return access.source();
    }

    @Override
    public MemberStatus probe() throws MemberException {
        try {
            if (probing == null) {
                probing = connect(LOOK);
                lock.take(probing);
            }
            return MemberStatusReader.read(probing, lock.heldByOther());
        } catch (SQLException failed) {
            close();
            throw failure(failed);
        }
    }

    @Override
    public MemberStatus readStatus() throws MemberException {
        return with(LOOK, connection -> MemberStatusReader.read(connection, false));
    }

    @Override
    public void setMark(AgentMark mark, String writer) throws MemberException {
        String text = AgentMarkText.of(mark, writer, access.applications());
        with(STEP, connection -> {
            try (PreparedStatement statement = connection.prepareStatement("SET GLOBAL init_connect = ?")) {
                statement.setString(1, text);
                return statement.execute();
            }
        });
    }

    @Override
    public void storeMark(StoredMark mark) throws MemberException {
        with(LOOK, connection -> {
            try (Statement statement = connection.createStatement()) {
                // Not in the binlog: it must not wait for an acknowledgement, and each server has its own.
                statement.execute("SET SESSION sql_log_bin = 0");
            }
            try (PreparedStatement statement = connection.prepareStatement(STORE_MARK)) {
                statement.setLong(1, mark.term());
                statement.setString(2, mark.writer());
                return statement.execute();
            }
        });
    }

    @Override
    public void setSemiSync(boolean on) throws MemberException {
        run(STEP, "SET GLOBAL rpl_semi_sync_master_enabled = " + (on ? "ON" : "OFF"));
    }

    @Override
    public void open() throws MemberException {
        run(STEP, "SET GLOBAL read_only = 0");
    }

    @Override
    public void close(Duration limit) throws MemberException {
        // Without its own limit the statement would continue to wait after the client has disconnected.
        run(
                limit.plus(STEP),
                "SET SESSION lock_wait_timeout = " + Math.max(1, limit.toSeconds()),
                "SET GLOBAL read_only = 1");
    }

    @Override
    public int killSessions(boolean waitingToo) throws MemberException {
        return with(STEP, connection -> {
            List<Long> ids = new ArrayList<>();
            String sql =
                    SESSIONS.formatted("?" + ", ?".repeat(access.applications().size() - 1))
                            + (waitingToo ? "" : NOT_COMMITTING);
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                for (int i = 0; i < access.applications().size(); i++) {
                    statement.setString(i + 1, access.applications().get(i));
                }
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        ids.add(rows.getLong(1));
                    }
                }
            }
            try (Statement statement = connection.createStatement()) {
                for (long id : ids) {
                    kill(statement, id);
                }
            }
            return ids.size();
        });
    }

    private static void kill(Statement statement, long id) throws SQLException {
        try {
            statement.execute("KILL CONNECTION " + id);
        } catch (SQLException gone) {
            if (gone.getErrorCode() != UNKNOWN_THREAD) {
                throw gone;
            }
        }
    }

    @Override
    public void stopReceiving() throws MemberException {
        // A semi-synchronous replica first asks its source, for 5 s, to end the connection; a suspended source never
        // answers.
        run(STEP, "SET GLOBAL rpl_semi_sync_slave_enabled = OFF", "STOP SLAVE IO_THREAD", ACKNOWLEDGE);
    }

    @Override
    public boolean awaitApplied(String position, Duration limit) throws MemberException {
        if (position.isEmpty()) {
            return true;
        }
        return with(limit.plus(LOOK), connection -> {
            try (PreparedStatement statement = connection.prepareStatement("SELECT MASTER_GTID_WAIT(?, ?)")) {
                statement.setString(1, position);
                statement.setDouble(2, limit.toMillis() / 1000.0);
                try (ResultSet rows = statement.executeQuery()) {
                    return rows.next() && rows.getInt(1) == 0;
                }
            }
        });
    }

    @Override
    public void resetReplication() throws MemberException {
        run(STEP, "SET GLOBAL rpl_semi_sync_slave_enabled = OFF", "STOP SLAVE", "RESET SLAVE ALL", ACKNOWLEDGE);
    }

    @Override
    public void replicateFrom(String source) throws MemberException {
        // Stopped before its position is read: otherwise it would apply more before the position is set, and fetch that
        // again.
        run(STEP, "SET GLOBAL rpl_semi_sync_slave_enabled = OFF", "STOP SLAVE", ACKNOWLEDGE);
        MemberStatus status = readStatus();
        List<String> statements = new ArrayList<>();
        // The position of a former writer is that of its binlog, the position of a copied replica that of its
        // replication.
        if (!status.binlogPosition().isEmpty()
                && GtidPositions.contains(status.binlogPosition(), status.appliedPosition())) {
            statements.add("SET GLOBAL gtid_slave_pos = " + quoted(status.binlogPosition()));
        }
        int colon = source.lastIndexOf(':');
        statements.add("CHANGE MASTER TO MASTER_HOST = " + quoted(source.substring(0, colon)) + ", MASTER_PORT = "
                + source.substring(colon + 1)
                + ", MASTER_USER = " + quoted(access.replicationUser()) + ", MASTER_PASSWORD = "
                + quoted(access.replicationPassword())
                + ", MASTER_USE_GTID = slave_pos, MASTER_CONNECT_RETRY = 1, MASTER_HEARTBEAT_PERIOD = "
                + access.heartbeat().toMillis() / 1000.0
                + ", MASTER_SSL = " + (access.replicationTls() ? 1 : 0));
        statements.add("START SLAVE");
        run(STEP, statements.toArray(String[]::new));
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
    }

    private void run(Duration limit, String... statements) throws MemberException {
        with(limit, connection -> {
            try (Statement statement = connection.createStatement()) {
                for (String sql : statements) {
                    statement.execute(sql);
                }
            }
            return null;
        });
    }

    private <T> T with(Duration limit, Work<T> work) throws MemberException {
        try (Connection connection = connect(limit)) {
            return work.on(connection);
        } catch (SQLException failed) {
            throw failure(failed);
        }
    }

    private Connection connect(Duration answer) throws SQLException {
        Properties properties = new Properties();
        properties.put("user", access.user());
        properties.put("password", access.password());
        properties.put("connectTimeout", Long.toString(CONNECT.toMillis()));
        properties.put("socketTimeout", Long.toString(answer.toMillis()));
        return DriverManager.getConnection("jdbc:mariadb://" + access.adminAddress() + "/", properties);
    }

    private MemberException failure(SQLException failed) {
        MemberException.Kind kind = MemberException.Kind.UNREACHABLE;
        if (failed.getErrorCode() > 0 && !String.valueOf(failed.getSQLState()).equals("08000")) {
            kind = MemberException.Kind.ERROR;
        }
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof SocketTimeoutException) {
                kind = MemberException.Kind.TIMED_OUT;
            } else if (cause instanceof EOFException || cause instanceof SocketException) {
                kind = MemberException.Kind.UNREACHABLE;
            }
        }
        String message = String.valueOf(failed.getMessage()).replace(access.replicationPassword(), "…");
        return new MemberException(kind, access.address() + ": " + message, failed);
    }

    /** Aborts the connection of the prober, which releases the lock. */
    @Override
    public void close() {
        if (probing != null) {
            try {
                // Not close(): it would send a message to a server that may never answer.
                probing.abort(Runnable::run);
            } catch (SQLException gone) {
                // The connection is abandoned in either case.
            }
            probing = null;
        }
    }
}
