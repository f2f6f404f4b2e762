package org.turntable.staff;

import java.time.Duration;

/**
 * Counters of sign-in attempts that all nodes share. Each expires by itself. All methods throw
 * {@link org.turntable.outage.RedisUnavailableException} when they cannot be reached: then nobody signs in.
 */
public interface SignInCounters {
    /**
     * Adds one.
     *
     * @param subject what is attempted, such as {@code operator:li.na}
     * @param counter which of its counters
     * @param window after which a counter expires, from its first attempt
     * @return the count, this attempt included
     */
    long add(String subject, String counter, Duration window);

    /** Sets a counter to zero. */
    void clear(String subject, String counter);

    /** Takes the only turn of this period; false when it was taken. */
    boolean takeTurn(String subject, Duration period);
}
