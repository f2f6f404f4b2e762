package org.turntable.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RedisClockTest {
    private final AtomicLong wall = new AtomicLong(1_000_000);
    private final RedisClock clock = new RedisClock(wall::get);

    @Test
    void beforeTheFirstReplyTheNodesOwnClockIsUsed() {
        assertEquals(1_000_000, clock.now());
    }

    @Test
    void theEstimateFollowsARedisThatIsAheadOrBehind() {
        clock.observe(1_005_000);
        assertEquals(1_005_000, clock.now());
        wall.addAndGet(10);
        assertEquals(1_005_010, clock.now());
        clock.observe(400_000);
        assertEquals(400_000, clock.now());
        assertEquals(Instant.ofEpochMilli(400_000), clock.instant());
    }

    @Test
    void afterAJumpOfTheNodesClockTheNextReplyCorrectsTheEstimate() {
        clock.observe(1_000_000);
        wall.addAndGet(-3_600_000);
        clock.observe(1_000_007);
        assertEquals(1_000_007, clock.now());
    }

    @Test
    void aDifferenceOfTwoMillisecondsIsIgnored() {
        clock.observe(1_000_002);
        assertEquals(1_000_000, clock.now());
        clock.observe(1_000_003);
        assertEquals(1_000_003, clock.now());
    }
}
