package org.turntable.mariadb.draw;

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
import org.turntable.ledger.DrawEntry;
import org.turntable.mariadb.sql.SqlErrors;
import org.turntable.mariadb.sql.SqlStatement;
import org.turntable.mariadb.sql.StatementBudget;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.player.DrawKey;
import org.turntable.player.PlayerId;

/** Epochs in {@code draw_epoch}, and what counts as taken from {@code prize_unit} and {@code draw}. */
public final class MariaDbEpochStore implements EpochStore {
    private static final int CHUNK = 500;
    private static final SqlStatement READ =
            new SqlStatement(StatementBudget.EPOCH_READ, "SELECT epoch, run_id FROM draw_epoch WHERE campaign_id = ?");
    private static final SqlStatement PLAN_VERSION =
            new SqlStatement(StatementBudget.EPOCH_PLAN_VERSION, "SELECT plan_version, uid FROM campaign WHERE id = ?");
    private static final SqlStatement FIRST = new SqlStatement(StatementBudget.EPOCH_FIRST, """
            INSERT INTO draw_epoch (campaign_id, epoch, run_id, moved_at) VALUES (?, ?, ?, UTC_TIMESTAMP(3))""");
    private static final SqlStatement MOVE = new SqlStatement(StatementBudget.EPOCH_MOVE, """
            UPDATE draw_epoch SET epoch = ?, run_id = ?, moved_at = UTC_TIMESTAMP(3)
            WHERE campaign_id = ? AND epoch = ? AND run_id = ?""");
    private static final SqlStatement AWARDED_UNITS = new SqlStatement(StatementBudget.EPOCH_GIVEN_OUT, """
            SELECT unit.prize_id, COUNT(*) FROM prize_unit unit JOIN prize ON prize.id = unit.prize_id
            WHERE prize.campaign_id = ? AND unit.player_id IS NOT NULL GROUP BY unit.prize_id""");
    private static final SqlStatement STORED = new SqlStatement(StatementBudget.EPOCH_STORED_DRAWS, """
            SELECT player_id, number FROM draw WHERE campaign_id = ? AND ({(player_id = ? AND number = ?)| OR })""");

    private final DataSource pool;

    /** @param pool connections that the application commits */
    public MariaDbEpochStore(DataSource pool) {
        this.pool = pool;
    }

    @Override
    public Optional<Epoch> read(int campaignId) throws DatabaseUnavailableException {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = READ.prepare(connection)) {
            statement.setInt(1, campaignId);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(new Epoch(row.getLong(1), row.getString(2))) : Optional.empty();
            }
        } catch (SQLException error) {
            throw new DatabaseUnavailableException(error.getMessage(), error);
        }
    }

    @Override
    public Optional<StoredPlan> plan(int campaignId) throws DatabaseUnavailableException {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = PLAN_VERSION.prepare(connection)) {
            statement.setInt(1, campaignId);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(new StoredPlan(row.getInt(1), row.getString(2))) : Optional.empty();
            }
        } catch (SQLException error) {
            throw new DatabaseUnavailableException(error.getMessage(), error);
        }
    }

    @Override
    public boolean move(int campaignId, Epoch from, Epoch to) throws DatabaseUnavailableException {
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
            throw new DatabaseUnavailableException(error.getMessage(), error);
        }
    }

    @Override
    public Map<Integer, Long> taken(int campaignId, List<DrawEntry> candidates) throws DatabaseUnavailableException {
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            try {
                Map<Integer, Long> taken = awarded(connection, campaignId);
                Set<DrawEntry> counted = new HashSet<>();
                for (int from = 0; from < candidates.size(); from += CHUNK) {
                    List<DrawEntry> chunk = candidates.subList(from, Math.min(from + CHUNK, candidates.size()));
                    Set<DrawKey> stored = stored(connection, campaignId, chunk);
                    chunk.stream()
                            .filter(entry -> !stored.contains(entry.key()) && counted.add(entry))
                            .forEach(entry -> taken.merge(entry.prizeId(), 1L, Long::sum));
                }
                return taken;
            } finally {
                connection.rollback();
                connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            }
        } catch (SQLException error) {
            throw new DatabaseUnavailableException(error.getMessage(), error);
        }
    }

    private static Map<Integer, Long> awarded(Connection connection, int campaignId) throws SQLException {
        Map<Integer, Long> awarded = new HashMap<>();
        try (PreparedStatement statement = AWARDED_UNITS.prepare(connection)) {
            statement.setInt(1, campaignId);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    awarded.put(rows.getInt(1), rows.getLong(2));
                }
            }
        }
        return awarded;
    }

    private static Set<DrawKey> stored(Connection connection, int campaignId, List<DrawEntry> entries)
            throws SQLException {
        Set<DrawKey> stored = new HashSet<>();
        try (PreparedStatement statement = STORED.prepare(connection, entries.size())) {
            statement.setInt(1, campaignId);
            int index = 2;
            for (DrawEntry entry : entries) {
                statement.setBytes(index++, entry.player().bytes());
                statement.setInt(index++, entry.number());
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    stored.add(new DrawKey(campaignId, PlayerId.of(rows.getBytes(1)), rows.getInt(2)));
                }
            }
        }
        return stored;
    }
}
