package org.turntable.tool.reimport.row;

import java.time.Instant;

/**
 * A row of {@code prize_unit}.
 *
 * @param unit the unit
 * @param holder the draw that won it; null while it is free
 * @param awardedAt when it was awarded; null while it is free
 * @param draw the row of that draw, where it was read with the unit and exists; else null
 */
public record UnitRow(UnitRef unit, PlayerDrawKey holder, Instant awardedAt, DrawRow draw) {
    /** Whether it is not awarded. */
    public boolean isFree() {
        return holder == null;
    }
}
