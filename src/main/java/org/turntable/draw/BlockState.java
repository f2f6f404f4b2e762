package org.turntable.draw;

/**
 * The last block or unblock of a player in a campaign.
 *
 * @param blocked whether it blocked the player
 * @param revision orders the changes of one player; 0 if there was none
 */
public record BlockState(boolean blocked, long revision) {
    /** The state of a player who was never blocked. */
    public static final BlockState NONE = new BlockState(false, 0);
}
