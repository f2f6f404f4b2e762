package org.turntable.mariadb;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.turntable.push.PushRecords;

/** Waves and pushes in {@code expected_wave} and {@code war_push}; the lock is a named one of the server's, which ends with its connection. */
public final class MariaDbPushRecords implements PushRecords {
    private static final String WAVES = "SELECT id, at, note, by_whom FROM expected_wave WHERE at >= ? ORDER BY at, id";
    private static final String ANNOUNCE = "INSERT INTO expected_wave (at, note, by_whom) VALUES (?, ?, ?)";
    private static final String TAKE_BACK = "DELETE FROM expected_wave WHERE id = ?";
    private static final String SEMI_SYNC = """
            SELECT VARIABLE_NAME, VARIABLE_VALUE FROM information_schema.GLOBAL_STATUS
            WHERE VARIABLE_NAME IN ('RPL_SEMI_SYNC_MASTER_STATUS', 'RPL_SEMI_SYNC_MASTER_CLIENTS')""";
    private static final String LOCK = "SELECT GET_LOCK(CONCAT(DATABASE(), '.push'), 0)";
    // A push over many nodes leaves this connection idle for longer than the server's wait_timeout, and with the connection goes the lock.
    private static final String KEEP_IDLE = "SET SESSION wait_timeout = 86400";
    private static final String RECORD = """
            INSERT INTO war_push (release_number, war_version, by_whom, warnings, reason, began_at) VALUES (?, ?, ?, ?, ?, ?)""";

    /** A statement's work. */
    private interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    private final DataSource pool;

    /** @param pool the application's account */
    public MariaDbPushRecords(DataSource pool) {
        this.pool = pool;
    }

    @Override
    public List<Wave> wavesFrom(Instant from) throws Unavailable {
        return with(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(WAVES)) {
                statement.setObject(1, UtcTimes.column(from));
                try (ResultSet rows = statement.executeQuery()) {
                    List<Wave> waves = new ArrayList<>();
                    while (rows.next()) {
                        waves.add(new Wave(rows.getInt("id"), UtcTimes.instant(rows, "at"), rows.getString("note"), rows.getString("by_whom")));
                    }
                    return waves;
                }
            }
        });
    }

    @Override
    public int announce(Instant at, String note, String by) throws Unavailable {
        return with(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(ANNOUNCE, Statement.RETURN_GENERATED_KEYS)) {
                statement.setObject(1, UtcTimes.column(at));
                statement.setString(2, note);
                statement.setString(3, by);
                statement.executeUpdate();
                try (ResultSet keys = statement.getGeneratedKeys()) {
                    keys.next();
                    return keys.getInt(1);
                }
            }
        });
    }

    @Override
    public boolean takeBack(int id) throws Unavailable {
        return with(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(TAKE_BACK)) {
                statement.setInt(1, id);
                return statement.executeUpdate() == 1;
            }
        });
    }

    @Override
    public boolean replicaAcknowledges() throws Unavailable {
        return with(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(SEMI_SYNC); ResultSet rows = statement.executeQuery()) {
                boolean on = false;
                boolean listens = false;
                while (rows.next()) {
                    String value = rows.getString(2);
                    on |= rows.getString(1).equalsIgnoreCase("RPL_SEMI_SYNC_MASTER_STATUS") && value.equals("ON");
                    listens |= rows.getString(1).equalsIgnoreCase("RPL_SEMI_SYNC_MASTER_CLIENTS") && Integer.parseInt(value) > 0;
                }
                return on && listens;
            }
        });
    }

    @Override
    public Lock lock() throws Unavailable {
        try {
            Connection connection = pool.getConnection();
            try (PreparedStatement patience = connection.prepareStatement(KEEP_IDLE); PreparedStatement statement = connection.prepareStatement(LOCK)) {
                patience.execute();
                ResultSet row = statement.executeQuery();
                if (row.next() && row.getInt(1) == 1) {
                    return () -> release(connection);
                }
            } catch (SQLException error) {
                release(connection);
                throw error;
            }
            connection.close();
            return null;
        } catch (SQLException error) {
            throw new Unavailable("the push's lock could not be taken: " + error.getMessage(), error);
        }
    }

    /** Given back to the pool, the connection would go on holding its lock. */
    private static void release(Connection connection) {
        try (connection; Statement statement = connection.createStatement()) {
            statement.execute("SELECT RELEASE_ALL_LOCKS()");
        } catch (SQLException gone) {
            // Then so is the lock.
        }
    }

    @Override
    public void record(String release, String version, String by, String warnings, String reason, Instant now) throws Unavailable {
        with(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(RECORD)) {
                statement.setString(1, release);
                statement.setString(2, version);
                statement.setString(3, by);
                statement.setString(4, warnings);
                statement.setString(5, reason);
                statement.setObject(6, UtcTimes.column(now));
                return statement.executeUpdate();
            }
        });
    }

    private <T> T with(Work<T> work) throws Unavailable {
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(true);
            return work.on(connection);
        } catch (SQLException error) {
            throw new Unavailable("the database did not answer: " + error.getMessage(), error);
        }
    }
}
