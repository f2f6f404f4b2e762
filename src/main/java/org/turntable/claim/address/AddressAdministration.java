package org.turntable.claim.address;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.player.DrawKey;

/** Exporting, shipping and erasing addresses; each such access to unmasked addresses is recorded before it happens. */
public interface AddressAdministration {
    /** The person who does it, and the reason; both are recorded. */
    record Author(String by, String reason) {}

    /**
     * A prize to be posted, with its address.
     *
     * @param prize the prize's name
     * @param wonAt when it was drawn
     * @param revision of the address; it increases with every change
     * @param shipment empty until it is shipped
     */
    record Parcel(
            DrawKey draw,
            String prize,
            Instant wonAt,
            int revision,
            PostalAddress address,
            Optional<AddressBook.Shipment> shipment) {}

    /**
     * A parcel that was shipped.
     *
     * @param revision of the address on the parcel, as it was exported
     */
    record Shipping(DrawKey draw, int revision, String carrier, String tracking) {}

    /** The result of recording a parcel as shipped. */
    enum Shipped {
        /** Recorded. */
        DONE,
        /** The same carrier and number were recorded before. */
        THE_SAME,
        /** Another carrier or number was recorded before and is kept. */
        OTHERWISE,
        /** There is no address for this draw in this campaign. */
        UNKNOWN,
        /** Its address was erased before, by its winner or after its retention period. */
        ERASED,
        /** Its winner changed the address after the export: the parcel has an address that is no longer valid. */
        CHANGED;

        /** Whether it comes from a wrong file, which is then refused as a whole. */
        public boolean isFileWrong() {
            return this == OTHERWISE || this == UNKNOWN;
        }
    }

    /**
     * Passes all parcels with an address to the receiver, in key order.
     *
     * @param unshippedOnly whether shipped parcels are left out
     * @throws DatabaseUnavailableException when the database does not answer, or an address cannot be opened
     */
    void parcels(int campaignId, boolean unshippedOnly, Consumer<Parcel> receiver) throws DatabaseUnavailableException;

    /** Records an export before its file is written; returns the number of parcels. */
    int recordExport(int campaignId, boolean unshippedOnly, Author author) throws DatabaseUnavailableException;

    /**
     * Records parcels as shipped, or none where the result of one {@linkplain Shipped#isFileWrong means a wrong file}.
     * What a winner did after the export ({@link Shipped#CHANGED}, {@link Shipped#ERASED}) refuses that parcel only:
     * the others have been sent, and their addresses must not stay open for changes.
     *
     * @param dryRun whether to check only
     * @return the result for each parcel, in the given order
     */
    List<Shipped> ship(int campaignId, List<Shipping> parcels, Author author, boolean dryRun)
            throws DatabaseUnavailableException;

    /** Erases one address at its winner's request; false where there is none. */
    boolean erase(DrawKey draw, Author author) throws DatabaseUnavailableException;

    /**
     * Erases addresses whose retention period is over, in small groups: counted from the shipment, or from the end of
     * the campaign. May run on several nodes at once.
     *
     * @return how many were erased
     */
    int eraseAfter(Duration kept, Author author) throws DatabaseUnavailableException;

    /**
     * Seals again with the first key what was sealed with another key, in small groups. May be repeated, and may run
     * while winners enter data.
     *
     * @param progress receives the number of rows done after each group
     * @return how many rows were sealed again
     */
    int rekey(Author author, Consumer<Integer> progress) throws DatabaseUnavailableException;
}
