package org.turntable.web.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Limits the rate of requests for each key, where the rate comes with the request and may change. At once a key has
 * three seconds of its rate. For each key only the time is kept at which it would have spent everything.
 */
final class VariableRateLimiter {
    private static final long BURST_NANOS = TimeUnit.SECONDS.toNanos(3);
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final LongSupplier nanos;
    private final Map<String, Long> spentUntil;

    /**
     * @param mostKeys in memory; the key that was used least recently is removed and begins with a full burst
     * @param nanos a clock that never goes back
     */
    VariableRateLimiter(int mostKeys, LongSupplier nanos) {
        this.nanos = nanos;
        this.spentUntil = new LinkedHashMap<>(64, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
                return size() > mostKeys;
            }
        };
    }

    /**
     * Whether the key may send a request now; a refused one costs nothing.
     *
     * @param perSecond 1 or more
     */
    synchronized boolean allows(String key, int perSecond) {
        long now = nanos.getAsLong();
        Long earlier = spentUntil.get(key);
        long from = earlier == null || earlier - now < 0 ? now : earlier;
        long next = from + SECOND / perSecond;
        if (next - now > BURST_NANOS) {
            return false;
        }
        spentUntil.put(key, next);
        return true;
    }
}
