package org.turntable.reimport.row;

/**
 * One thing to win. What makes it the same in both databases is its code, which the winner was shown; where a prize has no codes, its
 * ordinal.
 *
 * @param prizeId the prize
 * @param ordinal from 1, in the database from which it was read
 * @param code    what the winner of a coupon is shown; null where the prize has no codes
 */
public record UnitRef(int prizeId, int ordinal, String code) {
    /** Whether a winner of the one was promised the other. */
    public boolean isSameThingAs(UnitRef other) {
        return prizeId == other.prizeId && (code != null ? code.equals(other.code) : other.code == null && ordinal == other.ordinal);
    }

    /** The same unit of the counterpart of its prize. */
    public UnitRef ofPrize(int otherId) {
        return new UnitRef(otherId, ordinal, code);
    }
}
