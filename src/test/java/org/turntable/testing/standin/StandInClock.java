package org.turntable.testing.standin;

import java.util.concurrent.atomic.AtomicLong;

/** A clock that a test can put forward or back, so that no test waits for two hours. */
final class StandInClock {
    private final AtomicLong offsetSeconds = new AtomicLong();

    /** Seconds since 1970, as this clock shows them. */
    long seconds() {
        return System.currentTimeMillis() / 1_000 + offsetSeconds.get();
    }

    /** Puts it off by so many seconds against the machine's clock; 0 puts it right. */
    void offBy(long seconds) {
        offsetSeconds.set(seconds);
    }
}
