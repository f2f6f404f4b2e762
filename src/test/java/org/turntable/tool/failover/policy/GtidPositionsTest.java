package org.turntable.tool.failover.policy;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class GtidPositionsTest {
    @Test
    void aPositionContainsWhatIsNotFartherInAnyDomain() {
        assertTrue(GtidPositions.contains("0-1-120", "0-1-120"));
        assertTrue(GtidPositions.contains("0-2-121", "0-1-120"));
        assertTrue(GtidPositions.contains("0-1-120,1-1-5", "0-1-100"));
        assertFalse(GtidPositions.contains("0-1-119", "0-1-120"));
        assertFalse(GtidPositions.contains("0-1-120", "0-1-100,1-2-1"));
    }

    @Test
    void nothingIsContainedInEverything() {
        assertTrue(GtidPositions.contains("0-1-1", ""));
        assertTrue(GtidPositions.contains("", ""));
        assertFalse(GtidPositions.contains("", "0-1-1"));
        assertTrue(GtidPositions.contains("0-1-1", null));
    }
}
