package org.turntable.failover;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PositionsTest {
    @Test
    void aPositionContainsWhatIsNotFartherInAnyDomain() {
        assertTrue(Positions.contains("0-1-120", "0-1-120"));
        assertTrue(Positions.contains("0-2-121", "0-1-120"));
        assertTrue(Positions.contains("0-1-120,1-1-5", "0-1-100"));
        assertFalse(Positions.contains("0-1-119", "0-1-120"));
        assertFalse(Positions.contains("0-1-120", "0-1-100,1-2-1"));
    }

    @Test
    void nothingIsContainedInEverything() {
        assertTrue(Positions.contains("0-1-1", ""));
        assertTrue(Positions.contains("", ""));
        assertFalse(Positions.contains("", "0-1-1"));
        assertTrue(Positions.contains("0-1-1", null));
    }
}
