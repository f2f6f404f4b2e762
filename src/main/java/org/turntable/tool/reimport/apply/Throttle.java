package org.turntable.tool.reimport.apply;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Pauses for at least as long as the work took, so that a slow server receives less work. */
final class Throttle {
    private static final long LONGEST = TimeUnit.SECONDS.toNanos(5);

    private final long least;

    /** @param least the least pause after each transaction */
    Throttle(Duration least) {
        this.least = least.toNanos();
    }

    /** @param begun when the work began, by {@link System#nanoTime()} */
    void pause(long begun) {
        try {
            TimeUnit.NANOSECONDS.sleep(Math.min(LONGEST, Math.max(least, System.nanoTime() - begun)));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
