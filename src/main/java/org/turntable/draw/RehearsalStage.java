package org.turntable.draw;

import java.util.Optional;
import org.turntable.campaign.Campaign;
import org.turntable.player.PlayerId;

/** Where rehearsals are played: a campaign of their own, and taking away what one left behind. */
public interface RehearsalStage {
    /**
     * The campaign for rehearsals, as it is stored.
     *
     * @return empty where the schema has none
     * @throws Unavailable when MariaDB does not answer
     */
    Optional<Campaign> campaign() throws Unavailable;

    /**
     * Takes a rehearsal's draw away: its row is gone and its unit is free again.
     *
     * @throws Unavailable when MariaDB does not answer
     */
    void clear(Campaign campaign, PlayerId player) throws Unavailable;

    /** The same in Redis. */
    interface Props {
        /**
         * Takes the player away, and the candidate that he was.
         *
         * @throws Admissions.Unavailable when Redis does not answer
         */
        void clear(Campaign campaign, PlayerId player);
    }

    /** MariaDB did not answer. */
    class Unavailable extends Exception {
        private static final long serialVersionUID = 1L;

        public Unavailable(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
