package org.turntable.ledger;

import java.util.List;
import org.turntable.outage.DatabaseUnavailableException;

/** The permanent store of draws: MariaDB. */
public interface LedgerStore {
    /**
     * Writes a group in one transaction and returns after a commit that wrote something and that a second machine has
     * acknowledged. Candidates get free units; a candidate for which none is left is stored as a loss. For an entry
     * whose key already exists, the stored row stays unchanged.
     *
     * @param group one entry per key, in {@link LedgerEntry#KEY_ORDER}
     * @return the stored results, in the order of the group
     * @throws DatabaseUnavailableException if the database did not answer, or the outcome is unknown; the group may or
     *     may not be stored
     * @throws RejectedException if the database rejected the group; nothing is stored
     */
    List<StoredDraw> write(List<LedgerEntry> group) throws DatabaseUnavailableException, RejectedException;

    /**
     * Checks whether groups can be written, by a real write that a second machine has to acknowledge.
     *
     * @throws DatabaseUnavailableException if they cannot
     */
    void probe() throws DatabaseUnavailableException;

    /** The database rejected the rows, for example because of a constraint. */
    class RejectedException extends Exception {
        public RejectedException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
