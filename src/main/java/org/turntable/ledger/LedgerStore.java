package org.turntable.ledger;

import java.util.List;

/** Where draws stand for good: MariaDB. */
public interface LedgerStore {
    /**
     * Writes a group in one transaction and returns after a commit that wrote something and that a second machine has.
     * Candidates take free units; a candidate for which none is left is stored as a loss. An entry whose key is there already
     * keeps what is stored.
     *
     * @param group one entry a key, in {@link LedgerEntry#KEY_ORDER}
     * @return what is stored now, in the group's order
     * @throws Unavailable when the database did not answer, or the outcome is unknown; the group may or may not be stored
     * @throws Refused     when the database answered and would not have it; nothing is stored
     */
    List<StoredDraw> write(List<LedgerEntry> group) throws Unavailable, Refused;

    /**
     * Asks whether groups can be written, by a real write that a second machine has to acknowledge.
     *
     * @throws Unavailable when they cannot
     */
    void probe() throws Unavailable;

    /** The database did not answer in time, is read-only, or the connection broke. */
    class Unavailable extends Exception {
        public Unavailable(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The database refuses the rows themselves. */
    class Refused extends Exception {
        public Refused(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
