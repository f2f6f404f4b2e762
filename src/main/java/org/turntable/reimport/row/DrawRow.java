package org.turntable.reimport.row;

import java.time.Instant;

/**
 * A row of {@code draw}.
 *
 * @param key      its name in the campaign
 * @param drawnAt  by the clock of Redis
 * @param prizeId  the prize that its roll was a candidate for; 0 for none
 * @param unit     the unit that it won; null for a loss
 * @param unitHeld whether that unit's own row says so too; true for a loss
 */
public record DrawRow(DrawKey key, Instant drawnAt, int prizeId, UnitRef unit, boolean unitHeld) {
    /** Whether it won. */
    public boolean isWin() {
        return unit != null;
    }
}
