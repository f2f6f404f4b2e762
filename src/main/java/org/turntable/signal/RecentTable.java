package org.turntable.signal;

import java.util.function.Supplier;

/**
 * What is known of recent keys, in bounded memory: each key belongs to a set of four places, and a new key takes the
 * place of the one that was not used for the longest time. So somebody with many keys displaces old ones and nothing
 * grows. Thread-safe; the values are not.
 *
 * @param <E> the value of a key
 */
final class RecentTable<E> {
    private static final int WAYS = 4;

    private final long[] keys;
    private final long[] usedAt;
    private final Object[] values;
    private final Object[] locks = new Object[256];
    private final int sets;
    private final Supplier<E> maker;

    /** @param capacity how many keys; a power of two, 1,024 or more */
    RecentTable(int capacity, Supplier<E> maker) {
        keys = new long[capacity];
        usedAt = new long[capacity];
        values = new Object[capacity];
        sets = capacity / WAYS;
        this.maker = maker;
        for (int i = 0; i < locks.length; i++) {
            locks[i] = new Object();
        }
    }

    /** The value of a key; a new one when the key is not known, or no longer. */
    @SuppressWarnings("unchecked")
    E of(long key, long nowMs) {
        int set = (int) key & (sets - 1);
        synchronized (locks[set % locks.length]) {
            int place = set * WAYS;
            for (int i = set * WAYS; i < (set + 1) * WAYS; i++) {
                if (values[i] != null && keys[i] == key) {
                    usedAt[i] = nowMs;
                    return (E) values[i];
                }
                if (values[place] != null && (values[i] == null || usedAt[i] < usedAt[place])) {
                    place = i;
                }
            }
            keys[place] = key;
            usedAt[place] = nowMs;
            values[place] = maker.get();
            return (E) values[place];
        }
    }
}
