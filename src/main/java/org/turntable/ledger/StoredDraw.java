package org.turntable.ledger;

import org.turntable.player.DrawOutcome;

/**
 * The stored result of an entry; for a first visit the outcome is a loss.
 *
 * @param outcome a loss, a loss because no unit was left, or a win; never a candidate
 * @param drawnAtMs when it was admitted, in milliseconds since the epoch
 */
public record StoredDraw(DrawOutcome outcome, long drawnAtMs) {
    /** Whether the draw has a unit. */
    public boolean isWin() {
        return outcome instanceof DrawOutcome.Win;
    }

    /** Whether the stored draw was a candidate for that prize. */
    boolean wasCandidateFor(int prizeId) {
        return outcome instanceof DrawOutcome.Win win && win.prizeId() == prizeId
                || outcome instanceof DrawOutcome.NoUnitLeft lost && lost.prizeId() == prizeId;
    }
}
