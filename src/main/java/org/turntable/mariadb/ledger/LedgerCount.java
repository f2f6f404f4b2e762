package org.turntable.mariadb.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.turntable.ledger.DrawEntry;
import org.turntable.mariadb.sql.SqlStatement;
import org.turntable.mariadb.sql.StatementBudget;

/** Counts what a transaction writes into {@code draw}, in the same transaction; one row per campaign and node. */
final class LedgerCount {
    private static final SqlStatement ADD = new SqlStatement(StatementBudget.LEDGER_COUNT, """
            INSERT INTO ledger_count (campaign_id, node, draws, wins) VALUES (?, ?, ?, ?)
            ON DUPLICATE KEY UPDATE draws = draws + VALUES(draws), wins = wins + VALUES(wins)""");

    private LedgerCount() {}

    /**
     * @param draws those that this transaction inserted
     * @param units the unit of each that won
     */
    static void add(Connection connection, String node, List<DrawEntry> draws, Map<DrawEntry, Integer> units)
            throws SQLException {
        if (draws.isEmpty()) {
            return;
        }
        // Always in the same order to avoid deadlocks: the ledger and the sweeper of a node share its rows.
        Map<Integer, int[]> counts = new TreeMap<>();
        for (DrawEntry draw : draws) {
            int[] count = counts.computeIfAbsent(draw.campaignId(), id -> new int[2]);
            count[0]++;
            count[1] += units.containsKey(draw) ? 1 : 0;
        }
        try (PreparedStatement statement = ADD.prepare(connection)) {
            for (Map.Entry<Integer, int[]> count : counts.entrySet()) {
                statement.setInt(1, count.getKey());
                statement.setString(2, node);
                statement.setInt(3, count.getValue()[0]);
                statement.setInt(4, count.getValue()[1]);
                statement.executeUpdate();
            }
        }
    }
}
