package org.turntable.tool.reimport.row;

/**
 * A unit of a prize. Units of both databases are matched by code, which the winner was shown; for a prize without
 * codes, by ordinal.
 *
 * @param prizeId the prize
 * @param ordinal from 1, in the database from which it was read
 * @param code the coupon code; null for a prize without codes
 */
public record UnitRef(int prizeId, int ordinal, String code) {
    /** Whether both are the same unit for a winner: same code, or same ordinal without codes. */
    public boolean matches(UnitRef other) {
        return prizeId == other.prizeId
                && (code != null ? code.equals(other.code) : other.code == null && ordinal == other.ordinal);
    }

    /** A copy with the id of the prize in the other database. */
    public UnitRef ofPrize(int otherId) {
        return new UnitRef(otherId, ordinal, code);
    }
}
