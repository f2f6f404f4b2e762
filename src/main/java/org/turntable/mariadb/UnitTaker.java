package org.turntable.mariadb;

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
import org.turntable.ledger.LedgerEntry;
import org.turntable.mariadb.sql.Budget;
import org.turntable.mariadb.sql.Sql;

/**
 * Takes free units for the candidates of a group. Most takes step over rows that other groups hold; where that leaves too few,
 * the last rows are waited for, so that a candidate loses only when no unit is left in truth.
 */
final class UnitTaker {
    // Left to itself, 10.11 walks the primary key over every unit that was given out (20,000 rows read to find two).
    private static final String FREE_UNITS_TEXT = """
            SELECT ordinal FROM prize_unit FORCE INDEX (free_units)
            WHERE prize_id = ? AND player_id IS NULL AND draw_number IS NULL
            ORDER BY ordinal LIMIT ? FOR UPDATE""";
    private static final Sql FREE_UNITS = new Sql(Budget.UNITS_FREE, FREE_UNITS_TEXT);
    private static final Sql FREE_UNITS_NOT_HELD = new Sql(Budget.UNITS_FREE_NOT_HELD, FREE_UNITS_TEXT + " SKIP LOCKED");
    private static final Sql AWARD = new Sql(Budget.UNITS_AWARD, """
            UPDATE prize_unit SET player_id = ?, draw_number = ?, awarded_at = UTC_TIMESTAMP(3)
            WHERE prize_id = ? AND ordinal = ?""");

    private UnitTaker() {
    }

    /** The unit of each candidate that got one. */
    static Map<LedgerEntry, Integer> take(Connection connection, List<LedgerEntry> entries) throws SQLException {
        TreeMap<Integer, List<LedgerEntry>> byPrize = new TreeMap<>();
        for (LedgerEntry entry : entries) {
            if (entry.isCandidate()) {
                byPrize.computeIfAbsent(entry.prizeId(), id -> new ArrayList<>()).add(entry);
            }
        }
        Map<LedgerEntry, Integer> units = new HashMap<>();
        for (Map.Entry<Integer, List<LedgerEntry>> prize : byPrize.entrySet()) {
            int wanted = prize.getValue().size();
            Deque<Integer> free = free(connection, FREE_UNITS_NOT_HELD, prize.getKey(), wanted);
            if (free.size() < wanted) {
                free = free(connection, FREE_UNITS, prize.getKey(), wanted);
            }
            for (LedgerEntry entry : prize.getValue()) {
                if (!free.isEmpty()) {
                    units.put(entry, free.poll());
                }
            }
        }
        award(connection, units);
        return units;
    }

    private static Deque<Integer> free(Connection connection, Sql sql, int prizeId, int most) throws SQLException {
        try (PreparedStatement statement = sql.prepare(connection)) {
            statement.setInt(1, prizeId);
            statement.setInt(2, most);
            Deque<Integer> ordinals = new ArrayDeque<>(most);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    ordinals.add(rows.getInt(1));
                }
            }
            return ordinals;
        }
    }

    private static void award(Connection connection, Map<LedgerEntry, Integer> units) throws SQLException {
        if (units.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = AWARD.prepare(connection)) {
            for (Map.Entry<LedgerEntry, Integer> unit : units.entrySet()) {
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
