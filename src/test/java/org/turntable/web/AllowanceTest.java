package org.turntable.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AllowanceTest {
    private long nanos;
    private final Allowance allowance = new Allowance(new Allowance.Rate(5, 2), new Allowance.Rate(2, 0.5), () -> nanos);

    @Test
    void aClientMayDoItInABurstAndThenAtItsRate() {
        assertEquals(0, allowance.secondsUntilAllowed("a"));
        assertEquals(0, allowance.secondsUntilAllowed("a"));
        assertEquals(2, allowance.secondsUntilAllowed("a"));
        later(1_000);
        assertEquals(1, allowance.secondsUntilAllowed("a"));
        later(1_000);
        assertEquals(0, allowance.secondsUntilAllowed("a"));
        assertEquals(2, allowance.secondsUntilAllowed("a"));
    }

    @Test
    void oneClientDoesNotUseUpAnothersAndTheNodesBucketHoldsForAllTogether() {
        for (String client : new String[] {"a", "b", "c", "d", "e"}) {
            assertEquals(0, allowance.secondsUntilAllowed(client));
        }
        assertEquals(1, allowance.secondsUntilAllowed("f"), "the sixth on this node");
        later(500);
        assertEquals(0, allowance.secondsUntilAllowed("f"));
    }

    @Test
    void whoIsTurnedAwayLosesNothing() {
        allowance.secondsUntilAllowed("a");
        allowance.secondsUntilAllowed("a");
        for (int i = 0; i < 100; i++) {
            assertTrue(allowance.secondsUntilAllowed("a") > 0);
        }
        later(2_000);
        assertEquals(0, allowance.secondsUntilAllowed("a"));
    }

    @Test
    void aLongPauseFillsNoMoreThanTheBurst() {
        later(3_600_000);
        assertEquals(0, allowance.secondsUntilAllowed("a"));
        assertEquals(0, allowance.secondsUntilAllowed("a"));
        assertTrue(allowance.secondsUntilAllowed("a") > 0);
    }

    @Test
    void manyAddressesAreForgottenAndTheNodesBucketStillHolds() {
        int allowed = 0;
        for (int i = 0; i < 50_000; i++) {
            allowed += allowance.secondsUntilAllowed("client " + i) == 0 ? 1 : 0;
        }
        assertEquals(5, allowed);
    }

    private void later(long ms) {
        nanos += TimeUnit.MILLISECONDS.toNanos(ms);
    }
}
