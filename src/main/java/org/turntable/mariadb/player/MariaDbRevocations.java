package org.turntable.mariadb.player;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.turntable.mariadb.sql.SqlStatement;
import org.turntable.mariadb.sql.StatementBudget;
import org.turntable.mariadb.sql.UtcTimes;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.player.PlayerId;
import org.turntable.player.RevocationStore;
import org.turntable.player.Revocations;

/** Revoked identities in table {@code identity_revocation}: few rows, read by an index on their time. */
public final class MariaDbRevocations implements RevocationStore {
    private static final SqlStatement SINCE = new SqlStatement(StatementBudget.REVOCATIONS_SINCE, """
            SELECT player_id, MAX(revoked_before) AS revoked_before FROM identity_revocation WHERE revoked_before > ? GROUP BY player_id""");
    private static final SqlStatement REVOKE = new SqlStatement(StatementBudget.PLAYER_REVOKE, """
            INSERT INTO identity_revocation (player_id, revoked_before, by_whom, reason, at) VALUES (?, ?, ?, ?, ?)""");
    // NOW() would be in the time zone of the session. Earlier times than now do not matter, and the index is by time.
    private static final SqlStatement LATEST = new SqlStatement(StatementBudget.PLAYER_REVOKED, """
            SELECT UTC_TIMESTAMP(3) AS now, MAX(revoked_before) AS latest FROM identity_revocation
            WHERE revoked_before > UTC_TIMESTAMP(3) AND player_id = ?""");

    private final DataSource pool;

    /** @param pool the application's account */
    public MariaDbRevocations(DataSource pool) {
        this.pool = pool;
    }

    @Override
    public Map<PlayerId, Instant> since(Instant since) throws DatabaseUnavailableException {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = SINCE.prepare(connection)) {
            statement.setObject(1, UtcTimes.column(since));
            try (ResultSet rows = statement.executeQuery()) {
                Map<PlayerId, Instant> revoked = new HashMap<>();
                while (rows.next()) {
                    revoked.put(PlayerId.of(rows.getBytes("player_id")), UtcTimes.instant(rows, "revoked_before"));
                }
                return revoked;
            }
        } catch (SQLException error) {
            throw new DatabaseUnavailableException(
                    "the revoked identities could not be read: " + error.getMessage(), error);
        }
    }

    @Override
    public Instant revoke(PlayerId player, String by, String reason) throws DatabaseUnavailableException {
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(true);
            Instant now;
            Instant limit;
            try (PreparedStatement statement = LATEST.prepare(connection)) {
                statement.setBytes(1, player.bytes());
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    now = UtcTimes.instant(row, "now");
                    limit = Revocations.limit(
                            now, row.getObject("latest") == null ? null : UtcTimes.instant(row, "latest"));
                }
            }
            try (PreparedStatement statement = REVOKE.prepare(connection)) {
                statement.setBytes(1, player.bytes());
                statement.setObject(2, UtcTimes.column(limit));
                statement.setString(3, by);
                statement.setString(4, reason);
                statement.setObject(5, UtcTimes.column(now));
                statement.executeUpdate();
            }
            return limit;
        } catch (SQLException error) {
            throw new DatabaseUnavailableException("the player could not be signed out: " + error.getMessage(), error);
        }
    }
}
