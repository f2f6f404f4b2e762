package org.turntable.tool.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GtidSetTest {
    @Test
    void aPositionContainsWhatIsNotAheadOfItInAnyDomain() {
        assertTrue(GtidSet.position("0-1-17,3-1-4").contains(GtidSet.position("0-2-17")));
        assertFalse(GtidSet.position("0-1-17").contains(GtidSet.position("0-1-18")));
        assertFalse(GtidSet.position("0-1-17").contains(GtidSet.position("3-1-1")));
        assertTrue(GtidSet.position("").contains(GtidSet.position(" ")));
    }

    @Test
    void aHistoryShowsThatTwoServersHaveDiverged() {
        assertTrue(
                GtidSet.position("0-1-20").contains(GtidSet.position("0-2-18")),
                "by their positions the other would only be behind");
        assertFalse(GtidSet.history("0-1-20").contains(GtidSet.history("0-1-17,0-2-18")));
        assertTrue(GtidSet.history("0-1-20,0-2-18").contains(GtidSet.history("0-1-17,0-2-18")));
    }

    @Test
    void missingTransactionsAreCounted() {
        assertEquals(5, GtidSet.position("0-1-17").behind(GtidSet.position("0-1-20,3-1-2")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "0-1", "0-1-2-3", "0-1-2;0-1-3", "-1-1-1", "0-1-9999999999999999999"})
    void anInvalidTextIsRejected(String text) {
        assertThrows(IllegalArgumentException.class, () -> GtidSet.position(text));
    }
}
