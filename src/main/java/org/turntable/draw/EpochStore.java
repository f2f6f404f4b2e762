package org.turntable.draw;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.turntable.ledger.DrawEntry;
import org.turntable.outage.DatabaseUnavailableException;

/** The epochs and the awarded units, in MariaDB. */
public interface EpochStore {
    /** The epoch of a campaign, or empty before the first. */
    Optional<Epoch> read(int campaignId) throws DatabaseUnavailableException;

    /**
     * The plan of a campaign.
     *
     * @param version its version
     * @param campaign the uid of the campaign
     */
    record StoredPlan(int version, String campaign) {}

    /** A campaign's plan, or empty if there is no such campaign. */
    Optional<StoredPlan> plan(int campaignId) throws DatabaseUnavailableException;

    /**
     * Replaces a campaign's epoch by the next one, by compare-and-set.
     *
     * @param from the epoch that was read, or null to create the first
     * @param to the next
     * @return false if the stored epoch is no longer {@code from}
     */
    boolean move(int campaignId, Epoch from, Epoch to) throws DatabaseUnavailableException;

    /**
     * Units that count as taken, by prize id: the awarded ones, plus those of the given candidates that are not stored
     * yet; both are read in one snapshot.
     */
    Map<Integer, Long> taken(int campaignId, List<DrawEntry> candidates) throws DatabaseUnavailableException;
}
