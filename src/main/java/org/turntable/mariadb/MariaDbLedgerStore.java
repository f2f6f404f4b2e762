package org.turntable.mariadb;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.turntable.ledger.LedgerEntry;
import org.turntable.ledger.LedgerStore;
import org.turntable.ledger.StoredDraw;
import org.turntable.mariadb.sql.Budget;
import org.turntable.mariadb.sql.Sql;
import org.turntable.player.PlayerId;

/** The ledger's store in MariaDB: one group, one transaction. */
public final class MariaDbLedgerStore implements LedgerStore {
    private static final int TRIES = 5;
    private static final Sql INSERT_DRAW = new Sql(Budget.LEDGER_INSERT_DRAWS, """
            INSERT INTO draw (campaign_id, player_id, number, drawn_at, prize_id, unit_ordinal) VALUES (?, ?, ?, ?, ?, ?)""");
    private static final Sql INSERT_PLAYER = new Sql(Budget.LEDGER_INSERT_PLAYERS, """
            INSERT INTO player (campaign_id, player_id, first_seen_at) VALUES (?, ?, ?)""");
    private static final Sql STORED_DRAWS = new Sql(Budget.LEDGER_STORED_DRAWS, """
            SELECT player_id, number, prize_id, unit_ordinal, drawn_at FROM draw
            WHERE campaign_id = ? AND ({(player_id = ? AND number = ?)| OR })""");
    private static final Sql STORED_PLAYERS = new Sql(Budget.LEDGER_STORED_PLAYERS, """
            SELECT player_id, first_seen_at FROM player WHERE campaign_id = ? AND player_id IN ({?})""");

    private final DataSource pool;
    private final String node;

    /**
     * @param pool connections that never commit by themselves
     * @param node this node's name, for its beat
     */
    public MariaDbLedgerStore(DataSource pool, String node) {
        this.pool = pool;
        this.node = node;
    }

    @Override
    public List<StoredDraw> write(List<LedgerEntry> group) throws Unavailable, Refused {
        SQLException last = null;
        for (int i = 0; i < TRIES; i++) {
            try (Connection connection = pool.getConnection()) {
                return write(connection, group);
            } catch (SQLException error) {
                if (SqlErrors.isRefusal(error) && !SqlErrors.isContention(error)) {
                    throw new Refused(error.getMessage(), error);
                }
                if (!SqlErrors.isContention(error)) {
                    throw new Unavailable(error.getMessage(), error);
                }
                last = error;
            }
        }
        throw new Unavailable("other transactions stayed in the way: " + last.getMessage(), last);
    }

    @Override
    public void probe() throws Unavailable {
        try (Connection connection = pool.getConnection()) {
            // A commit that nobody acknowledges hangs, and its session stays on the server after its client was killed: ask first.
            if (SemiSync.read(connection) == SemiSync.IN_VAIN) {
                throw new Unavailable("no replica is connected that could acknowledge a commit", null);
            }
            connection.setAutoCommit(false);
            try {
                Beat.probe(connection);
                connection.commit();
            } catch (SQLException error) {
                connection.rollback();
                throw error;
            }
        } catch (SQLException error) {
            throw new Unavailable(error.getMessage(), error);
        }
    }

    private List<StoredDraw> write(Connection connection, List<LedgerEntry> group) throws SQLException {
        connection.setAutoCommit(false);
        Map<LedgerEntry, StoredDraw> there = new TreeMap<>(LedgerEntry.KEY_ORDER);
        try {
            while (true) {
                List<LedgerEntry> fresh = there.isEmpty() ? group : group.stream().filter(entry -> !there.containsKey(entry)).toList();
                try {
                    Map<LedgerEntry, Integer> units = UnitTaker.take(connection, fresh);
                    insertPlayers(connection, fresh.stream().filter(LedgerEntry::isVisit).toList());
                    List<LedgerEntry> draws = fresh.stream().filter(entry -> !entry.isVisit()).toList();
                    insertDraws(connection, draws, units);
                    LedgerCount.add(connection, node, draws, units);
                    if (!there.isEmpty()) {
                        Beat.write(connection, node);
                    }
                    connection.commit();
                    return results(group, there, units);
                } catch (SQLException error) {
                    connection.rollback();
                    int known = there.size();
                    if (!SqlErrors.isDuplicate(error)) {
                        throw error;
                    }
                    readStored(connection, fresh, there);
                    connection.rollback();
                    if (there.size() == known) {
                        throw error;
                    }
                }
            }
        } catch (SQLException error) {
            if (!connection.isClosed()) {
                connection.rollback();
            }
            throw error;
        }
    }

    private static List<StoredDraw> results(List<LedgerEntry> group, Map<LedgerEntry, StoredDraw> there, Map<LedgerEntry, Integer> units) {
        List<StoredDraw> results = new ArrayList<>(group.size());
        for (LedgerEntry entry : group) {
            StoredDraw stored = there.get(entry);
            results.add(stored != null ? stored : new StoredDraw(entry.prizeId(), units.getOrDefault(entry, 0), entry.admittedAtMs()));
        }
        return results;
    }

    private static void insertPlayers(Connection connection, List<LedgerEntry> visits) throws SQLException {
        if (visits.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = INSERT_PLAYER.prepare(connection)) {
            for (LedgerEntry visit : visits) {
                statement.setInt(1, visit.campaignId());
                statement.setBytes(2, visit.player().bytes());
                statement.setObject(3, UtcTimes.column(visit.admittedAtMs()));
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private static void insertDraws(Connection connection, List<LedgerEntry> draws, Map<LedgerEntry, Integer> units) throws SQLException {
        if (draws.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = INSERT_DRAW.prepare(connection)) {
            for (LedgerEntry draw : draws) {
                statement.setInt(1, draw.campaignId());
                statement.setBytes(2, draw.player().bytes());
                statement.setInt(3, draw.number());
                statement.setObject(4, UtcTimes.column(draw.admittedAtMs()));
                setOrNull(statement, 5, draw.prizeId());
                setOrNull(statement, 6, units.getOrDefault(draw, 0));
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private static void setOrNull(PreparedStatement statement, int index, int value) throws SQLException {
        if (value == 0) {
            statement.setNull(index, Types.INTEGER);
        } else {
            statement.setInt(index, value);
        }
    }

    private static void readStored(Connection connection, List<LedgerEntry> group, Map<LedgerEntry, StoredDraw> there) throws SQLException {
        Map<Integer, List<LedgerEntry>> byCampaign = new HashMap<>();
        group.forEach(entry -> byCampaign.computeIfAbsent(entry.campaignId(), id -> new ArrayList<>()).add(entry));
        for (Map.Entry<Integer, List<LedgerEntry>> campaign : byCampaign.entrySet()) {
            readDraws(connection, campaign.getKey(), campaign.getValue().stream().filter(entry -> !entry.isVisit()).toList(), there);
            readPlayers(connection, campaign.getKey(), campaign.getValue().stream().filter(LedgerEntry::isVisit).toList(), there);
        }
    }

    private static void readDraws(Connection connection, int campaignId, List<LedgerEntry> draws, Map<LedgerEntry, StoredDraw> there) throws SQLException {
        if (draws.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = STORED_DRAWS.prepare(connection, draws.size())) {
            statement.setInt(1, campaignId);
            int index = 2;
            for (LedgerEntry draw : draws) {
                statement.setBytes(index++, draw.player().bytes());
                statement.setInt(index++, draw.number());
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    LedgerEntry key = new LedgerEntry(campaignId, "0-0", PlayerId.of(rows.getBytes(1)), rows.getInt(2), 0);
                    there.put(key, new StoredDraw(rows.getInt(3), rows.getInt(4), epochMs(rows.getObject(5, LocalDateTime.class))));
                }
            }
        }
    }

    private static void readPlayers(Connection connection, int campaignId, List<LedgerEntry> visits, Map<LedgerEntry, StoredDraw> there) throws SQLException {
        if (visits.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = STORED_PLAYERS.prepare(connection, visits.size())) {
            statement.setInt(1, campaignId);
            for (int i = 0; i < visits.size(); i++) {
                statement.setBytes(i + 2, visits.get(i).player().bytes());
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    LedgerEntry key = new LedgerEntry(campaignId, "0-0", PlayerId.of(rows.getBytes(1)), 0, 0);
                    there.put(key, new StoredDraw(0, 0, epochMs(rows.getObject(2, LocalDateTime.class))));
                }
            }
        }
    }

    private static long epochMs(LocalDateTime utc) {
        return utc.toInstant(ZoneOffset.UTC).toEpochMilli();
    }
}
