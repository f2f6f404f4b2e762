package org.turntable.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.turntable.ledger.Breaker.State.CLOSED;
import static org.turntable.ledger.Breaker.State.HALF_OPEN;
import static org.turntable.ledger.Breaker.State.OPEN;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BreakerTest {
    private static final long PAUSE = Duration.ofMillis(500).toNanos();

    // Near the end of the range, where a clock of nanoseconds may wrap round.
    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - PAUSE);
    private final Breaker breaker = new Breaker(Duration.ofMillis(500), clock::get);

    @Test
    void closedItLetsEverybodyThrough() {
        assertTrue(breaker.allows());
        assertTrue(breaker.allows());
        assertTrue(breaker.isClosed());
        assertEquals(CLOSED, breaker.state());
    }

    @Test
    void oneThatStartsUnprovenLetsAProbeThroughAtOnceAndNobodyElseBeforeItSucceeded() {
        Breaker unproven = Breaker.unproven(Duration.ofMillis(500), clock::get);
        assertFalse(unproven.isClosed());
        assertTrue(unproven.allows());
        assertFalse(unproven.allows());
        unproven.succeeded();
        assertTrue(unproven.isClosed());
    }

    @Test
    void afterAFailureItLetsNobodyThroughUntilThePauseIsOver() {
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
    void afterThePauseOnlyOneProbeIsLetThroughAndRequestsStillDoNotWait() {
        breaker.failed();
        clock.addAndGet(PAUSE);
        assertTrue(breaker.allows());
        assertEquals(HALF_OPEN, breaker.state());
        assertFalse(breaker.allows(), "there is a probe already");
        assertFalse(breaker.isClosed(), "nobody waits for a database that has only been asked");
    }

    @Test
    void aProbeThatSucceedsClosesIt() {
        breaker.failed();
        clock.addAndGet(PAUSE);
        breaker.allows();
        breaker.succeeded();
        assertEquals(CLOSED, breaker.state());
        assertTrue(breaker.allows());
        assertTrue(breaker.allows());
    }

    @Test
    void aProbeThatFailsOpensItForAnotherWholePause() {
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
    void aProbeThatNeverReportsIsReplacedAfterAnotherPause() {
        breaker.failed();
        clock.addAndGet(PAUSE);
        breaker.allows();
        clock.addAndGet(PAUSE);
        assertTrue(breaker.allows());
        assertFalse(breaker.allows());
    }
}
