package org.turntable.wechat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ExpiringCacheTest {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 10);
    private final ExpiringCache<String, Integer> memory = new ExpiringCache<>(2, Duration.ofNanos(100), nanos::get);

    @Test
    void anEntryExpiresAlsoWhenTheClockWrapsAround() {
        memory.put("a", 1);
        nanos.addAndGet(99);
        assertEquals(Optional.of(1), memory.get("a"));
        nanos.addAndGet(1);
        assertEquals(Optional.empty(), memory.get("a"));
    }

    @Test
    void theOldestEntryIsEvictedWhenTheCacheIsFull() {
        memory.put("a", 1);
        memory.put("b", 2);
        memory.put("a", 3);
        memory.put("c", 4);
        assertEquals(Optional.empty(), memory.get("b"));
        assertEquals(Optional.of(3), memory.get("a"));
        assertEquals(Optional.of(4), memory.get("c"));
    }
}
