package org.turntable.tool.reimport.row;

import org.turntable.player.PlayerId;

/**
 * The key of a draw within one campaign: player and draw number. It has no campaign id, unlike
 * {@link org.turntable.player.DrawKey}: the same campaign may have another id on each of the two databases.
 *
 * @param player the player
 * @param number the player's draw number, from 1; 0 for a position before the first draw
 */
public record PlayerDrawKey(PlayerId player, int number) implements Comparable<PlayerDrawKey> {
    /** A position before every draw. */
    public static final PlayerDrawKey FIRST = new PlayerDrawKey(PlayerId.of(new byte[16]), 0);

    @Override
    public int compareTo(PlayerDrawKey other) {
        int players = player.compareTo(other.player);
        return players != 0 ? players : Integer.compare(number, other.number);
    }

    @Override
    public String toString() {
        return player + "/" + number;
    }
}
