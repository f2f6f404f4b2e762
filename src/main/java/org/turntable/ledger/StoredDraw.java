package org.turntable.ledger;

/**
 * A draw as MariaDB has it.
 *
 * @param prizeId     the prize its roll was a candidate for; 0 for a loss
 * @param unitOrdinal the unit it was given; 0 where it was given none
 * @param drawnAtMs   when it was admitted, in milliseconds since the epoch
 */
public record StoredDraw(int prizeId, int unitOrdinal, long drawnAtMs) {
    /** A win is exactly a draw that holds a unit. */
    public boolean isWin() {
        return unitOrdinal != 0;
    }
}
