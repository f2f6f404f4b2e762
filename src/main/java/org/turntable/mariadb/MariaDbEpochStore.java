package org.turntable.mariadb;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.turntable.draw.Epoch;
import org.turntable.draw.EpochStore;
import org.turntable.ledger.LedgerEntry;
import org.turntable.mariadb.sql.Budget;
import org.turntable.mariadb.sql.Sql;
import org.turntable.player.PlayerId;

/** Epochs in {@code draw_epoch}, and what counts as taken from {@code prize_unit} and {@code draw}. */
public final class MariaDbEpochStore implements EpochStore {
    private static final int CHUNK = 500;
    private static final Sql READ = new Sql(Budget.EPOCH_READ, "SELECT epoch, run_id FROM draw_epoch WHERE campaign_id = ?");
    private static final Sql FIRST = new Sql(Budget.EPOCH_FIRST, """
            INSERT INTO draw_epoch (campaign_id, epoch, run_id, moved_at) VALUES (?, ?, ?, UTC_TIMESTAMP(3))""");
    private static final Sql MOVE = new Sql(Budget.EPOCH_MOVE, """
            UPDATE draw_epoch SET epoch = ?, run_id = ?, moved_at = UTC_TIMESTAMP(3)
            WHERE campaign_id = ? AND epoch = ? AND run_id = ?""");
    private static final Sql GIVEN_OUT = new Sql(Budget.EPOCH_GIVEN_OUT, """
            SELECT unit.prize_id, COUNT(*) FROM prize_unit unit JOIN prize ON prize.id = unit.prize_id
            WHERE prize.campaign_id = ? AND unit.player_id IS NOT NULL GROUP BY unit.prize_id""");
    private static final Sql STORED = new Sql(Budget.EPOCH_STORED_DRAWS, """
            SELECT player_id, number FROM draw WHERE campaign_id = ? AND ({(player_id = ? AND number = ?)| OR })""");

    private final DataSource pool;

    /** @param pool connections that never commit by themselves */
    public MariaDbEpochStore(DataSource pool) {
        this.pool = pool;
    }

    @Override
    public Optional<Epoch> read(int campaignId) throws Unavailable {
        try (Connection connection = pool.getConnection(); PreparedStatement statement = READ.prepare(connection)) {
            statement.setInt(1, campaignId);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(new Epoch(row.getLong(1), row.getString(2))) : Optional.empty();
            }
        } catch (SQLException error) {
            throw new Unavailable(error.getMessage(), error);
        }
    }

    @Override
    public boolean move(int campaignId, Epoch from, Epoch to) throws Unavailable {
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement statement = (from == null ? FIRST : MOVE).prepare(connection)) {
                int index = 1;
                if (from == null) {
                    statement.setInt(index++, campaignId);
                }
                statement.setLong(index++, to.number());
                statement.setString(index++, to.runId());
                if (from != null) {
                    statement.setInt(index++, campaignId);
                    statement.setLong(index++, from.number());
                    statement.setString(index, from.runId());
                }
                boolean moved = statement.executeUpdate() == 1;
                connection.commit();
                return moved;
            } catch (SQLException error) {
                connection.rollback();
                if (SqlErrors.isDuplicate(error) || SqlErrors.isContention(error)) {
                    return false;
                }
                throw error;
            }
        } catch (SQLException error) {
            throw new Unavailable(error.getMessage(), error);
        }
    }

    @Override
    public Map<Integer, Long> taken(int campaignId, List<LedgerEntry> candidates) throws Unavailable {
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            try {
                Map<Integer, Long> taken = givenOut(connection, campaignId);
                Set<LedgerEntry> counted = new HashSet<>();
                for (int from = 0; from < candidates.size(); from += CHUNK) {
                    List<LedgerEntry> chunk = candidates.subList(from, Math.min(from + CHUNK, candidates.size()));
                    Set<String> stored = stored(connection, campaignId, chunk);
                    chunk.stream().filter(entry -> !stored.contains(key(entry.player(), entry.number())) && counted.add(entry))
                            .forEach(entry -> taken.merge(entry.prizeId(), 1L, Long::sum));
                }
                return taken;
            } finally {
                connection.rollback();
                connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            }
        } catch (SQLException error) {
            throw new Unavailable(error.getMessage(), error);
        }
    }

    private static Map<Integer, Long> givenOut(Connection connection, int campaignId) throws SQLException {
        Map<Integer, Long> given = new HashMap<>();
        try (PreparedStatement statement = GIVEN_OUT.prepare(connection)) {
            statement.setInt(1, campaignId);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    given.put(rows.getInt(1), rows.getLong(2));
                }
            }
        }
        return given;
    }

    private static Set<String> stored(Connection connection, int campaignId, List<LedgerEntry> entries) throws SQLException {
        Set<String> stored = new HashSet<>();
        try (PreparedStatement statement = STORED.prepare(connection, entries.size())) {
            statement.setInt(1, campaignId);
            int index = 2;
            for (LedgerEntry entry : entries) {
                statement.setBytes(index++, entry.player().bytes());
                statement.setInt(index++, entry.number());
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    stored.add(key(PlayerId.of(rows.getBytes(1)), rows.getInt(2)));
                }
            }
        }
        return stored;
    }

    private static String key(PlayerId player, int number) {
        return player + "/" + number;
    }
}
