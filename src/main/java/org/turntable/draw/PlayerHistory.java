package org.turntable.draw;

import java.util.List;
import java.util.Map;
import org.turntable.campaign.Campaign;
import org.turntable.player.PlayerId;

/** What MariaDB knows of players: needed only after a loss of Redis's state. */
public interface PlayerHistory {
    /**
     * One player's past in one campaign.
     *
     * @param known     whether the player's first visit is stored
     * @param number    the last stored draw; 0 for none
     * @param usedToday stored draws of the given day
     * @param day       that day
     * @param last      the last stored draw's result, never a candidate
     * @param wins      all stored wins
     */
    record History(boolean known, int number, int usedToday, Campaign.Day day, DrawResult last, List<PlayerState.Win> wins) {
    }

    /**
     * Reads several players' past in one campaign, in one transaction that also writes, so that a win that is read here is on two
     * machines once this returns.
     *
     * @throws Unavailable when the database does not answer
     */
    Map<PlayerId, History> read(Campaign campaign, List<PlayerId> players, Campaign.Day day) throws Unavailable;

    /** The database did not answer. */
    class Unavailable extends Exception {
        public Unavailable(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
