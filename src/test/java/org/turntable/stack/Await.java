package org.turntable.stack;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for a condition instead of for a guessed time, so that a test is as quick as the machine and never flaky on a slow one. */
public final class Await {
    private static final long POLL_NANOS = Duration.ofMillis(15).toNanos();

    private Await() {
    }

    /**
     * Polls until the condition holds.
     *
     * @param what      what is awaited, for the message, such as "the replica has caught up"
     * @param limit     how long to wait at most
     * @param condition may throw while the awaited part is not there yet; the last exception becomes the cause
     * @throws AssertionError when the limit has passed
     */
    public static void until(String what, Duration limit, Callable<Boolean> condition) {
        long end = System.nanoTime() + limit.toNanos();
        Exception last = null;
        while (true) {
            try {
                if (condition.call()) {
                    return;
                }
                last = null;
            } catch (Exception notYet) {
                last = notYet;
            }
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("Waited " + limit.toMillis() + " ms in vain until " + what
                        + (last == null ? "" : "; the last error was: " + last), last);
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new IllegalStateException("Interrupted while waiting until " + what);
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }
}
