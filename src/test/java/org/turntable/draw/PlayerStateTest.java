package org.turntable.draw;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.turntable.campaign.Campaign;
import org.turntable.player.DrawOutcome;

class PlayerStateTest {
    private static final PlayerState STATE = new PlayerState(9, 3, 20_000, new DrawOutcome.Loss(), List.of());

    @Test
    void chancesThatWereUsedOnAnotherDayAreNotUsedToday() {
        assertEquals(3, STATE.usedOn(new Campaign.Day(20_000, 0, 1)));
        assertEquals(0, STATE.usedOn(new Campaign.Day(20_001, 0, 1)));
        assertEquals(0, STATE.usedOn(new Campaign.Day(19_999, 0, 1)));
    }

    @Test
    void eachRefusalHasItsOwnWordInJsonAndMessages() {
        assertEquals(
                List.of("not_begun", "ended", "paused", "no_chances_today", "no_chances", "refresh", "blocked", "busy"),
                java.util.Arrays.stream(DrawRefusal.values())
                        .map(DrawRefusal::word)
                        .toList());
    }
}
