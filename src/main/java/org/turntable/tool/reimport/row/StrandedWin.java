package org.turntable.tool.reimport.row;

import java.time.Instant;

/**
 * A win of the stranded database. It was committed, so its player may have been shown it.
 *
 * @param key the draw that won
 * @param drawnAt when it was drawn
 * @param awardedAt when the unit was awarded
 * @param unit the unit: the id of the prize in the target, the ordinal in the stranded database
 * @param consistent whether draw and unit name each other; in a damaged database they may not
 */
public record StrandedWin(PlayerDrawKey key, Instant drawnAt, Instant awardedAt, UnitRef unit, boolean consistent) {
    /** The win of a unit that was awarded. */
    public static StrandedWin of(UnitRow row, MatchedCampaign pair) {
        DrawRow draw = row.draw();
        boolean consistent = draw != null && draw.isWin() && draw.unit().equals(row.unit());
        return new StrandedWin(
                row.holder(),
                draw != null ? draw.drawnAt() : row.awardedAt(),
                row.awardedAt(),
                row.unit().ofPrize(pair.targetPrize(row.unit().prizeId())),
                consistent);
    }

    /** The win of a draw whose unit does not name it. */
    public static StrandedWin unheld(DrawRow row, MatchedCampaign pair) {
        return new StrandedWin(
                row.key(),
                row.drawnAt(),
                row.drawnAt(),
                row.unit().ofPrize(pair.targetPrize(row.unit().prizeId())),
                false);
    }
}
