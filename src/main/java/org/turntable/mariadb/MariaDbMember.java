package org.turntable.mariadb;

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
import org.turntable.failover.Mark;
import org.turntable.failover.Member;
import org.turntable.failover.MemberFailure;
import org.turntable.failover.Positions;
import org.turntable.failover.View;

/** One server of the pair, as the agent's account sees it, over connections with hard time-outs. */
public final class MariaDbMember implements Member, AutoCloseable {
    private static final Duration CONNECT = Duration.ofMillis(500);
    private static final Duration LOOK = Duration.ofMillis(700);
    private static final Duration STEP = Duration.ofSeconds(3);
    private static final int UNKNOWN_THREAD = 1094;
    private static final String ACKNOWLEDGE = "SET GLOBAL rpl_semi_sync_slave_enabled = ON";
    // Sessions in these states are between their binlog and their answer; to end one commits what nobody acknowledged.
    private static final String SESSIONS = """
            SELECT ID FROM information_schema.PROCESSLIST WHERE USER IN (%s) AND COMMAND <> 'Killed'""";
    private static final String NOT_COMMITTING = """
             AND NOT (COALESCE(STATE, '') LIKE 'Waiting for semi-sync%' OR COALESCE(STATE, '') LIKE '%ommit%')""";

    /**
     * How the agent reaches a server and what it tells the other about it.
     *
     * @param address             its name everywhere, address:port in database.hosts
     * @param adminAddress        where the agent connects; its extra_port, where it has one
     * @param source              where the other node connects for replication
     * @param user                the agent's account
     * @param password            its password
     * @param applications        the accounts that write for the application
     * @param replicationUser     the account of replication
     * @param replicationPassword its password
     * @param replicationTls      whether replication goes over TLS
     * @param heartbeat           how often a source makes itself heard
     */
    public record Access(String address, String adminAddress, String source, String user, String password, List<String> applications,
                         String replicationUser, String replicationPassword, boolean replicationTls, Duration heartbeat) {
        public Access {
            applications = List.copyOf(applications);
        }

        @Override
        public String toString() {
            return user + "@" + adminAddress;
        }
    }

    /** What is done over one connection. */
    private interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    private final Access access;
    private final AgentLock lock = new AgentLock();
    private Connection probing;

    /** Makes it; nothing is connected yet. */
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
    public View probe() throws MemberFailure {
        try {
            if (probing == null) {
                probing = connect(LOOK);
                lock.take(probing);
            }
            return MariaDbView.read(probing, lock.heldByOther());
        } catch (SQLException failed) {
            close();
            throw failure(failed);
        }
    }

    @Override
    public View look() throws MemberFailure {
        return with(LOOK, connection -> MariaDbView.read(connection, false));
    }

    @Override
    public void mark(Mark mark, String writer) throws MemberFailure {
        String text = MarkText.of(mark, writer, access.applications());
        with(STEP, connection -> {
            try (PreparedStatement statement = connection.prepareStatement("SET GLOBAL init_connect = ?")) {
                statement.setString(1, text);
                return statement.execute();
            }
        });
    }

    @Override
    public void semiSync(boolean on) throws MemberFailure {
        run(STEP, "SET GLOBAL rpl_semi_sync_master_enabled = " + (on ? "ON" : "OFF"));
    }

    @Override
    public void open() throws MemberFailure {
        run(STEP, "SET GLOBAL read_only = 0");
    }

    @Override
    public void close(Duration limit) throws MemberFailure {
        // Without a limit of its own the statement would wait on after its client has gone.
        run(limit.plus(STEP), "SET SESSION lock_wait_timeout = " + Math.max(1, limit.toSeconds()), "SET GLOBAL read_only = 1");
    }

    @Override
    public int endSessions(boolean waitingToo) throws MemberFailure {
        return with(STEP, connection -> {
            List<Long> ids = new ArrayList<>();
            String sql = SESSIONS.formatted("?" + ", ?".repeat(access.applications().size() - 1)) + (waitingToo ? "" : NOT_COMMITTING);
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
    public void stopReceiving() throws MemberFailure {
        // As a semi-synchronous replica it would first ask its source, for 5 s, to end the connection from there; a frozen source never answers.
        run(STEP, "SET GLOBAL rpl_semi_sync_slave_enabled = OFF", "STOP SLAVE IO_THREAD", ACKNOWLEDGE);
    }

    @Override
    public boolean awaitApplied(String position, Duration limit) throws MemberFailure {
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
    public void forgetSource() throws MemberFailure {
        run(STEP, "SET GLOBAL rpl_semi_sync_slave_enabled = OFF", "STOP SLAVE", "RESET SLAVE ALL", ACKNOWLEDGE);
    }

    @Override
    public void follow(String source) throws MemberFailure {
        // Stopped before its position is read: one that still applies has gone on by the time the position is set, and would fetch twice.
        run(STEP, "SET GLOBAL rpl_semi_sync_slave_enabled = OFF", "STOP SLAVE", ACKNOWLEDGE);
        View view = look();
        List<String> statements = new ArrayList<>();
        // A former writer knows where it is by its binlog, a replica that was copied by its replication position.
        if (!view.written().isEmpty() && Positions.contains(view.written(), view.applied())) {
            statements.add("SET GLOBAL gtid_slave_pos = '" + view.written() + "'");
        }
        int colon = source.lastIndexOf(':');
        statements.add("CHANGE MASTER TO MASTER_HOST = " + quoted(source.substring(0, colon)) + ", MASTER_PORT = " + source.substring(colon + 1)
                + ", MASTER_USER = " + quoted(access.replicationUser()) + ", MASTER_PASSWORD = " + quoted(access.replicationPassword())
                + ", MASTER_USE_GTID = slave_pos, MASTER_CONNECT_RETRY = 1, MASTER_HEARTBEAT_PERIOD = " + access.heartbeat().toMillis() / 1000.0
                + ", MASTER_SSL = " + (access.replicationTls() ? 1 : 0));
        statements.add("START SLAVE");
        run(STEP, statements.toArray(String[]::new));
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
    }

    private void run(Duration limit, String... statements) throws MemberFailure {
        with(limit, connection -> {
            try (Statement statement = connection.createStatement()) {
                for (String sql : statements) {
                    statement.execute(sql);
                }
            }
            return null;
        });
    }

    private <T> T with(Duration limit, Work<T> work) throws MemberFailure {
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

    private MemberFailure failure(SQLException failed) {
        MemberFailure.Kind kind = MemberFailure.Kind.GONE;
        if (failed.getErrorCode() > 0 && !String.valueOf(failed.getSQLState()).equals("08000")) {
            kind = MemberFailure.Kind.REFUSED;
        }
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof SocketTimeoutException) {
                kind = MemberFailure.Kind.SILENT;
            } else if (cause instanceof EOFException || cause instanceof SocketException) {
                kind = MemberFailure.Kind.GONE;
            }
        }
        String message = String.valueOf(failed.getMessage()).replace(access.replicationPassword(), "…");
        return new MemberFailure(kind, access.address() + ": " + message, failed);
    }

    /** Gives up the connection over which it is looked at, and with it the lock. */
    @Override
    public void close() {
        if (probing != null) {
            try {
                // Not close(): it would say good-bye to a server that may never answer.
                probing.abort(Runnable::run);
            } catch (SQLException gone) {
                // It is given up in either case.
            }
            probing = null;
        }
    }
}
