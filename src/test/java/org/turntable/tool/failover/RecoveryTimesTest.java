package org.turntable.tool.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RecoveryTimesTest {
    private final RecoveryTimes times =
            new RecoveryTimes().target("killed", 2_000).target("suspended", 5_000);

    @Test
    void aTargetThatWasNeverMeasuredIsNotMet() {
        times.record("killed", 1_500);
        assertEquals(Map.of("suspended", "never measured"), times.unmet(fault -> true));
        assertEquals(OptionalLong.empty(), times.median("suspended"));
    }

    @Test
    void onlyTheSelectedFaultsHaveToBeMeasured() {
        times.record("killed", 1_500);
        assertEquals(Map.of(), times.unmet(Set.of("killed")::contains));
    }

    @Test
    void aMedianAboveItsTargetIsNotMet() {
        for (long millis : new long[] {9_000, 2_001, 100}) {
            times.record("killed", millis);
        }
        times.record("suspended", 5_000);
        assertEquals(Map.of("killed", "2001 ms, target 2000 ms"), times.unmet(fault -> true));
        times.record("killed", 1_500);
        assertEquals(Map.of(), times.unmet(fault -> true));
    }
}
