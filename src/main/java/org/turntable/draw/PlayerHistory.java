package org.turntable.draw;

import java.util.List;
import java.util.Map;
import org.turntable.campaign.Campaign;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.player.DrawOutcome;
import org.turntable.player.PlayerId;

/** The stored draws and blocks of players in MariaDB; needed only after a loss of Redis's state. */
public interface PlayerHistory {
    /**
     * What is stored of one player in one campaign.
     *
     * @param known whether the player's first visit is stored
     * @param number the last stored draw; 0 for none
     * @param usedToday stored draws of the given day
     * @param day that day
     * @param last the last stored draw's result, never a candidate
     * @param wins all stored wins
     * @param block the last block or unblock
     */
    record History(
            boolean known,
            int number,
            int usedToday,
            Campaign.Day day,
            DrawOutcome last,
            List<PlayerState.Win> wins,
            BlockState block) {}

    /**
     * Reads the history of several players in one campaign, in one transaction. If it contains wins, the transaction
     * also writes, so that they are stored on two machines when this method returns.
     *
     * @throws DatabaseUnavailableException if the database does not answer
     */
    Map<PlayerId, History> read(Campaign campaign, List<PlayerId> players, Campaign.Day day)
            throws DatabaseUnavailableException;
}
