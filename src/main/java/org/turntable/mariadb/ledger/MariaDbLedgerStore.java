package org.turntable.mariadb.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.turntable.ledger.DrawEntry;
import org.turntable.ledger.FirstVisit;
import org.turntable.ledger.LedgerEntry;
import org.turntable.ledger.LedgerStore;
import org.turntable.ledger.StoredDraw;
import org.turntable.mariadb.pool.SemiSyncState;
import org.turntable.mariadb.sql.SqlErrors;
import org.turntable.mariadb.sql.SqlStatement;
import org.turntable.mariadb.sql.StatementBudget;
import org.turntable.mariadb.sql.UtcTimes;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.player.DrawOutcome;

/** The ledger's store in MariaDB: one group, one transaction. */
public final class MariaDbLedgerStore implements LedgerStore {
    private static final int MAX_ATTEMPTS = 5;
    private static final SqlStatement INSERT_DRAW = new SqlStatement(StatementBudget.LEDGER_INSERT_DRAWS, """
            INSERT INTO draw (campaign_id, player_id, number, drawn_at, prize_id, unit_ordinal) VALUES (?, ?, ?, ?, ?, ?)""");
    private static final SqlStatement INSERT_PLAYER = new SqlStatement(StatementBudget.LEDGER_INSERT_PLAYERS, """
            INSERT INTO player (campaign_id, player_id, first_seen_at) VALUES (?, ?, ?)""");

    private final DataSource pool;
    private final String node;

    /**
     * @param pool connections that the application commits
     * @param node this node's name, for its heartbeat
     */
    public MariaDbLedgerStore(DataSource pool, String node) {
        this.pool = pool;
        this.node = node;
    }

    @Override
    public List<StoredDraw> write(List<LedgerEntry> group, Map<Integer, String> campaigns)
            throws DatabaseUnavailableException, RejectedException, OtherCampaignException {
        SQLException last = null;
        for (int i = 0; i < MAX_ATTEMPTS; i++) {
            try (Connection connection = pool.getConnection()) {
                return write(connection, group, campaigns);
            } catch (SQLException error) {
                if (SqlErrors.isRefusal(error) && !SqlErrors.isContention(error)) {
                    throw new RejectedException(error.getMessage(), error);
                }
                if (!SqlErrors.isContention(error)) {
                    throw new DatabaseUnavailableException(error.getMessage(), error);
                }
                last = error;
            }
        }
        throw new DatabaseUnavailableException("conflicts with other transactions: " + last.getMessage(), last);
    }

    @Override
    public void probe() throws DatabaseUnavailableException {
        try (Connection connection = pool.getConnection()) {
            // Check first: a commit that no replica acknowledges hangs, and its session stays on the server even after
            // its client was killed.
            if (SemiSyncState.read(connection) == SemiSyncState.NO_REPLICA) {
                throw new DatabaseUnavailableException("no replica is connected that could acknowledge a commit", null);
            }
            connection.setAutoCommit(false);
            try {
                Heartbeat.probe(connection);
                connection.commit();
            } catch (SQLException error) {
                connection.rollback();
                throw error;
            }
        } catch (SQLException error) {
            throw new DatabaseUnavailableException(error.getMessage(), error);
        }
    }

    private List<StoredDraw> write(Connection connection, List<LedgerEntry> group, Map<Integer, String> campaigns)
            throws SQLException, OtherCampaignException {
        connection.setAutoCommit(false);
        StoredRows existing = new StoredRows();
        try {
            while (true) {
                List<LedgerEntry> fresh = existing.isEmpty()
                        ? group
                        : group.stream()
                                .filter(entry -> existing.of(entry) == null)
                                .toList();
                List<DrawEntry> draws = only(DrawEntry.class, fresh);
                try {
                    Map<DrawEntry, Integer> units = UnitAllocator.take(connection, draws);
                    insertPlayers(connection, only(FirstVisit.class, fresh));
                    insertDraws(connection, draws, units);
                    LedgerCount.add(connection, node, draws, units);
                    if (!existing.isEmpty()) {
                        Heartbeat.write(connection, node);
                    }
                    CampaignUids.compare(connection, campaigns);
                    connection.commit();
                    return results(group, existing, units);
                } catch (SQLException error) {
                    connection.rollback();
                    int known = existing.size();
                    if (!SqlErrors.isDuplicate(error)) {
                        throw error;
                    }
                    existing.read(connection, fresh);
                    connection.rollback();
                    if (existing.size() == known) {
                        throw error;
                    }
                }
            }
        } catch (SQLException | OtherCampaignException error) {
            if (!connection.isClosed()) {
                connection.rollback();
            }
            throw error;
        }
    }

    private static <T extends LedgerEntry> List<T> only(Class<T> kind, List<LedgerEntry> entries) {
        List<T> only = new ArrayList<>(entries.size());
        for (LedgerEntry entry : entries) {
            if (kind.isInstance(entry)) {
                only.add(kind.cast(entry));
            }
        }
        return only;
    }

    private static List<StoredDraw> results(
            List<LedgerEntry> group, StoredRows existing, Map<DrawEntry, Integer> units) {
        List<StoredDraw> results = new ArrayList<>(group.size());
        for (LedgerEntry entry : group) {
            StoredDraw stored = existing.of(entry);
            results.add(stored != null ? stored : new StoredDraw(outcome(entry, units), entry.admittedAtMs()));
        }
        return results;
    }

    private static DrawOutcome outcome(LedgerEntry entry, Map<DrawEntry, Integer> units) {
        if (entry instanceof DrawEntry draw && draw.isCandidate()) {
            Integer unit = units.get(draw);
            return unit == null
                    ? new DrawOutcome.NoUnitLeft(draw.prizeId())
                    : new DrawOutcome.Win(draw.prizeId(), unit);
        }
        return DrawOutcome.LOSS;
    }

    private static void insertPlayers(Connection connection, List<FirstVisit> visits) throws SQLException {
        if (visits.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = INSERT_PLAYER.prepare(connection)) {
            for (FirstVisit visit : visits) {
                statement.setInt(1, visit.campaignId());
                statement.setBytes(2, visit.player().bytes());
                statement.setObject(3, UtcTimes.column(visit.admittedAtMs()));
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private static void insertDraws(Connection connection, List<DrawEntry> draws, Map<DrawEntry, Integer> units)
            throws SQLException {
        if (draws.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = INSERT_DRAW.prepare(connection)) {
            for (DrawEntry draw : draws) {
                statement.setInt(1, draw.campaignId());
                statement.setBytes(2, draw.player().bytes());
                statement.setInt(3, draw.number());
                statement.setObject(4, UtcTimes.column(draw.admittedAtMs()));
                setOrNull(statement, 5, draw.isCandidate() ? draw.prizeId() : null);
                setOrNull(statement, 6, draw.isCandidate() ? units.get(draw) : null);
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private static void setOrNull(PreparedStatement statement, int index, Integer value) throws SQLException {
        if (value == null) {
            statement.setNull(index, Types.INTEGER);
        } else {
            statement.setInt(index, value);
        }
    }
}
