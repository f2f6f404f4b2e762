package org.turntable.tool.mariadb.reimport;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.turntable.mariadb.sql.SqlStatement;
import org.turntable.mariadb.sql.StatementBudget;
import org.turntable.tool.reimport.row.StrandedWin;
import org.turntable.tool.reimport.rule.Conflict;
import org.turntable.tool.reimport.rule.ReimportTarget.RecordedAward;

/** Writes the records of a run: conflicts, awards, counts and its position, within one transaction. */
final class RunWriter {
    private static final SqlStatement ADD_CONFLICT = new SqlStatement(StatementBudget.REIMPORT_CONFLICT_ADD, """
            INSERT INTO reimport_conflict (run_id, campaign_id, player_id, number, drawn_at, awarded_at, prize_id, stranded_ordinal, stranded_code,
                                           kind, standing_number, detail, claimed)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULLIF(?, 0), ?, ?)""");
    private static final SqlStatement RESOLVE_CONFLICT =
            new SqlStatement(StatementBudget.REIMPORT_CONFLICT_RESOLVE, """
            UPDATE reimport_conflict SET settled_at = UTC_TIMESTAMP(3), settled_number = NULLIF(?, 0), settled_ordinal = NULLIF(?, 0), trouble = NULL
            WHERE id = ? AND settled_at IS NULL""");
    private static final SqlStatement FAIL_CONFLICT = new SqlStatement(
            StatementBudget.REIMPORT_CONFLICT_FAIL, "UPDATE reimport_conflict SET trouble = ? WHERE id = ?");
    private static final SqlStatement RECORD_AWARD = new SqlStatement(StatementBudget.REIMPORT_AWARD_RECORD, """
            INSERT INTO reimport_win (run_id, campaign_id, player_id, number, prize_id, unit_ordinal, previous_ordinal, conflict_id, at)
            VALUES (?, ?, ?, ?, ?, ?, NULLIF(?, 0), NULLIF(?, 0), UTC_TIMESTAMP(3))""");
    private static final SqlStatement ADD_COUNT = new SqlStatement(StatementBudget.REIMPORT_RUN_COUNT_ADD, """
            INSERT INTO reimport_count (run_id, campaign_id, what, number) VALUES (?, ?, ?, ?) ON DUPLICATE KEY UPDATE number = number + ?""");
    private static final SqlStatement SAVE_POSITION = new SqlStatement(
            StatementBudget.REIMPORT_RUN_POSITION, "UPDATE reimport_run SET position = ? WHERE id = ?");
    private static final SqlStatement END = new SqlStatement(
            StatementBudget.REIMPORT_RUN_END,
            "UPDATE reimport_run SET ended_at = UTC_TIMESTAMP(3) WHERE id = ? AND ended_at IS NULL");

    private final Connection connection;

    RunWriter(Connection connection) {
        this.connection = connection;
    }

    void addConflicts(long runId, int campaignId, List<Conflict.NewConflict> conflicts) throws SQLException {
        StatementRunner.batch(
                connection,
                ADD_CONFLICT,
                conflicts.stream()
                        .map(conflict -> parameters(runId, campaignId, conflict))
                        .toList());
    }

    private static Object[] parameters(long runId, int campaignId, Conflict.NewConflict conflict) {
        StrandedWin win = conflict.win();
        // A conflict of a claim has ordinal 0, so that a win and its claim can both have a conflict.
        boolean ofWin = conflict.kind().isOfWin();
        return new Object[] {
            runId,
            campaignId,
            win.key().player(),
            win.key().number(),
            win.drawnAt(),
            win.awardedAt(),
            win.unit().prizeId(),
            ofWin ? win.unit().ordinal() : 0,
            ofWin ? win.unit().code() : null,
            conflict.kind().word(),
            conflict.currentNumber(),
            conflict.detail(),
            conflict.claimed()
        };
    }

    void recordResolution(long conflictId, int number, int ordinal) throws SQLException {
        if (StatementRunner.update(connection, RESOLVE_CONFLICT, number, ordinal, conflictId) == 0) {
            throw new RowChangedException("the conflict is resolved already");
        }
    }

    void recordFailure(long conflictId, String reason) throws SQLException {
        StatementRunner.update(connection, FAIL_CONFLICT, reason, conflictId);
    }

    void recordAwards(long runId, List<RecordedAward> awards) throws SQLException {
        StatementRunner.batch(
                connection,
                RECORD_AWARD,
                awards.stream()
                        .map(award -> new Object[] {
                            runId,
                            award.campaignId(),
                            award.key().player(),
                            award.key().number(),
                            award.unit().prizeId(),
                            award.unit().ordinal(),
                            award.previous(),
                            award.conflictId()
                        })
                        .toList());
    }

    void addCount(long runId, int campaignId, String what, long number) throws SQLException {
        if (number > 0) {
            StatementRunner.update(connection, ADD_COUNT, runId, campaignId, what, number, number);
        }
    }

    void savePosition(long runId, String position) throws SQLException {
        StatementRunner.update(connection, SAVE_POSITION, position, runId);
    }

    void end(long runId) throws SQLException {
        StatementRunner.update(connection, END, runId);
    }
}
