package org.turntable.showcase;

import java.time.Instant;
import java.util.List;
import org.turntable.player.PlayerId;

/**
 * Who won a prize.
 *
 * @param prizeId which one
 * @param given   how many of it were given out in all
 * @param first   the first of them, by unit; fewer than {@code given} where they are many
 */
public record Winners(int prizeId, long given, List<Winner> first) {
    /** Copies the list. */
    public Winners {
        first = List.copyOf(first);
    }

    /**
     * One of them.
     *
     * @param player who
     * @param at     when the win was confirmed
     */
    public record Winner(PlayerId player, Instant at) {
        /** The player as everybody may see them: enough to know oneself again, too little to be known. */
        public String masked() {
            String id = player.toString();
            return id.substring(0, 2) + "***" + id.substring(id.length() - 2);
        }
    }
}
