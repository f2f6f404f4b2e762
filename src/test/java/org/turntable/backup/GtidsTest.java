package org.turntable.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GtidsTest {
    @Test
    void aPositionContainsWhatIsNotAheadOfItInAnyDomain() {
        assertTrue(Gtids.position("0-1-17,3-1-4").contain(Gtids.position("0-2-17")));
        assertFalse(Gtids.position("0-1-17").contain(Gtids.position("0-1-18")));
        assertFalse(Gtids.position("0-1-17").contain(Gtids.position("3-1-1")));
        assertTrue(Gtids.position("").contain(Gtids.position(" ")));
    }

    @Test
    void aHistoryTellsThatTwoServersWentWaysOfTheirOwn() {
        assertTrue(Gtids.position("0-1-20").contain(Gtids.position("0-2-18")), "by their positions the other would only be behind");
        assertFalse(Gtids.history("0-1-20").contain(Gtids.history("0-1-17,0-2-18")));
        assertTrue(Gtids.history("0-1-20,0-2-18").contain(Gtids.history("0-1-17,0-2-18")));
    }

    @Test
    void itCountsWhatIsMissing() {
        assertEquals(5, Gtids.position("0-1-17").behind(Gtids.position("0-1-20,3-1-2")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "0-1", "0-1-2-3", "0-1-2;0-1-3", "-1-1-1", "0-1-9999999999999999999"})
    void whatIsNoneIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> Gtids.position(text));
    }
}
