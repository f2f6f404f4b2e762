package org.turntable.concurrent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class DeadlineTest {
    @Test
    void aThreadHasTheDeadlineOfItsRequestAndNoneAfterwards() {
        assertSame(Deadline.NEVER, Deadline.ofThread());
        try (Deadline.Scope scope = Deadline.begin(Duration.ofSeconds(60))) {
            long left = Deadline.ofThread().millisLeft(100_000);
            assertTrue(left > 50_000 && left <= 60_000, () -> "left: " + left);
        }
        assertSame(Deadline.NEVER, Deadline.ofThread());
    }

    @Test
    void anInnerDeadlineShortensAndNeverExtends() {
        try (Deadline.Scope outer = Deadline.begin(Duration.ofSeconds(10))) {
            try (Deadline.Scope inner = Deadline.begin(Duration.ofSeconds(60))) {
                assertTrue(Deadline.ofThread().millisLeft(100_000) <= 10_000);
            }
            try (Deadline.Scope inner = Deadline.begin(Duration.ZERO)) {
                assertTrue(Deadline.ofThread().isOver());
                assertEquals(0, Deadline.ofThread().millisLeft(100));
            }
            assertFalse(Deadline.ofThread().isOver());
        }
    }

    @Test
    void workThatWaitsForNobodyDoesNotUseUpTheTime() {
        try (Deadline.Scope scope = Deadline.begin(Duration.ofSeconds(60))) {
            long before = Deadline.ofThread().millisLeft(100_000);
            Deadline.uncounted(() -> {
                LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
                return null;
            });
            assertTrue(before - Deadline.ofThread().millisLeft(100_000) < 200);
        }
        assertSame(Deadline.NEVER, Deadline.ofThread());
    }

    @Test
    void whatIsLeftIsBoundedByTheLimitOfTheWait() {
        assertEquals(300, Deadline.NEVER.millisLeft(300));
        assertEquals(300, Deadline.in(Duration.ofSeconds(60)).millisLeft(300));
        assertFalse(Deadline.NEVER.isOver());
    }
}
