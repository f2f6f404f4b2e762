package org.turntable.mariadb.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.turntable.ledger.DrawEntry;
import org.turntable.ledger.FirstVisit;
import org.turntable.ledger.LedgerEntry;
import org.turntable.ledger.StoredDraw;
import org.turntable.mariadb.sql.SqlStatement;
import org.turntable.mariadb.sql.StatementBudget;
import org.turntable.player.DrawKey;
import org.turntable.player.DrawOutcome;
import org.turntable.player.PlayerId;

/** The rows that already exist under the keys of a group. */
final class StoredRows {
    private static final SqlStatement STORED_DRAWS = new SqlStatement(StatementBudget.LEDGER_STORED_DRAWS, """
            SELECT player_id, number, prize_id, unit_ordinal, drawn_at FROM draw
            WHERE campaign_id = ? AND ({(player_id = ? AND number = ?)| OR })""");
    private static final SqlStatement STORED_PLAYERS = new SqlStatement(StatementBudget.LEDGER_STORED_PLAYERS, """
            SELECT player_id, first_seen_at FROM player WHERE campaign_id = ? AND player_id IN ({?})""");

    private record PlayerKey(int campaignId, PlayerId player) {}

    private final Map<DrawKey, StoredDraw> draws = new HashMap<>();
    private final Map<PlayerKey, StoredDraw> visits = new HashMap<>();

    boolean isEmpty() {
        return draws.isEmpty() && visits.isEmpty();
    }

    int size() {
        return draws.size() + visits.size();
    }

    /** What is stored under the entry's key, or null. */
    StoredDraw of(LedgerEntry entry) {
        return entry instanceof DrawEntry draw
                ? draws.get(draw.key())
                : visits.get(new PlayerKey(entry.campaignId(), entry.player()));
    }

    /** Reads what is stored under the keys of these entries. */
    void read(Connection connection, List<LedgerEntry> entries) throws SQLException {
        Map<Integer, List<DrawKey>> drawsByCampaign = new TreeMap<>();
        Map<Integer, List<PlayerId>> visitsByCampaign = new TreeMap<>();
        for (LedgerEntry entry : entries) {
            if (entry instanceof DrawEntry draw) {
                drawsByCampaign
                        .computeIfAbsent(draw.campaignId(), id -> new ArrayList<>())
                        .add(draw.key());
            } else if (entry instanceof FirstVisit visit) {
                visitsByCampaign
                        .computeIfAbsent(visit.campaignId(), id -> new ArrayList<>())
                        .add(visit.player());
            }
        }
        for (Map.Entry<Integer, List<DrawKey>> campaign : drawsByCampaign.entrySet()) {
            readDraws(connection, campaign.getKey(), campaign.getValue());
        }
        for (Map.Entry<Integer, List<PlayerId>> campaign : visitsByCampaign.entrySet()) {
            readVisits(connection, campaign.getKey(), campaign.getValue());
        }
    }

    private void readDraws(Connection connection, int campaignId, List<DrawKey> keys) throws SQLException {
        try (PreparedStatement statement = STORED_DRAWS.prepare(connection, keys.size())) {
            statement.setInt(1, campaignId);
            int index = 2;
            for (DrawKey key : keys) {
                statement.setBytes(index++, key.player().bytes());
                statement.setInt(index++, key.number());
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    draws.put(
                            new DrawKey(campaignId, PlayerId.of(rows.getBytes(1)), rows.getInt(2)),
                            new StoredDraw(outcome(rows), epochMs(rows.getObject(5, LocalDateTime.class))));
                }
            }
        }
    }

    /** A loss has no prize; a candidate that got no unit has a prize and no unit. */
    private static DrawOutcome outcome(ResultSet row) throws SQLException {
        int prizeId = row.getInt(3);
        if (row.wasNull()) {
            return DrawOutcome.LOSS;
        }
        int unitOrdinal = row.getInt(4);
        return row.wasNull() ? new DrawOutcome.NoUnitLeft(prizeId) : new DrawOutcome.Win(prizeId, unitOrdinal);
    }

    private void readVisits(Connection connection, int campaignId, List<PlayerId> players) throws SQLException {
        try (PreparedStatement statement = STORED_PLAYERS.prepare(connection, players.size())) {
            statement.setInt(1, campaignId);
            for (int i = 0; i < players.size(); i++) {
                statement.setBytes(i + 2, players.get(i).bytes());
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    visits.put(
                            new PlayerKey(campaignId, PlayerId.of(rows.getBytes(1))),
                            new StoredDraw(DrawOutcome.LOSS, epochMs(rows.getObject(2, LocalDateTime.class))));
                }
            }
        }
    }

    private static long epochMs(LocalDateTime utc) {
        return utc.toInstant(ZoneOffset.UTC).toEpochMilli();
    }
}
