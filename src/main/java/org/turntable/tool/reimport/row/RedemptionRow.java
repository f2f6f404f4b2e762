package org.turntable.tool.reimport.row;

import java.time.Instant;
import java.util.Arrays;

/**
 * A row of {@code redemption}: a coupon that was redeemed in a store.
 *
 * @param key the draw
 * @param prizeId its prize
 * @param ordinal the unit
 * @param confirmation id of the scan, 16 bytes
 * @param verifier name of the verifier who confirmed it; ids differ between the databases
 * @param store name of the store at that time
 * @param redeemedAt when
 */
public record RedemptionRow(
        PlayerDrawKey key,
        int prizeId,
        int ordinal,
        byte[] confirmation,
        String verifier,
        String store,
        Instant redeemedAt)
        implements ClaimRow {
    /** Whether both record the same scan. */
    public boolean isSameScanAs(RedemptionRow other) {
        return Arrays.equals(confirmation, other.confirmation);
    }

    /** A copy that belongs to another draw and its unit. */
    public RedemptionRow movedTo(PlayerDrawKey newKey, UnitRef unit) {
        return new RedemptionRow(newKey, unit.prizeId(), unit.ordinal(), confirmation, verifier, store, redeemedAt);
    }
}
