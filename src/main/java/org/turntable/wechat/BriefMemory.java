package org.turntable.wechat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Remembers answers for a while; the oldest goes when it is full. */
final class BriefMemory<K, V> {
    private record Remembered<V>(V value, long until) {
    }

    private final Map<K, Remembered<V>> entries;
    private final long nanosKept;
    private final LongSupplier nanos;

    /**
     * @param most  entries, at most
     * @param nanos a clock that only goes forward
     */
    BriefMemory(int most, Duration kept, LongSupplier nanos) {
        this.nanosKept = kept.toNanos();
        this.nanos = nanos;
        this.entries = new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, Remembered<V>> eldest) {
                return size() > most;
            }
        };
    }

    synchronized Optional<V> get(K key) {
        Remembered<V> found = entries.get(key);
        if (found == null) {
            return Optional.empty();
        }
        if (nanos.getAsLong() - found.until >= 0) {
            entries.remove(key);
            return Optional.empty();
        }
        return Optional.of(found.value);
    }

    synchronized void put(K key, V value) {
        // Removed first, so that its place in the order is that of the new answer.
        entries.remove(key);
        entries.put(key, new Remembered<>(value, nanos.getAsLong() + nanosKept));
    }
}
