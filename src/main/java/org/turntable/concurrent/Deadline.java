package org.turntable.concurrent;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * The moment at which waiting ends. One deadline is passed through all waits of one piece of work, so that their sum is
 * bounded and not only each of them. A request's deadline belongs to its thread: pools and clients that the request
 * calls look it up.
 */
public final class Deadline {
    /** Waits that have it end by their own limits alone. */
    public static final Deadline NEVER = new Deadline(0, true);

    private static final ThreadLocal<Deadline> OF_THREAD = new ThreadLocal<>();
    private static final long NANOS_IN_A_MILLI = 1_000_000;

    private final long endNanos;
    private final boolean never;

    private Deadline(long endNanos, boolean never) {
        this.endNanos = endNanos;
        this.never = never;
    }

    /** A deadline for the work of a thread; to be closed on the same thread. */
    public interface Scope extends AutoCloseable {
        @Override
        void close();
    }

    /** The deadline that much later than now. */
    public static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos(), false);
    }

    /** The deadline of the request that this thread serves; {@link #NEVER} on other threads. */
    public static Deadline ofThread() {
        Deadline own = OF_THREAD.get();
        return own == null ? NEVER : own;
    }

    /** Gives this thread a deadline until the scope is closed; a deadline that it has already is not extended. */
    public static Scope begin(Duration time) {
        Deadline outer = OF_THREAD.get();
        OF_THREAD.set(ofThread().within(time));
        return () -> {
            if (outer == null) {
                // Removed, not set to null: the thread is the container's and outlives this application.
                OF_THREAD.remove();
            } else {
                OF_THREAD.set(outer);
            }
        };
    }

    /**
     * Runs work that uses a core and waits for nobody, and moves this thread's deadline by the time that it took: on a
     * busy machine it must not use up the time of the waits that follow.
     */
    public static <T> T uncounted(Supplier<T> work) {
        long from = System.nanoTime();
        try {
            return work.get();
        } finally {
            Deadline own = OF_THREAD.get();
            if (own != null) {
                OF_THREAD.set(new Deadline(own.endNanos + System.nanoTime() - from, own.never));
            }
        }
    }

    /** The earlier one of this deadline and the moment that much later than now. */
    public Deadline within(Duration time) {
        Deadline other = in(time);
        return never || other.endNanos - endNanos < 0 ? other : this;
    }

    /** Milliseconds left, rounded up, but at most the limit; 0 when it is over. */
    public long millisLeft(long limit) {
        long nanos = endNanos - System.nanoTime();
        if (never) {
            return limit;
        }
        return nanos <= 0 ? 0 : Math.min(limit, (nanos + NANOS_IN_A_MILLI - 1) / NANOS_IN_A_MILLI);
    }

    /** Whether it has passed. */
    public boolean isOver() {
        return millisLeft(1) == 0;
    }
}
