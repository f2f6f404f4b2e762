package org.turntable.tool.mariadb.push;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.turntable.mariadb.pool.SemiSyncState;
import org.turntable.mariadb.sql.SqlStatement;
import org.turntable.mariadb.sql.StatementBudget;
import org.turntable.mariadb.sql.UtcTimes;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.tool.push.PushRecords;

/**
 * Waves and pushes in {@code expected_wave} and {@code war_push}; the lock is a named lock of the server (GET_LOCK),
 * which ends with its connection.
 */
public final class MariaDbPushRecords implements PushRecords {
    private static final SqlStatement WAVES = new SqlStatement(
            StatementBudget.WAVES_FROM,
            "SELECT id, at, note, by_whom FROM expected_wave WHERE at >= ? ORDER BY at, id");
    private static final SqlStatement ANNOUNCE = new SqlStatement(
            StatementBudget.WAVE_ANNOUNCE, "INSERT INTO expected_wave (at, note, by_whom) VALUES (?, ?, ?)");
    private static final SqlStatement REMOVE =
            new SqlStatement(StatementBudget.WAVE_TAKE_BACK, "DELETE FROM expected_wave WHERE id = ?");
    private static final SqlStatement LOCK =
            new SqlStatement(StatementBudget.PUSH_LOCK, "SELECT GET_LOCK(CONCAT(DATABASE(), '.push'), 0)");
    private static final SqlStatement UNLOCK =
            new SqlStatement(StatementBudget.PUSH_UNLOCK, "SELECT RELEASE_ALL_LOCKS()");
    // A push to many nodes leaves this connection idle for longer than the server's wait_timeout, and the lock is lost
    // with the connection.
    private static final SqlStatement KEEP_IDLE =
            new SqlStatement(StatementBudget.PUSH_KEEP_IDLE, "SET SESSION wait_timeout = 86400");
    private static final SqlStatement RECORD = new SqlStatement(StatementBudget.PUSH_RECORD, """
            INSERT INTO war_push (release_number, war_version, by_whom, warnings, reason, began_at) VALUES (?, ?, ?, ?, ?, ?)""");

    /** Work on one connection. */
    private interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    private final DataSource pool;

    /** @param pool the application's account */
    public MariaDbPushRecords(DataSource pool) {
        this.pool = pool;
    }

    @Override
    public List<Wave> wavesFrom(Instant from) throws DatabaseUnavailableException {
        return with(connection -> {
            try (PreparedStatement statement = WAVES.prepare(connection)) {
                statement.setObject(1, UtcTimes.column(from));
                try (ResultSet rows = statement.executeQuery()) {
                    List<Wave> waves = new ArrayList<>();
                    while (rows.next()) {
                        waves.add(new Wave(
                                rows.getInt("id"),
                                UtcTimes.instant(rows, "at"),
                                rows.getString("note"),
                                rows.getString("by_whom")));
                    }
                    return waves;
                }
            }
        });
    }

    @Override
    public int announce(Instant at, String note, String by) throws DatabaseUnavailableException {
        return with(connection -> {
            try (PreparedStatement statement = ANNOUNCE.prepareForKey(connection)) {
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
    public boolean remove(int id) throws DatabaseUnavailableException {
        return with(connection -> {
            try (PreparedStatement statement = REMOVE.prepare(connection)) {
                statement.setInt(1, id);
                return statement.executeUpdate() == 1;
            }
        });
    }

    @Override
    public boolean replicaAcknowledges() throws DatabaseUnavailableException {
        return with(connection -> SemiSyncState.read(connection) == SemiSyncState.ACKNOWLEDGED);
    }

    @Override
    public Lock lock() throws DatabaseUnavailableException {
        try {
            Connection connection = pool.getConnection();
            try (PreparedStatement keepIdle = KEEP_IDLE.prepare(connection);
                    PreparedStatement statement = LOCK.prepare(connection)) {
                keepIdle.execute();
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
            throw new DatabaseUnavailableException(
                    "the lock of the push could not be taken: " + error.getMessage(), error);
        }
    }

    /** Releases the lock before the connection returns to the pool, where it would keep it. */
    private static void release(Connection connection) {
        try (connection;
                PreparedStatement statement = UNLOCK.prepare(connection)) {
            statement.execute();
        } catch (SQLException gone) {
            // The server releases the lock with the connection.
        }
    }

    @Override
    public void record(String release, String version, String by, String warnings, String reason, Instant now)
            throws DatabaseUnavailableException {
        with(connection -> {
            try (PreparedStatement statement = RECORD.prepare(connection)) {
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

    private <T> T with(Work<T> work) throws DatabaseUnavailableException {
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(true);
            return work.on(connection);
        } catch (SQLException error) {
            throw new DatabaseUnavailableException("the database did not answer: " + error.getMessage(), error);
        }
    }
}
