package org.turntable.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.turntable.player.Players.player;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class PageViewsTest {
    private static final String SECRET = "a-secret-of-thirty-two-characters-or-more";
    private static final long NOW = 1_790_000_000_000L;

    private final PageViews views = new PageViews(SECRET);
    private final String mark = views.mark(7, player(1), NOW);

    @Test
    void theMarkOfAPageTellsItsAgeOnEveryNode() {
        assertEquals(OptionalLong.of(1_234), new PageViews(SECRET).age(7, player(1), mark, NOW + 1_234));
        assertEquals(OptionalLong.of(0), views.age(7, player(1), mark, NOW - 20), "another node's clock");
    }

    @Test
    void theMarkOfAnotherPlayerCampaignOrTimeIsNone() {
        assertEquals(OptionalLong.empty(), views.age(7, player(2), mark, NOW + 1_234));
        assertEquals(OptionalLong.empty(), views.age(8, player(1), mark, NOW + 1_234));
        String earlier = Long.toString(NOW - 5_000, 36) + mark.substring(mark.indexOf('.'));
        assertEquals(OptionalLong.empty(), views.age(7, player(1), earlier, NOW + 1_234));
        assertEquals(
                OptionalLong.empty(),
                new PageViews("another-secret-of-thirty-two-characters").age(7, player(1), mark, NOW + 1_234));
    }

    @Test
    void aPageThatWasOpenForMoreThanADayIsNone() {
        assertEquals(OptionalLong.of(86_400_000), views.age(7, player(1), mark, NOW + 86_400_000));
        assertEquals(OptionalLong.empty(), views.age(7, player(1), mark, NOW + 86_400_001));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", ".", "x", "mf3k2x1a.", ".5d41", "mf3k2x1a.not-hex", "-1.-1", "1.1.1"})
    void whatIsNoMarkIsNone(String text) {
        assertEquals(OptionalLong.empty(), views.age(7, player(1), text, NOW));
    }
}
