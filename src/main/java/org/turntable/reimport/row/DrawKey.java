package org.turntable.reimport.row;

import org.turntable.player.PlayerId;

/**
 * What a draw is called within its campaign.
 *
 * @param player whose draw it is
 * @param number the player's draws, from 1; 0 comes before every draw
 */
public record DrawKey(PlayerId player, int number) implements Comparable<DrawKey> {
    /** Comes before every draw. */
    public static final DrawKey FIRST = new DrawKey(PlayerId.of(new byte[16]), 0);

    @Override
    public int compareTo(DrawKey other) {
        int players = player.compareTo(other.player);
        return players != 0 ? players : Integer.compare(number, other.number);
    }

    @Override
    public String toString() {
        return player + "/" + number;
    }
}
