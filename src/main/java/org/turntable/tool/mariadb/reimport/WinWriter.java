package org.turntable.tool.mariadb.reimport;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.turntable.mariadb.sql.SqlStatement;
import org.turntable.mariadb.sql.StatementBudget;
import org.turntable.player.PlayerId;
import org.turntable.tool.reimport.row.DrawRow;
import org.turntable.tool.reimport.row.PlayerDrawKey;
import org.turntable.tool.reimport.row.UnitRef;
import org.turntable.tool.reimport.row.UnitRow;

/** Writes draws and the units that they won, within one transaction. */
final class WinWriter {
    private static final SqlStatement AWARD_UNIT = new SqlStatement(StatementBudget.REIMPORT_UNIT_AWARD, """
            UPDATE prize_unit SET player_id = ?, draw_number = ?, awarded_at = ? WHERE prize_id = ? AND ordinal = ? AND player_id IS NULL""");
    private static final SqlStatement REASSIGN_UNIT = new SqlStatement(StatementBudget.REIMPORT_UNIT_REASSIGN, """
            UPDATE prize_unit SET player_id = ?, draw_number = ?, awarded_at = ?
            WHERE prize_id = ? AND ordinal = ? AND player_id = ? AND draw_number = ?""");
    private static final SqlStatement ADD_DRAW = new SqlStatement(StatementBudget.REIMPORT_DRAW_ADD, """
            INSERT INTO draw (campaign_id, player_id, number, drawn_at, prize_id, unit_ordinal) VALUES (?, ?, ?, ?, NULLIF(?, 0), ?)""");
    private static final SqlStatement TURN_INTO_WIN = new SqlStatement(StatementBudget.REIMPORT_DRAW_WIN, """
            UPDATE draw SET prize_id = ?, unit_ordinal = ? WHERE campaign_id = ? AND player_id = ? AND number = ? AND unit_ordinal IS NULL""");
    private static final SqlStatement MOVE_DRAW = new SqlStatement(StatementBudget.REIMPORT_DRAW_MOVE, """
            UPDATE draw SET unit_ordinal = ? WHERE campaign_id = ? AND player_id = ? AND number = ? AND prize_id = ? AND unit_ordinal = ?""");
    // The last one: nodes take the first, which may be the own unit of a stranded winner whose conflict is open.
    private static final SqlStatement LOCK_FREE_UNIT = new SqlStatement(StatementBudget.REIMPORT_UNIT_LOCK_FREE, """
            SELECT ordinal, code FROM prize_unit FORCE INDEX (free_units) WHERE prize_id = ? AND player_id IS NULL AND draw_number IS NULL
            ORDER BY ordinal DESC LIMIT 1 FOR UPDATE""");
    private static final SqlStatement CLAIMS_OF_DRAW = new SqlStatement(StatementBudget.REIMPORT_DRAW_CLAIMED, """
            SELECT (SELECT COUNT(*) FROM redemption WHERE campaign_id = ? AND player_id = ? AND draw_number = ?)
                 + (SELECT COUNT(*) FROM red_packet WHERE campaign_id = ? AND player_id = ? AND draw_number = ?)""");
    private static final SqlStatement LAST_NUMBER = new SqlStatement(
            StatementBudget.REIMPORT_DRAW_LAST, "SELECT MAX(number) FROM draw WHERE campaign_id = ? AND player_id = ?");
    // In the transaction that adds the draws, as in nodes: the sums of ledger_count equal the rows of draw.
    private static final SqlStatement LEDGER_COUNT = new SqlStatement(StatementBudget.REIMPORT_LEDGER_COUNT, """
            INSERT INTO ledger_count (campaign_id, node, draws, wins) VALUES (?, 'turntable-ops reimport', ?, ?)
            ON DUPLICATE KEY UPDATE draws = draws + ?, wins = wins + ?""");

    private final Connection connection;

    WinWriter(Connection connection) {
        this.connection = connection;
    }

    void awardUnits(List<UnitRow> units) throws SQLException {
        List<UnitRow> inOrder = new ArrayList<>(units);
        inOrder.sort(Comparator.comparing((UnitRow row) -> row.unit().prizeId())
                .thenComparing(row -> row.unit().ordinal()));
        updateEach(
                "a unit is no longer free",
                AWARD_UNIT,
                inOrder.stream()
                        .map(row -> new Object[] {
                            row.holder().player(),
                            row.holder().number(),
                            row.awardedAt(),
                            row.unit().prizeId(),
                            row.unit().ordinal()
                        })
                        .toList());
    }

    void addDraws(int campaignId, List<DrawRow> draws) throws SQLException {
        List<DrawRow> inOrder = new ArrayList<>(draws);
        inOrder.sort(Comparator.comparing(DrawRow::key));
        StatementRunner.batch(
                connection,
                ADD_DRAW,
                inOrder.stream()
                        .map(draw -> new Object[] {
                            campaignId,
                            draw.key().player(),
                            draw.key().number(),
                            draw.drawnAt(),
                            draw.prizeId(),
                            draw.isWin() ? draw.unit().ordinal() : null
                        })
                        .toList());
        addLedgerCount(campaignId, draws.size(), (int)
                draws.stream().filter(DrawRow::isWin).count());
    }

    private void addLedgerCount(int campaignId, int draws, int wins) throws SQLException {
        if (draws > 0 || wins > 0) {
            StatementRunner.update(connection, LEDGER_COUNT, campaignId, draws, wins, draws, wins);
        }
    }

    void turnIntoWin(int campaignId, PlayerDrawKey key, UnitRef unit) throws SQLException {
        updateOne(
                "a draw has changed",
                TURN_INTO_WIN,
                unit.prizeId(),
                unit.ordinal(),
                campaignId,
                key.player(),
                key.number());
        addLedgerCount(campaignId, 0, 1);
    }

    void moveWin(
            int campaignId, PlayerDrawKey holder, UnitRef from, UnitRef to, PlayerDrawKey newHolder, Instant awardedAt)
            throws SQLException {
        // In this order: otherwise one draw would have two units of the prize for a moment, which a unique key forbids.
        updateOne(
                "a unit has changed",
                REASSIGN_UNIT,
                newHolder.player(),
                newHolder.number(),
                awardedAt,
                from.prizeId(),
                from.ordinal(),
                holder.player(),
                holder.number());
        updateOne(
                "a unit is no longer free",
                AWARD_UNIT,
                holder.player(),
                holder.number(),
                awardedAt,
                to.prizeId(),
                to.ordinal());
        updateOne(
                "a draw has changed",
                MOVE_DRAW,
                to.ordinal(),
                campaignId,
                holder.player(),
                holder.number(),
                from.prizeId(),
                from.ordinal());
    }

    Optional<UnitRef> lockFreeUnit(int prizeId) throws SQLException {
        return StatementRunner.query(
                        connection,
                        row -> new UnitRef(prizeId, row.getInt("ordinal"), row.getString("code")),
                        LOCK_FREE_UNIT,
                        prizeId)
                .stream()
                .findFirst();
    }

    boolean isHandedOver(int campaignId, PlayerDrawKey key) throws SQLException {
        return StatementRunner.number(
                        connection,
                        CLAIMS_OF_DRAW,
                        campaignId,
                        key.player(),
                        key.number(),
                        campaignId,
                        key.player(),
                        key.number())
                > 0;
    }

    int lastDrawNumber(int campaignId, PlayerId player) throws SQLException {
        return (int) StatementRunner.number(connection, LAST_NUMBER, campaignId, player);
    }

    private void updateOne(String otherwise, SqlStatement sql, Object... parameters) throws SQLException {
        updateEach(otherwise, sql, List.<Object[]>of(parameters));
    }

    /** Each row of parameters has to change a row of the table. */
    private void updateEach(String otherwise, SqlStatement sql, List<Object[]> rows) throws SQLException {
        for (int changed : StatementRunner.batch(connection, sql, rows)) {
            if (changed == 0) {
                throw new RowChangedException(otherwise);
            }
        }
    }
}
