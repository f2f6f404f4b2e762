package org.turntable.ledger;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Opens when the database does not answer, so that nobody waits for it in vain, and lets one probe through from time to time.
 * After M. Nygard, "Release It!". Safe for use by several threads.
 */
public final class Breaker {
    /** Closed: work flows. Open: none does. Half open: one probe is under way. */
    public enum State { CLOSED, OPEN, HALF_OPEN }

    private final LongSupplier nanoClock;
    private final long pauseNanos;
    private State state = State.CLOSED;
    private long openedAt;

    /**
     * @param pause     how long it stays open before a probe
     * @param nanoClock such as {@link System#nanoTime}
     */
    public Breaker(Duration pause, LongSupplier nanoClock) {
        this.pauseNanos = pause.toNanos();
        this.nanoClock = nanoClock;
    }

    /** One that is open in the beginning and lets a probe through at once: nobody writes before the database has proved itself. */
    public static Breaker unproven(Duration pause, LongSupplier nanoClock) {
        Breaker breaker = new Breaker(pause, nanoClock);
        breaker.failed();
        breaker.openedAt -= breaker.pauseNanos;
        return breaker;
    }

    /** Whether the caller may ask the database; while open, one caller a pause is told yes and is the probe. */
    public synchronized boolean allows() {
        if (state == State.CLOSED) {
            return true;
        }
        // A probe that never reports (its thread died) is replaced after another pause.
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

    /** Whether work flows: what a request asks before it waits. */
    public synchronized boolean isClosed() {
        return state == State.CLOSED;
    }

    /** The state, for metrics. */
    public synchronized State state() {
        return state;
    }
}
