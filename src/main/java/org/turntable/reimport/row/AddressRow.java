package org.turntable.reimport.row;

import java.time.Instant;

/**
 * A row of {@code claim_address}: where a posted prize goes.
 *
 * @param key         the draw
 * @param prizeId     its prize
 * @param revision    goes up with every change, in each database on its own
 * @param sealed      the address; null once it is erased
 * @param consentedAt when the winner agreed
 * @param changedAt   when the winner changed it last
 * @param parcel      null until it left
 * @param erasedAt    when it was withdrawn or deleted; null while it is there
 */
public record AddressRow(DrawKey key, int prizeId, int revision, Sealed sealed, Instant consentedAt, Instant changedAt, Parcel parcel,
                         Instant erasedAt) implements ClaimRow {
    /** How a parcel travels, and since when. */
    public record Parcel(String carrier, String tracking, Instant at) {
        /** Whether it is one and the same parcel. */
        public boolean isSameAs(Parcel other) {
            return carrier.equals(other.carrier) && tracking.equals(other.tracking);
        }
    }

    /** Whether there is no address any more. */
    public boolean isErased() {
        return erasedAt != null;
    }

    /** Whether a parcel left. */
    public boolean isShipped() {
        return parcel != null;
    }

    /** The same without the address. */
    public AddressRow erased(Instant at) {
        return new AddressRow(key, prizeId, revision, null, consentedAt, changedAt, parcel, at);
    }

    /** The same once its parcel left. */
    public AddressRow shipped(Parcel itsParcel) {
        return new AddressRow(key, prizeId, revision, sealed, consentedAt, changedAt, itsParcel, erasedAt);
    }

    /** The same of another draw, where its address is sealed otherwise. */
    public AddressRow movedTo(DrawKey there, int itsPrize, Sealed itsSeal) {
        return new AddressRow(there, itsPrize, revision, itsSeal, consentedAt, changedAt, parcel, erasedAt);
    }
}
