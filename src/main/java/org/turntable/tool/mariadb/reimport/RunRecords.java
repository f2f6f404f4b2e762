package org.turntable.tool.mariadb.reimport;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.turntable.mariadb.sql.SqlStatement;
import org.turntable.mariadb.sql.StatementBudget;
import org.turntable.mariadb.sql.UtcTimes;
import org.turntable.player.PlayerId;
import org.turntable.tool.reimport.row.PlayerDrawKey;
import org.turntable.tool.reimport.row.UnitRef;
import org.turntable.tool.reimport.rule.Conflict;
import org.turntable.tool.reimport.rule.ReimportTarget.RecordedAward;
import org.turntable.tool.reimport.rule.ReimportTarget.Run;

/** Runs of the reimport, and what they recorded. */
final class RunRecords {
    private static final SqlStatement RUNS = new SqlStatement(
            StatementBudget.REIMPORT_RUNS,
            "SELECT id, source, by_whom, reason, began_at, ended_at, position FROM reimport_run ORDER BY id");
    private static final SqlStatement COUNTS = new SqlStatement(
            StatementBudget.REIMPORT_RUN_COUNTS,
            "SELECT campaign_id, what, number FROM reimport_count WHERE run_id = ?");
    private static final SqlStatement BEGIN = new SqlStatement(StatementBudget.REIMPORT_RUN_BEGIN, """
            INSERT INTO reimport_run (source, by_whom, reason, began_at, position) VALUES (?, ?, ?, UTC_TIMESTAMP(3), ?)""");
    private static final SqlStatement AWARDS = new SqlStatement(StatementBudget.REIMPORT_AWARDS, """
            SELECT id, run_id, campaign_id, player_id, number, prize_id, unit_ordinal, previous_ordinal, conflict_id FROM reimport_win
            WHERE id > ? ORDER BY id LIMIT ?""");
    private static final SqlStatement DECIDE = new SqlStatement(StatementBudget.REIMPORT_CONFLICT_DECIDE, """
            UPDATE reimport_conflict SET decision = ?, decided_by = ?, decided_reason = ?, decided_at = ?, trouble = NULL
            WHERE id = ? AND settled_at IS NULL""");

    private RunRecords() {}

    static Run begin(Connection connection, String source, String by, String reason, String position)
            throws SQLException {
        long id = StatementRunner.insert(connection, BEGIN, source, by, reason, position);
        return runs(connection).stream()
                .filter(run -> run.id() == id)
                .findFirst()
                .orElseThrow();
    }

    static List<Run> runs(Connection connection) throws SQLException {
        List<Run> runs = new ArrayList<>();
        for (Run run : StatementRunner.query(connection, RunRecords::withoutCounts, RUNS)) {
            runs.add(new Run(
                    run.id(),
                    run.source(),
                    run.by(),
                    run.reason(),
                    run.beganAt(),
                    run.endedAt(),
                    run.position(),
                    counts(connection, run.id())));
        }
        return runs;
    }

    private static Run withoutCounts(ResultSet row) throws SQLException {
        return new Run(
                row.getLong("id"),
                row.getString("source"),
                row.getString("by_whom"),
                row.getString("reason"),
                UtcTimes.instant(row, "began_at"),
                KeyLookups.instant(row, "ended_at"),
                row.getString("position"),
                Map.of());
    }

    private static Map<Integer, Map<String, Long>> counts(Connection connection, long runId) throws SQLException {
        Map<Integer, Map<String, Long>> counts = new TreeMap<>();
        StatementRunner.query(
                connection,
                row -> counts.computeIfAbsent(row.getInt("campaign_id"), id -> new TreeMap<>())
                        .put(row.getString("what"), row.getLong("number")),
                COUNTS,
                runId);
        return counts;
    }

    static List<RecordedAward> awardsAfter(Connection connection, long id, int most) throws SQLException {
        return StatementRunner.query(
                connection,
                row -> new RecordedAward(
                        row.getLong("id"),
                        row.getLong("run_id"),
                        row.getInt("campaign_id"),
                        new PlayerDrawKey(PlayerId.of(row.getBytes("player_id")), row.getInt("number")),
                        new UnitRef(row.getInt("prize_id"), row.getInt("unit_ordinal"), null),
                        row.getInt("previous_ordinal"),
                        row.getLong("conflict_id")),
                AWARDS,
                id,
                most);
    }

    /** Returns whether there is such a conflict that is not resolved. */
    static boolean decide(Connection connection, long conflictId, Conflict.RecordedDecision decision)
            throws SQLException {
        return StatementRunner.update(
                        connection,
                        DECIDE,
                        decision.choice().word(),
                        decision.by(),
                        decision.reason(),
                        decision.at(),
                        conflictId)
                == 1;
    }
}
