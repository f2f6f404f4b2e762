package org.turntable.concurrent;

import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Limits how many calls of one kind are in progress at the same time, so that a slow dependency cannot occupy all
 * threads. A call beyond the limit is rejected at once: a call that waited for its turn would hold a thread too.
 */
public final class Bulkhead {
    private final Semaphore permits;

    /**
     * A call, on the caller's thread.
     *
     * @param <E> what it throws beside runtime exceptions
     */
    @FunctionalInterface
    public interface Call<T, E extends Exception> {
        T run() throws E;
    }

    /** @param limit calls in progress at the same time, 1 or more */
    public Bulkhead(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("a bulkhead needs a limit of 1 or more, not " + limit);
        }
        this.permits = new Semaphore(limit);
    }

    /**
     * Runs the call on the caller's thread.
     *
     * @param whenFull makes the exception for a rejected call
     * @throws E when the limit is reached and the call was not run, or the call throws
     */
    public <T, E extends Exception> T run(Call<T, E> call, Supplier<? extends E> whenFull) throws E {
        if (!tryEnter()) {
            throw whenFull.get();
        }
        try {
            return call.run();
        } finally {
            leave();
        }
    }

    /**
     * For asynchronous calls: takes one of the places; whoever got true calls {@link #leave()} once, on any thread.
     *
     * @return false when the limit is reached
     */
    public boolean tryEnter() {
        return permits.tryAcquire();
    }

    /** Gives a place back. */
    public void leave() {
        permits.release();
    }
}
