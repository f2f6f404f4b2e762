package org.turntable.campaign;

import java.util.List;

/** The campaigns as they stand in the database. */
public interface Campaigns {
    /**
     * All campaigns but drafts, with their prizes, stock and release lines, in a bounded number of statements.
     *
     * @throws Unavailable when the database does not answer
     */
    List<Campaign> published() throws Unavailable;

    /** The database did not answer; what a node holds stays in force. */
    class Unavailable extends Exception {
        public Unavailable(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
