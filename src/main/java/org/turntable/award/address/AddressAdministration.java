package org.turntable.award.address;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.turntable.award.ClaimsUnavailable;
import org.turntable.award.WonDraw;

/** The addresses as those see them who pack, ship and erase; whoever reads or changes more than a mask is recorded first. */
public interface AddressAdministration {
    /** Who does something, and why; both are recorded. */
    record Author(String by, String reason) {
    }

    /**
     * A posted prize with its address.
     *
     * @param prize    the prize's name
     * @param wonAt    when it was drawn
     * @param shipment empty until it is under way
     */
    record Parcel(WonDraw draw, String prize, Instant wonAt, PostalAddress address, Optional<AddressBook.Shipment> shipment) {
    }

    /** A parcel that has left. */
    record Shipping(WonDraw draw, String carrier, String tracking) {
    }

    /** What recording a parcel as shipped came to. */
    enum Shipped {
        /** Recorded. */
        DONE,
        /** The same was recorded before. */
        THE_SAME,
        /** Another carrier or number was recorded before, and stays. */
        OTHERWISE,
        /** There is no address of that draw in this campaign. */
        UNKNOWN,
        /** Its address was erased before. */
        ERASED
    }

    /**
     * Winners with an address, in the order of their keys.
     *
     * @param unshippedOnly whether those whose parcel is under way are left out
     * @throws ClaimsUnavailable when the database does not answer, or an address cannot be opened
     */
    void parcels(int campaignId, boolean unshippedOnly, Consumer<Parcel> receiver) throws ClaimsUnavailable;

    /** Records an export before its file is written; answers how many parcels it is about. */
    int recordExport(int campaignId, boolean unshippedOnly, Author author) throws ClaimsUnavailable;

    /**
     * Records parcels as shipped: all of them, or none where one is {@link Shipped#OTHERWISE}, {@link Shipped#UNKNOWN} or {@link Shipped#ERASED}.
     *
     * @param dryRun whether only to look
     * @return for each what it came to, or would come to, in their order
     */
    List<Shipped> ship(int campaignId, List<Shipping> parcels, Author author, boolean dryRun) throws ClaimsUnavailable;

    /** Erases one address at its winner's request; false where there is none. */
    boolean erase(WonDraw draw, Author author) throws ClaimsUnavailable;

    /**
     * Erases in small groups what is to be kept no longer: addresses of parcels that left that long ago, and of campaigns that ended that
     * long ago. May run on several nodes at once.
     *
     * @return how many were erased
     */
    int eraseAfter(Duration kept, Author author) throws ClaimsUnavailable;

    /**
     * Seals with the first key, in small groups, what was sealed with another. May be repeated, and run while winners write.
     *
     * @param progress told how many are done after each group
     * @return how many were sealed anew
     */
    int rekey(Author author, Consumer<Integer> progress) throws ClaimsUnavailable;
}
