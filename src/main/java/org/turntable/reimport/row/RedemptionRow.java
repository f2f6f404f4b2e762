package org.turntable.reimport.row;

import java.time.Instant;
import java.util.Arrays;

/**
 * A row of {@code redemption}: a coupon that was redeemed in a store.
 *
 * @param key          the draw
 * @param prizeId      its prize
 * @param ordinal      the unit
 * @param confirmation names the scan, 16 bytes
 * @param verifier     who confirmed it, by name: numbers differ from database to database
 * @param store        as it was called at that moment
 * @param redeemedAt   when
 */
public record RedemptionRow(DrawKey key, int prizeId, int ordinal, byte[] confirmation, String verifier, String store,
                            Instant redeemedAt) implements ClaimRow {
    /** Whether both tell of one and the same scan. */
    public boolean isSameScanAs(RedemptionRow other) {
        return Arrays.equals(confirmation, other.confirmation);
    }

    /** The same of another draw and its unit. */
    public RedemptionRow movedTo(DrawKey there, UnitRef unit) {
        return new RedemptionRow(there, unit.prizeId(), unit.ordinal(), confirmation, verifier, store, redeemedAt);
    }
}
