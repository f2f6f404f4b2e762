package org.turntable.claim.address;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.player.DrawKey;
import org.turntable.player.PlayerId;

/** The addresses for prizes to be posted, for their owners only. */
public interface AddressBook {
    /**
     * The entry of a winning draw.
     *
     * @param revision of the entry, for optimistic locking; 0 when there was never an address
     * @param address empty when there is none, or it was erased
     * @param shipment empty until the parcel is shipped
     */
    record Entry(int revision, Optional<PostalAddress> address, Optional<Shipment> shipment) {
        /** No address yet. */
        public static final Entry NONE = new Entry(0, Optional.empty(), Optional.empty());
    }

    /** A shipped parcel. */
    record Shipment(String carrier, String tracking, Instant at) {}

    /** The result of a change. */
    enum Change {
        /** It is committed, on two machines. */
        DONE,
        /** The entry was changed since it was read; nothing was changed now. */
        CHANGED_MEANWHILE,
        /** The parcel is shipped; nothing was changed. */
        SHIPPED,
        /** This draw did not win a prize to be posted for this player. */
        NO_SUCH_WIN
    }

    /**
     * All entries of a player in a campaign, by draw number; without draws that never had an address.
     *
     * @throws DatabaseUnavailableException when it cannot be read now
     */
    Map<Integer, Entry> of(int campaignId, PlayerId player) throws DatabaseUnavailableException;

    /**
     * The entry of a draw.
     *
     * @return empty when the draw did not win a prize to be posted
     * @throws DatabaseUnavailableException when it cannot be read now
     */
    Optional<Entry> find(DrawKey draw) throws DatabaseUnavailableException;

    /**
     * Stores or replaces the address. The same address again is written again and is not a conflict.
     *
     * @param seen the revision that the winner saw
     * @throws DatabaseUnavailableException when it is not known whether it was committed; the call may be repeated
     */
    Change put(DrawKey draw, PostalAddress address, int seen) throws DatabaseUnavailableException;

    /**
     * Erases the address at its owner's request; a missing one is not an error.
     *
     * @throws DatabaseUnavailableException when it is not known whether it was erased
     */
    Change withdraw(DrawKey draw) throws DatabaseUnavailableException;
}
