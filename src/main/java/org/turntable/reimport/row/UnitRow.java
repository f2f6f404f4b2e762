package org.turntable.reimport.row;

import java.time.Instant;

/**
 * A row of {@code prize_unit}.
 *
 * @param unit      the unit
 * @param holder    the draw that won it; null while it is free
 * @param awardedAt when; null while it is free
 * @param draw      the holder's own row, where it was read with the unit and is there; else null
 */
public record UnitRow(UnitRef unit, DrawKey holder, Instant awardedAt, DrawRow draw) {
    /** Whether nobody has it. */
    public boolean isFree() {
        return holder == null;
    }
}
