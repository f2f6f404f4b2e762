package org.turntable.mariadb.draw;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import javax.sql.DataSource;
import org.turntable.draw.PlayerBlockStore;
import org.turntable.mariadb.sql.SqlStatement;
import org.turntable.mariadb.sql.StatementBudget;
import org.turntable.mariadb.sql.Transaction;
import org.turntable.mariadb.sql.UtcTimes;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.player.PlayerId;

/** Blocked players in table {@code player_block}: one row for each player who was ever blocked. */
public final class MariaDbPlayerBlocks implements PlayerBlockStore {
    // Always a real write: the COMMIT of a repeat that wrote nothing would not wait for the replica. The time in
    // milliseconds makes the revision go up also when a restore has lost the row.
    private static final SqlStatement CHANGE = new SqlStatement(StatementBudget.BLOCK_CHANGE, """
            INSERT INTO player_block (campaign_id, player_id, revision, blocked, by_whom, reason, at)
            VALUES (?, ?, TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(3)) DIV 1000, ?, ?, ?,
                    UTC_TIMESTAMP(3))
            ON DUPLICATE KEY UPDATE revision = GREATEST(revision + 1, VALUE(revision)), blocked = VALUE(blocked),
                by_whom = VALUE(by_whom), reason = VALUE(reason), at = VALUE(at)""");
    private static final SqlStatement REVISION = new SqlStatement(
            StatementBudget.BLOCK_REVISION,
            "SELECT revision FROM player_block WHERE campaign_id = ? AND player_id = ?");
    private static final SqlStatement CONFIRM = new SqlStatement(StatementBudget.BLOCK_CONFIRM, """
            UPDATE player_block JOIN draw_epoch USING (campaign_id)
            SET confirmed_revision = GREATEST(confirmed_revision, ?)
            WHERE player_block.campaign_id = ? AND player_id = ? AND epoch = ?""");
    private static final SqlStatement LIST = new SqlStatement(StatementBudget.BLOCKS_OF_CAMPAIGN, """
            SELECT player_id, blocked, confirmed_revision = revision AS confirmed, by_whom, reason, at FROM player_block
            WHERE campaign_id = ? AND (blocked OR confirmed_revision < revision)""");

    private final DataSource pool;

    /** @param pool the application's account */
    public MariaDbPlayerBlocks(DataSource pool) {
        this.pool = pool;
    }

    @Override
    public long change(int campaignId, PlayerId player, boolean blocked, String by, String reason)
            throws DatabaseUnavailableException {
        return inTransaction(connection -> {
            try (PreparedStatement statement = CHANGE.prepare(connection)) {
                statement.setInt(1, campaignId);
                statement.setBytes(2, player.bytes());
                statement.setBoolean(3, blocked);
                statement.setString(4, by);
                statement.setString(5, reason);
                statement.executeUpdate();
            }
            // The row is locked until the COMMIT, so this is the revision that was just written.
            try (PreparedStatement statement = REVISION.prepare(connection)) {
                statement.setInt(1, campaignId);
                statement.setBytes(2, player.bytes());
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    return row.getLong("revision");
                }
            }
        });
    }

    @Override
    public boolean confirm(int campaignId, PlayerId player, long revision, long epoch)
            throws DatabaseUnavailableException {
        return inTransaction(connection -> {
            try (PreparedStatement statement = CONFIRM.prepare(connection)) {
                statement.setLong(1, revision);
                statement.setInt(2, campaignId);
                statement.setBytes(3, player.bytes());
                statement.setLong(4, epoch);
                return statement.executeUpdate() > 0;
            }
        });
    }

    @Override
    public List<Entry> list(int campaignId) throws DatabaseUnavailableException {
        return inTransaction(connection -> {
            try (PreparedStatement statement = LIST.prepare(connection)) {
                statement.setInt(1, campaignId);
                try (ResultSet rows = statement.executeQuery()) {
                    List<Entry> entries = new ArrayList<>();
                    while (rows.next()) {
                        entries.add(new Entry(
                                PlayerId.of(rows.getBytes("player_id")),
                                rows.getBoolean("blocked"),
                                rows.getBoolean("confirmed"),
                                rows.getString("by_whom"),
                                rows.getString("reason"),
                                UtcTimes.instant(rows, "at")));
                    }
                    entries.sort(Comparator.comparing(Entry::at).reversed());
                    return entries;
                }
            }
        });
    }

    private <T> T inTransaction(Transaction.Work<T, SQLException> work) throws DatabaseUnavailableException {
        try (Connection connection = pool.getConnection()) {
            return Transaction.run(connection, work);
        } catch (SQLException error) {
            throw new DatabaseUnavailableException(
                    "blocked players could not be read or changed: " + error.getMessage(), error);
        }
    }
}
