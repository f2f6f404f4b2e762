package org.turntable.draw;

import java.util.List;
import org.turntable.campaign.Campaign;
import org.turntable.player.DrawOutcome;

/**
 * The state of a player in a campaign.
 *
 * @param number the last draw's number; 0 before the first
 * @param usedThatDay chances used on the day of the last draw
 * @param dayNumber the day of the last draw, as {@link Campaign.Day#number()}
 * @param last the result of the last draw; a loss before the first
 * @param wins the confirmed wins, by number
 */
public record PlayerState(int number, int usedThatDay, long dayNumber, DrawOutcome last, List<Win> wins) {
    /** The state before the first draw. */
    public static final PlayerState NEW = new PlayerState(0, 0, 0, new DrawOutcome.Loss(), List.of());

    /** Chances used on that day. */
    public int usedOn(Campaign.Day day) {
        return day.number() == dayNumber ? usedThatDay : 0;
    }

    /**
     * A confirmed win.
     *
     * @param number the draw's number
     * @param prizeId the prize
     * @param unitOrdinal the unit
     * @param drawnAtMs when it was drawn, in milliseconds since the epoch
     */
    public record Win(int number, int prizeId, int unitOrdinal, long drawnAtMs) {}
}
