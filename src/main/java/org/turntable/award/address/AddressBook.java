package org.turntable.award.address;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.turntable.award.ClaimsUnavailable;
import org.turntable.award.WonDraw;
import org.turntable.player.PlayerId;

/** The addresses of posted prizes, for their owners alone. */
public interface AddressBook {
    /**
     * What is there for a winning draw.
     *
     * @param revision what a change has to name; 0 while there was never an address
     * @param address  empty when there is none, or it was erased
     * @param shipment empty until the parcel is under way
     */
    record Entry(int revision, Optional<PostalAddress> address, Optional<Shipment> shipment) {
        /** No address yet. */
        public static final Entry NONE = new Entry(0, Optional.empty(), Optional.empty());
    }

    /** How a parcel travels. */
    record Shipment(String carrier, String tracking, Instant at) {
    }

    /** What a change came to. */
    enum Change {
        /** It stands, on two machines. */
        DONE,
        /** Somebody changed it since it was seen; nothing was changed now. */
        CHANGED_MEANWHILE,
        /** The parcel is under way; nothing was changed. */
        SHIPPED,
        /** There is no such win of a posted prize of this player's. */
        NO_SUCH_WIN
    }

    /**
     * All entries of a player in a campaign, by the draws' numbers; none where there never was an address.
     *
     * @throws ClaimsUnavailable when it cannot be known now
     */
    Map<Integer, Entry> of(int campaignId, PlayerId player) throws ClaimsUnavailable;

    /**
     * The entry of a draw.
     *
     * @return empty where that draw did not win a posted prize
     * @throws ClaimsUnavailable when it cannot be known now
     */
    Optional<Entry> find(WonDraw draw) throws ClaimsUnavailable;

    /**
     * Puts an address there, or another one in its place. The same address once more is done again and is no conflict.
     *
     * @param seen the revision that the winner saw
     * @throws ClaimsUnavailable when it is not known whether it stands; the same call again is safe
     */
    Change put(WonDraw draw, PostalAddress address, int seen) throws ClaimsUnavailable;

    /**
     * Erases the address at its owner's wish; one that is not there is no error.
     *
     * @throws ClaimsUnavailable when it is not known whether it is gone
     */
    Change withdraw(WonDraw draw) throws ClaimsUnavailable;
}
