package org.turntable.wechat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** A cache with a time to live and a maximum size; the oldest entry is evicted when it is full. */
final class ExpiringCache<K, V> {
    private record Cached<V>(V value, long expiresAt) {}

    private final Map<K, Cached<V>> entries;
    private final long ttlNanos;
    private final LongSupplier nanos;

    /**
     * @param maxSize entries, at most
     * @param ttl how long an entry is returned
     * @param nanos a monotonic clock
     */
    ExpiringCache(int maxSize, Duration ttl, LongSupplier nanos) {
        this.ttlNanos = ttl.toNanos();
        this.nanos = nanos;
        this.entries = new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, Cached<V>> eldest) {
                return size() > maxSize;
            }
        };
    }

    synchronized Optional<V> get(K key) {
        Cached<V> found = entries.get(key);
        if (found == null) {
            return Optional.empty();
        }
        if (nanos.getAsLong() - found.expiresAt >= 0) {
            entries.remove(key);
            return Optional.empty();
        }
        return Optional.of(found.value);
    }

    synchronized void put(K key, V value) {
        // Removed first, so that the eviction order is the order of the last put.
        entries.remove(key);
        entries.put(key, new Cached<>(value, nanos.getAsLong() + ttlNanos));
    }
}
