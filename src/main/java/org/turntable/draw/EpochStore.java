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
     * The epoch of a campaign. If it went on without a loss in that run of Redis, MariaDB takes that over, by
     * compare-and-set.
     */
    default Optional<Epoch> readAndRecord(int campaignId, EpochRegistry registry, String runId)
            throws DatabaseUnavailableException {
        Optional<Epoch> stored = read(campaignId);
        if (stored.isEmpty() || stored.get().runId().equals(runId)) {
            return stored;
        }
        Epoch continued = new Epoch(stored.get().number(), runId);
        if (!registry.runs(campaignId, continued).contains(stored.get().runId())) {
            return stored;
        }
        move(campaignId, stored.get(), continued);
        return read(campaignId);
    }

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
