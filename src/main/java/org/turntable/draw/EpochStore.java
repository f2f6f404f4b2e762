package org.turntable.draw;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.turntable.ledger.LedgerEntry;

/** The epochs and what was given out, in MariaDB. */
public interface EpochStore {
    /** The epoch of a campaign, or empty before the first. */
    Optional<Epoch> read(int campaignId) throws Unavailable;

    /**
     * Moves a campaign to its next epoch by compare-and-set.
     *
     * @param from what was read, or null to make the first
     * @param to   the next
     * @return false when somebody else was quicker
     */
    boolean move(int campaignId, Epoch from, Epoch to) throws Unavailable;

    /**
     * Units that count as taken, by prize id: those given out, plus the given candidates that are not stored yet; both seen in one
     * snapshot.
     */
    Map<Integer, Long> taken(int campaignId, List<LedgerEntry> candidates) throws Unavailable;

    /** The database did not answer. */
    class Unavailable extends Exception {
        public Unavailable(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
