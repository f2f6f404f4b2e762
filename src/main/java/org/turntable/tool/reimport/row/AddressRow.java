package org.turntable.tool.reimport.row;

import java.time.Instant;

/**
 * A row of {@code claim_address}: the postal address to which a prize is shipped.
 *
 * @param key the draw
 * @param prizeId its prize
 * @param revision increases with every change; counted separately in each database
 * @param sealed the encrypted address; null once it is erased
 * @param consentedAt when the winner gave consent
 * @param changedAt when the winner last changed it
 * @param parcel null until it is shipped
 * @param erasedAt when it was withdrawn or deleted; null before that
 */
public record AddressRow(
        PlayerDrawKey key,
        int prizeId,
        int revision,
        SealedText sealed,
        Instant consentedAt,
        Instant changedAt,
        Parcel parcel,
        Instant erasedAt)
        implements ClaimRow {
    /** A shipped parcel: carrier, tracking number, time of shipping. */
    public record Parcel(String carrier, String tracking, Instant at) {
        /** Whether carrier and tracking number are the same. */
        public boolean isSameAs(Parcel other) {
            return carrier.equals(other.carrier) && tracking.equals(other.tracking);
        }
    }

    /** Whether the address was withdrawn or deleted. */
    public boolean isErased() {
        return erasedAt != null;
    }

    /** Whether a parcel was shipped. */
    public boolean isShipped() {
        return parcel != null;
    }

    /** A copy without the address. */
    public AddressRow erased(Instant at) {
        return new AddressRow(key, prizeId, revision, null, consentedAt, changedAt, parcel, at);
    }

    /** A copy with its parcel shipped. */
    public AddressRow shipped(Parcel newParcel) {
        return new AddressRow(key, prizeId, revision, sealed, consentedAt, changedAt, newParcel, erasedAt);
    }

    /** A copy that belongs to another draw, with the address encrypted for that draw. */
    public AddressRow movedTo(PlayerDrawKey newKey, int newPrizeId, SealedText newSealed) {
        return new AddressRow(newKey, newPrizeId, revision, newSealed, consentedAt, changedAt, parcel, erasedAt);
    }
}
