package org.turntable.mariadb.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.turntable.ledger.DrawEntry;
import org.turntable.mariadb.sql.SqlStatement;
import org.turntable.mariadb.sql.StatementBudget;

/**
 * Assigns free units to the candidates of a group. It first skips rows that other groups have locked. If these are too
 * few, it waits for the locked rows, so that a candidate loses only if really no unit is left.
 */
final class UnitAllocator {
    // Without the hint MariaDB 10.11 scans the primary key over every awarded unit (20,000 rows read to find two).
    private static final String FREE_UNITS_TEXT = """
            SELECT ordinal FROM prize_unit FORCE INDEX (free_units)
            WHERE prize_id = ? AND player_id IS NULL AND draw_number IS NULL
            ORDER BY ordinal LIMIT ? FOR UPDATE""";
    private static final SqlStatement FREE_UNITS = new SqlStatement(StatementBudget.UNITS_FREE, FREE_UNITS_TEXT);
    private static final SqlStatement FREE_UNITS_NOT_LOCKED =
            new SqlStatement(StatementBudget.UNITS_FREE_NOT_HELD, FREE_UNITS_TEXT + " SKIP LOCKED");
    private static final SqlStatement AWARD = new SqlStatement(StatementBudget.UNITS_AWARD, """
            UPDATE prize_unit SET player_id = ?, draw_number = ?, awarded_at = UTC_TIMESTAMP(3)
            WHERE prize_id = ? AND ordinal = ?""");

    private UnitAllocator() {}

    /** Assigns units; returns the unit of each candidate that got one. */
    static Map<DrawEntry, Integer> take(Connection connection, List<DrawEntry> entries) throws SQLException {
        TreeMap<Integer, List<DrawEntry>> byPrize = new TreeMap<>();
        for (DrawEntry entry : entries) {
            if (entry.isCandidate()) {
                byPrize.computeIfAbsent(entry.prizeId(), id -> new ArrayList<>())
                        .add(entry);
            }
        }
        Map<DrawEntry, Integer> units = new HashMap<>();
        for (Map.Entry<Integer, List<DrawEntry>> prize : byPrize.entrySet()) {
            int needed = prize.getValue().size();
            Deque<Integer> free = free(connection, FREE_UNITS_NOT_LOCKED, prize.getKey(), needed);
            if (free.size() < needed) {
                free = free(connection, FREE_UNITS, prize.getKey(), needed);
            }
            for (DrawEntry entry : prize.getValue()) {
                if (!free.isEmpty()) {
                    units.put(entry, free.poll());
                }
            }
        }
        award(connection, units);
        return units;
    }

    private static Deque<Integer> free(Connection connection, SqlStatement sql, int prizeId, int limit)
            throws SQLException {
        try (PreparedStatement statement = sql.prepare(connection)) {
            statement.setInt(1, prizeId);
            statement.setInt(2, limit);
            Deque<Integer> ordinals = new ArrayDeque<>(limit);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    ordinals.add(rows.getInt(1));
                }
            }
            return ordinals;
        }
    }

    private static void award(Connection connection, Map<DrawEntry, Integer> units) throws SQLException {
        if (units.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = AWARD.prepare(connection)) {
            for (Map.Entry<DrawEntry, Integer> unit : units.entrySet()) {
                statement.setBytes(1, unit.getKey().player().bytes());
                statement.setInt(2, unit.getKey().number());
                statement.setInt(3, unit.getKey().prizeId());
                statement.setInt(4, unit.getValue());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }
}
