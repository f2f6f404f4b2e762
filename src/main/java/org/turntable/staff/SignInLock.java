package org.turntable.staff;

import java.time.Duration;
import java.time.Instant;

/**
 * The failed sign-in attempts of one account. Five attempts are free; each further one has to wait twice as long as the
 * one before, at most 15 minutes. This prevents guessing, and limits how long an attacker can lock out the owner.
 *
 * <p>An attempt is counted <em>before</em> its password is verified, in a transaction that locks the row of the
 * account, and the count is reset when the password was right: of 100 guesses sent at once, five are verified.
 *
 * @param failures attempts since the last success, 0 or more
 * @param lastAt when the last attempt was made; null for none
 */
public record SignInLock(int failures, Instant lastAt) {
    /** No failed attempts. */
    public static final SignInLock OPEN = new SignInLock(0, null);

    private static final int FREE = 5;
    private static final Duration FIRST_PAUSE = Duration.ofMinutes(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(15);
    private static final Duration RESET_AFTER = Duration.ofHours(24);
    private static final int MOST_COUNTED = 1_000_000;

    public SignInLock {
        if (failures < 0 || failures > 0 && lastAt == null) {
            throw new IllegalArgumentException("failures must be 0 or more, and need the time of the last one");
        }
    }

    /** The first instant at which another attempt is allowed; an instant in the past when it is allowed now. */
    public Instant opensAt() {
        if (failures < FREE) {
            return Instant.EPOCH;
        }
        long pauses = 1L << Math.min(failures - FREE, 10);
        Duration pause = FIRST_PAUSE.multipliedBy(pauses);
        return lastAt.plus(pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE);
    }

    /** Whether an attempt has to be refused without verifying its password. */
    public boolean isLocked(Instant now) {
        return now.isBefore(opensAt());
    }

    /** The lock after one more attempt at {@code now}; attempts older than 24 hours do not count any more. */
    public SignInLock attempted(Instant now) {
        boolean expired = lastAt != null && lastAt.plus(RESET_AFTER).isBefore(now);
        return new SignInLock(expired ? 1 : Math.min(failures, MOST_COUNTED) + 1, now);
    }
}
