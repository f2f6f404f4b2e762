package org.turntable.draw;

import java.util.Optional;
import org.turntable.campaign.Campaign;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.outage.RedisUnavailableException;
import org.turntable.player.PlayerId;

/** The campaign of rehearsals, and the deletion of their data. */
public interface RehearsalStore {
    /**
     * The campaign for rehearsals, as it is stored.
     *
     * @return empty if the schema has none
     * @throws DatabaseUnavailableException if MariaDB does not answer
     */
    Optional<Campaign> campaign() throws DatabaseUnavailableException;

    /**
     * Deletes the rows of a rehearsal and frees its unit.
     *
     * @throws DatabaseUnavailableException if MariaDB does not answer
     */
    void clear(Campaign campaign, PlayerId player) throws DatabaseUnavailableException;

    /** The deletion in Redis. */
    interface Cleanup {
        /**
         * Deletes the player and releases the places of the player's candidates.
         *
         * @throws RedisUnavailableException if Redis does not answer
         */
        void clear(Campaign campaign, PlayerId player);
    }
}
