package org.turntable.web.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Limits the rate of requests: one token bucket for the node, and one for each client address. Carriers put thousands
 * of phones behind one address, so this is for pages that few clients use.
 */
public final class RateLimiter {
    /** Most addresses in memory. A removed address begins with a full bucket; the node's bucket still applies. */
    private static final int MOST_CLIENTS = 10_000;

    private static final double NANOS = 1e9;

    private final Rate perClient;
    private final LongSupplier nanos;
    private final Bucket node;
    private final Map<String, Bucket> clients = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > MOST_CLIENTS;
        }
    };

    /**
     * The size and the refill rate of a bucket.
     *
     * @param burst most requests at once, 1 or more
     * @param perSecond refill rate, more than 0
     */
    public record Rate(int burst, double perSecond) {}

    /** @param nanos a clock that never goes back */
    public RateLimiter(Rate ofNode, Rate perClient, LongSupplier nanos) {
        this.perClient = perClient;
        this.nanos = nanos;
        this.node = new Bucket(ofNode, nanos.getAsLong());
    }

    /** Takes a token and returns 0; or takes none and returns after how many whole seconds to try again. */
    public synchronized int secondsUntilAllowed(String client) {
        long now = nanos.getAsLong();
        Bucket own = clients.computeIfAbsent(client, address -> new Bucket(perClient, now));
        double wait = Math.max(own.secondsShort(now), node.secondsShort(now));
        if (wait > 0) {
            return (int) Math.ceil(wait);
        }
        own.take();
        node.take();
        return 0;
    }

    private static final class Bucket {
        private final Rate rate;
        private double tokens;
        private long filledAt;

        Bucket(Rate rate, long now) {
            this.rate = rate;
            this.tokens = rate.burst();
            this.filledAt = now;
        }

        /** Seconds until there is a token; 0 when there is one. */
        double secondsShort(long now) {
            tokens = Math.min(rate.burst(), tokens + (now - filledAt) / NANOS * rate.perSecond());
            filledAt = now;
            return tokens >= 1 ? 0 : (1 - tokens) / rate.perSecond();
        }

        void take() {
            tokens--;
        }
    }
}
