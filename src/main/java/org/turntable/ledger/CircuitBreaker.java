package org.turntable.ledger;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Opens when the database does not answer, so that no request waits for it, and allows one probe after each pause.
 * After M. Nygard, "Release It!". Thread-safe.
 */
public final class CircuitBreaker {
    /** Closed: calls are allowed. Open: no calls. Half open: one probe is running. */
    public enum State {
        CLOSED,
        OPEN,
        HALF_OPEN
    }

    private final LongSupplier nanoClock;
    private final long pauseNanos;
    private State state = State.CLOSED;
    private long openedAt;

    /**
     * @param pause how long it stays open before a probe
     * @param nanoClock such as {@link System#nanoTime}
     */
    public CircuitBreaker(Duration pause, LongSupplier nanoClock) {
        this.pauseNanos = pause.toNanos();
        this.nanoClock = nanoClock;
    }

    /**
     * A breaker that is initially open and allows a probe at once: no groups are written before a probe has succeeded.
     */
    public static CircuitBreaker unproven(Duration pause, LongSupplier nanoClock) {
        CircuitBreaker breaker = new CircuitBreaker(pause, nanoClock);
        breaker.failed();
        breaker.openedAt -= breaker.pauseNanos;
        return breaker;
    }

    /** Whether the caller may call the database; while open, true for one caller per pause, which is the probe. */
    public synchronized boolean allows() {
        if (state == State.CLOSED) {
            return true;
        }
        // A probe without a result (its thread died) is replaced after another pause.
        if (nanoClock.getAsLong() - openedAt < pauseNanos) {
            return false;
        }
        state = State.HALF_OPEN;
        openedAt = nanoClock.getAsLong();
        return true;
    }

    /** The database answered. */
    public synchronized void succeeded() {
        state = State.CLOSED;
    }

    /** The database did not answer. */
    public synchronized void failed() {
        state = State.OPEN;
        openedAt = nanoClock.getAsLong();
    }

    /** Whether calls are allowed; a request checks it before it waits. */
    public synchronized boolean isClosed() {
        return state == State.CLOSED;
    }

    /** The state, for metrics. */
    public synchronized State state() {
        return state;
    }
}
