package org.turntable.tool.reimport.row;

import java.time.Instant;

/**
 * A row of {@code draw}.
 *
 * @param key its key within the campaign
 * @param drawnAt when, by the clock of Redis
 * @param prizeId the prize for which the roll was a candidate; 0 for none
 * @param unit the unit that it won; null for a loss
 * @param unitHeld whether the row of that unit names this draw; true for a loss
 */
public record DrawRow(PlayerDrawKey key, Instant drawnAt, int prizeId, UnitRef unit, boolean unitHeld) {
    /** Whether it won. */
    public boolean isWin() {
        return unit != null;
    }
}
