package org.turntable.promises.matrix;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.turntable.promises.draw.DrawingPlayers.Told;
import org.turntable.testing.stack.MariaDbServer;

/** Takes away and adds rows behind the nodes' backs, after a cell that was green: the checks have to find each. */
final class Tampering {
    private final MariaDbServer writer;
    private final int campaignId;
    private final List<Told> told;

    Tampering(MatrixSystem system, CellRunner runner) {
        writer = system.writer();
        campaignId = runner.campaignId();
        told = runner.told();
    }

    /** Removes the row of a win that a player was told. */
    void loseAWin() {
        delete(true);
    }

    /** Removes the row of a loss that a player was told. */
    void loseALoss() {
        delete(false);
    }

    private void delete(boolean win) {
        Told lost = told.stream().filter(one -> one.win() == win).findAny().orElseThrow();
        writer.execute("DELETE FROM turntable.draw WHERE campaign_id = " + campaignId + " AND number = "
                + lost.number() + " AND player_id = X'"
                + HexFormat.of().formatHex(lost.player().bytes()) + "'");
    }

    /** Gives players who have used all chances one draw more. */
    void giveAFurtherChance() {
        writer.execute(insert(
                Map.of("number", Integer.toString(MatrixCampaign.CHANCES + 1)),
                " AND number = " + MatrixCampaign.CHANCES + " AND unit_ordinal IS NULL LIMIT 1"));
    }

    /** Gives a unit that has a winner to a second draw. */
    void giveAUnitTwice() {
        writer.execute(insert(Map.of("player_id", "REVERSE(player_id)"), " AND unit_ordinal IS NOT NULL LIMIT 1"));
    }

    /** Copies a row of draws with some columns changed. */
    private String insert(Map<String, String> changed, String where) {
        List<String> columns = writer.askAll("SELECT COLUMN_NAME FROM information_schema.COLUMNS WHERE TABLE_SCHEMA ="
                + " 'turntable' AND TABLE_NAME = 'draw' AND GENERATION_EXPRESSION IS NULL ORDER BY ORDINAL_POSITION");
        return "INSERT INTO turntable.draw (" + String.join(", ", columns) + ") SELECT "
                + String.join(
                        ", ",
                        columns.stream()
                                .map(name -> changed.getOrDefault(name, name))
                                .toList())
                + " FROM turntable.draw WHERE campaign_id = " + campaignId + where;
    }
}
