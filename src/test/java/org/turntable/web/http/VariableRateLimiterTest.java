package org.turntable.web.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VariableRateLimiterTest {
    private long nanos = Long.MAX_VALUE - 5;
    private final VariableRateLimiter limiter = new VariableRateLimiter(100, () -> nanos);

    @Test
    void aKeyHasThreeSecondsOfItsRateAtOnceAndThenItsRate() {
        assertEquals(30, allowed("a", 10, 100));
        nanos += TimeUnit.SECONDS.toNanos(1);
        assertEquals(10, allowed("a", 10, 100), "a refused request costs nothing");
        nanos += TimeUnit.HOURS.toNanos(1);
        assertEquals(30, allowed("a", 10, 100), "a long pause fills no more than the burst");
    }

    @Test
    void keysAreCountedApart() {
        assertEquals(30, allowed("a", 10, 100));
        assertEquals(30, allowed("b", 10, 100));
        assertFalse(limiter.allows("a", 10));
    }

    @Test
    void theRateMayChangeWithTheRequest() {
        assertEquals(30, allowed("a", 10, 100));
        nanos += TimeUnit.SECONDS.toNanos(1);
        assertEquals(100, allowed("a", 100, 1_000));
    }

    @Test
    void theKeyUsedLeastRecentlyIsRemoved() {
        assertEquals(3, allowed("old", 1, 5));
        for (int i = 0; i < 100; i++) {
            limiter.allows("other " + i, 1);
        }
        assertTrue(limiter.allows("old", 1));
    }

    private int allowed(String key, int perSecond, int asked) {
        return (int) IntStream.range(0, asked)
                .filter(i -> limiter.allows(key, perSecond))
                .count();
    }
}
