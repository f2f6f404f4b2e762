package org.turntable.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.turntable.ledger.CircuitBreaker.State.CLOSED;
import static org.turntable.ledger.CircuitBreaker.State.HALF_OPEN;
import static org.turntable.ledger.CircuitBreaker.State.OPEN;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {
    private static final long PAUSE = Duration.ofMillis(500).toNanos();

    // Near the end of the range, where a clock of nanoseconds may overflow.
    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - PAUSE);
    private final CircuitBreaker breaker = new CircuitBreaker(Duration.ofMillis(500), clock::get);

    @Test
    void aClosedBreakerAllowsAllCalls() {
        assertTrue(breaker.allows());
        assertTrue(breaker.allows());
        assertTrue(breaker.isClosed());
        assertEquals(CLOSED, breaker.state());
    }

    @Test
    void anUnprovenBreakerAllowsOneProbeAtOnceAndOtherCallsAfterItsSuccess() {
        CircuitBreaker unproven = CircuitBreaker.unproven(Duration.ofMillis(500), clock::get);
        assertFalse(unproven.isClosed());
        assertTrue(unproven.allows());
        assertFalse(unproven.allows());
        unproven.succeeded();
        assertTrue(unproven.isClosed());
    }

    @Test
    void afterAFailureNoCallIsAllowedUntilThePauseIsOver() {
        breaker.failed();
        assertFalse(breaker.isClosed());
        assertFalse(breaker.allows());
        clock.addAndGet(PAUSE - 1);
        assertFalse(breaker.allows());
        assertEquals(OPEN, breaker.state());
        clock.addAndGet(1);
        assertTrue(breaker.allows());
    }

    @Test
    void afterThePauseOnlyOneProbeIsAllowedAndRequestsStillDoNotWait() {
        breaker.failed();
        clock.addAndGet(PAUSE);
        assertTrue(breaker.allows());
        assertEquals(HALF_OPEN, breaker.state());
        assertFalse(breaker.allows(), "there is a probe already");
        assertFalse(breaker.isClosed(), "no request waits for a database that is only being probed");
    }

    @Test
    void aSuccessfulProbeClosesTheBreaker() {
        breaker.failed();
        clock.addAndGet(PAUSE);
        breaker.allows();
        breaker.succeeded();
        assertEquals(CLOSED, breaker.state());
        assertTrue(breaker.allows());
        assertTrue(breaker.allows());
    }

    @Test
    void aFailedProbeOpensTheBreakerForAnotherWholePause() {
        breaker.failed();
        clock.addAndGet(PAUSE);
        breaker.allows();
        clock.addAndGet(PAUSE - 1);
        breaker.failed();
        clock.addAndGet(PAUSE - 1);
        assertFalse(breaker.allows());
        clock.addAndGet(1);
        assertTrue(breaker.allows());
    }

    @Test
    void aProbeWithoutAResultIsReplacedAfterAnotherPause() {
        breaker.failed();
        clock.addAndGet(PAUSE);
        breaker.allows();
        clock.addAndGet(PAUSE);
        assertTrue(breaker.allows());
        assertFalse(breaker.allows());
    }
}
