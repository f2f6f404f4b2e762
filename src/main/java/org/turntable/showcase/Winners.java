package org.turntable.showcase;

import java.time.Instant;
import java.util.List;
import org.turntable.player.PlayerId;

/**
 * The winners of a prize.
 *
 * @param prizeId the prize
 * @param given the number of units that were won
 * @param first the first winners, by unit; a limited number of them
 */
public record Winners(int prizeId, long given, List<Winner> first) {
    /** Copies the list. */
    public Winners {
        first = List.copyOf(first);
    }

    /**
     * A winner.
     *
     * @param player the player
     * @param at when the win was confirmed
     */
    public record Winner(PlayerId player, Instant at) {
        /** The player's id, masked for publication: players recognise their own, and cannot identify others. */
        public String masked() {
            String id = player.toString();
            return id.substring(0, 2) + "***" + id.substring(id.length() - 2);
        }
    }
}
