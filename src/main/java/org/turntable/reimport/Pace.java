package org.turntable.reimport;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Leaves the database to the players for at least as long as it was just used: a server that grows slow is asked less. */
final class Pace {
    private static final long LONGEST = TimeUnit.SECONDS.toNanos(5);

    private final long least;

    /** @param least the pause after each transaction, at least */
    Pace(Duration least) {
        this.least = least.toNanos();
    }

    /** Pauses after work that began then, by {@link System#nanoTime()}. */
    void pause(long begun) {
        try {
            TimeUnit.NANOSECONDS.sleep(Math.min(LONGEST, Math.max(least, System.nanoTime() - begun)));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
