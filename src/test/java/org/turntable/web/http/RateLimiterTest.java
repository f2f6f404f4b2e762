package org.turntable.web.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RateLimiterTest {
    private long nanos;
    private final RateLimiter limiter =
            new RateLimiter(new RateLimiter.Rate(5, 2), new RateLimiter.Rate(2, 0.5), () -> nanos);

    @Test
    void aClientIsAllowedABurstAndThenItsRate() {
        assertEquals(0, limiter.secondsUntilAllowed("a"));
        assertEquals(0, limiter.secondsUntilAllowed("a"));
        assertEquals(2, limiter.secondsUntilAllowed("a"));
        later(1_000);
        assertEquals(1, limiter.secondsUntilAllowed("a"));
        later(1_000);
        assertEquals(0, limiter.secondsUntilAllowed("a"));
        assertEquals(2, limiter.secondsUntilAllowed("a"));
    }

    @Test
    void clientsHaveSeparateBucketsAndTheNodesBucketLimitsAllTogether() {
        for (String client : new String[] {"a", "b", "c", "d", "e"}) {
            assertEquals(0, limiter.secondsUntilAllowed(client));
        }
        assertEquals(1, limiter.secondsUntilAllowed("f"), "the sixth on this node");
        later(500);
        assertEquals(0, limiter.secondsUntilAllowed("f"));
    }

    @Test
    void aRefusedRequestTakesNoToken() {
        limiter.secondsUntilAllowed("a");
        limiter.secondsUntilAllowed("a");
        for (int i = 0; i < 100; i++) {
            assertTrue(limiter.secondsUntilAllowed("a") > 0);
        }
        later(2_000);
        assertEquals(0, limiter.secondsUntilAllowed("a"));
    }

    @Test
    void aLongPauseFillsNoMoreThanTheBurst() {
        later(3_600_000);
        assertEquals(0, limiter.secondsUntilAllowed("a"));
        assertEquals(0, limiter.secondsUntilAllowed("a"));
        assertTrue(limiter.secondsUntilAllowed("a") > 0);
    }

    @Test
    void oldAddressesAreRemovedAndTheNodesBucketStillLimits() {
        int allowed = 0;
        for (int i = 0; i < 50_000; i++) {
            allowed += limiter.secondsUntilAllowed("client " + i) == 0 ? 1 : 0;
        }
        assertEquals(5, allowed);
    }

    private void later(long ms) {
        nanos += TimeUnit.MILLISECONDS.toNanos(ms);
    }
}
