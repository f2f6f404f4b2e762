package org.turntable.reimport;

import java.time.Instant;
import org.turntable.reimport.row.DrawKey;
import org.turntable.reimport.row.DrawRow;
import org.turntable.reimport.row.UnitRef;
import org.turntable.reimport.row.UnitRow;

/**
 * A win in the stranded database. It was committed there, so its player was shown it.
 *
 * @param key        the draw that won
 * @param drawnAt    when it was drawn
 * @param awardedAt  when the unit was given
 * @param unit       the unit: the prize by its id here, the ordinal as it is there
 * @param consistent whether the draw and the unit say the same there; a database that was damaged may not
 */
public record Win(DrawKey key, Instant drawnAt, Instant awardedAt, UnitRef unit, boolean consistent) {
    /** The win of a unit that was given out there. */
    static Win of(UnitRow row, CampaignPair pair) {
        DrawRow draw = row.draw();
        boolean consistent = draw != null && draw.isWin() && draw.unit().equals(row.unit());
        return new Win(row.holder(), draw != null ? draw.drawnAt() : row.awardedAt(), row.awardedAt(),
                row.unit().ofPrize(pair.prizeHere(row.unit().prizeId())), consistent);
    }

    /** The win of a draw there whose unit's own row does not say so. */
    static Win unheld(DrawRow row, CampaignPair pair) {
        return new Win(row.key(), row.drawnAt(), row.drawnAt(), row.unit().ofPrize(pair.prizeHere(row.unit().prizeId())), false);
    }
}
