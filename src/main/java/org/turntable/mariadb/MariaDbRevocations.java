package org.turntable.mariadb;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.turntable.mariadb.sql.Budget;
import org.turntable.mariadb.sql.Sql;
import org.turntable.player.PlayerId;
import org.turntable.player.RevocationStore;

/** Revoked identities in {@code identity_revocation}; few rows, found by their time. */
public final class MariaDbRevocations implements RevocationStore {
    private static final Sql SINCE = new Sql(Budget.REVOCATIONS_SINCE, """
            SELECT player_id, MAX(revoked_before) AS revoked_before FROM identity_revocation WHERE revoked_before > ? GROUP BY player_id""");
    private static final Sql REVOKE = new Sql(Budget.PLAYER_REVOKE, """
            INSERT INTO identity_revocation (player_id, revoked_before, by_whom, reason, at) VALUES (?, ?, ?, ?, ?)""");
    // Not NOW(): that is in the session's time zone.
    private static final Sql NOW = new Sql(Budget.SERVER_TIME, "SELECT UTC_TIMESTAMP(3) AS now");

    private final DataSource pool;

    /** @param pool the application's account */
    public MariaDbRevocations(DataSource pool) {
        this.pool = pool;
    }

    @Override
    public Map<PlayerId, Instant> since(Instant since) throws Unavailable {
        try (Connection connection = pool.getConnection(); PreparedStatement statement = SINCE.prepare(connection)) {
            statement.setObject(1, UtcTimes.column(since));
            try (ResultSet rows = statement.executeQuery()) {
                Map<PlayerId, Instant> revoked = new HashMap<>();
                while (rows.next()) {
                    revoked.put(PlayerId.of(rows.getBytes("player_id")), UtcTimes.instant(rows, "revoked_before"));
                }
                return revoked;
            }
        } catch (SQLException error) {
            throw new Unavailable("the revoked identities could not be read: " + error.getMessage(), error);
        }
    }

    @Override
    public Instant revoke(PlayerId player, String by, String reason) throws Unavailable {
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(true);
            Instant now = now(connection);
            try (PreparedStatement statement = REVOKE.prepare(connection)) {
                statement.setBytes(1, player.bytes());
                statement.setObject(2, UtcTimes.column(now));
                statement.setString(3, by);
                statement.setString(4, reason);
                statement.setObject(5, UtcTimes.column(now));
                statement.executeUpdate();
            }
            return now;
        } catch (SQLException error) {
            throw new Unavailable("the player could not be signed out: " + error.getMessage(), error);
        }
    }

    private static Instant now(Connection connection) throws SQLException {
        try (PreparedStatement statement = NOW.prepare(connection); ResultSet row = statement.executeQuery()) {
            row.next();
            return UtcTimes.instant(row, "now");
        }
    }
}
