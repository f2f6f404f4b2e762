package org.turntable.redis;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * An estimate of Redis's clock, from the times in its replies. The estimate is too early by the network latency of a
 * reply, so a deadline that is computed from it is too early rather than too late.
 */
public final class RedisClock {
    private final LongSupplier millis;
    private final AtomicLong offset = new AtomicLong();

    /** @param millis this node's wall clock, such as {@link System#currentTimeMillis} */
    public RedisClock(LongSupplier millis) {
        this.millis = millis;
    }

    /**
     * Updates the estimate.
     *
     * @param redisMillis the time in a reply, in milliseconds since the epoch
     */
    public void observe(long redisMillis) {
        long measured = redisMillis - millis.getAsLong();
        // Most replies change nothing: without a write there is no contention.
        if (Math.abs(measured - offset.get()) > 2) {
            offset.set(measured);
        }
    }

    /** Redis's time, in milliseconds since the epoch. */
    public long now() {
        return millis.getAsLong() + offset.get();
    }

    /** Redis's time. */
    public Instant instant() {
        return Instant.ofEpochMilli(now());
    }
}
