package org.turntable.campaign;

import java.util.List;
import org.turntable.outage.DatabaseUnavailableException;

/** The campaigns in the database. */
public interface Campaigns {
    /**
     * All campaigns except drafts, with their prizes, stock and release lines, in a bounded number of statements.
     *
     * @throws DatabaseUnavailableException when the database does not answer
     */
    List<Campaign> published() throws DatabaseUnavailableException;

    /** Makes the next call of {@link #published} read everything, whether or not it seems to have changed. */
    default void forget() {}
}
