package org.turntable.ledger;

import java.util.List;
import java.util.Map;
import org.turntable.outage.DatabaseUnavailableException;

/** The permanent store of draws: MariaDB. */
public interface LedgerStore {
    /**
     * Writes a group in one transaction and returns after a commit that wrote something and that a second machine has
     * acknowledged. Candidates get free units; a candidate for which none is left is stored as a loss. For an entry
     * whose key already exists, the stored row stays unchanged.
     *
     * @param group one entry per key, in {@link LedgerEntry#KEY_ORDER}
     * @param campaigns the uid of the campaign to which the entries of a number belong; what is missing is not compared
     * @return the stored results, in the order of the group
     * @throws DatabaseUnavailableException if the database did not answer, or the outcome is unknown; the group may or
     *     may not be stored
     * @throws RejectedException if the database rejected the group; nothing is stored
     * @throws OtherCampaignException if a number is that of another campaign now; nothing is stored
     */
    List<StoredDraw> write(List<LedgerEntry> group, Map<Integer, String> campaigns)
            throws DatabaseUnavailableException, RejectedException, OtherCampaignException;

    /** The same without a comparison of campaigns. */
    default List<StoredDraw> write(List<LedgerEntry> group) throws DatabaseUnavailableException, RejectedException {
        try {
            return write(group, Map.of());
        } catch (OtherCampaignException impossible) {
            throw new IllegalStateException("no campaign was compared", impossible);
        }
    }

    /**
     * Checks whether groups can be written, by a real write that a second machine has to acknowledge.
     *
     * @throws DatabaseUnavailableException if they cannot
     */
    void probe() throws DatabaseUnavailableException;

    /** A campaign was made anew under the number of the one that the entries belong to. */
    class OtherCampaignException extends Exception {
        private static final long serialVersionUID = 1L;
        private final int campaignId;

        public OtherCampaignException(int campaignId) {
            super("campaign " + campaignId + " was made anew");
            this.campaignId = campaignId;
        }

        /** The number. */
        public int campaignId() {
            return campaignId;
        }
    }

    /** The database rejected the rows, for example because of a constraint. */
    class RejectedException extends Exception {
        public RejectedException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
