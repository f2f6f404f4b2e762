package org.turntable.redis;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * This node's idea of Redis's clock, from the times in its answers. The estimate errs to the early side by the way back of an
 * answer, so a deadline made from it is rather too soon than too late.
 */
final class RedisClock {
    private final LongSupplier millis;
    private final AtomicLong offset = new AtomicLong();

    /** @param millis this node's wall clock, such as {@link System#currentTimeMillis} */
    RedisClock(LongSupplier millis) {
        this.millis = millis;
    }

    /** Takes note of a time in an answer. */
    void heard(long redisMillis) {
        long now = redisMillis - millis.getAsLong();
        // Most answers say what is known already: no write, so no contention.
        if (Math.abs(now - offset.get()) > 2) {
            offset.set(now);
        }
    }

    /** Redis's time, in milliseconds since the epoch. */
    long now() {
        return millis.getAsLong() + offset.get();
    }

    /** Redis's time. */
    Instant instant() {
        return Instant.ofEpochMilli(now());
    }
}
