package org.turntable.staff;

import java.time.Duration;
import java.time.Instant;

/**
 * Attempts to sign in to one account that have not succeeded: five are free, then each has to wait twice as long as the one before, a
 * quarter of an hour at most. So nobody guesses a password, and nobody keeps its owner out for longer than that.
 *
 * <p>An attempt is counted, in a transaction that holds the account, <em>before</em> its password is compared, and forgotten when it was
 * right: of a hundred guesses sent at once, five are compared.
 *
 * @param failures since the last success
 * @param lastAt   when the last of them was; null for none
 */
public record SignInLock(int failures, Instant lastAt) {
    /** Nobody has tried. */
    public static final SignInLock OPEN = new SignInLock(0, null);
    private static final int FREE = 5;
    private static final Duration FIRST_PAUSE = Duration.ofMinutes(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(15);
    private static final Duration FORGOTTEN = Duration.ofHours(24);
    private static final int MOST_COUNTED = 1_000_000;

    public SignInLock {
        if (failures < 0 || failures > 0 && lastAt == null) {
            throw new IllegalArgumentException("failures are 0 or more, and the last has its time");
        }
    }

    /** The first instant at which another attempt is compared; the past where one may be made now. */
    public Instant opensAt() {
        if (failures < FREE) {
            return Instant.EPOCH;
        }
        long pauses = 1L << Math.min(failures - FREE, 10);
        Duration pause = FIRST_PAUSE.multipliedBy(pauses);
        return lastAt.plus(pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE);
    }

    /** Whether an attempt has to be refused without looking at its password. */
    public boolean isLocked(Instant now) {
        return now.isBefore(opensAt());
    }

    /** With one more attempt, made now; what lies a day back is forgotten. */
    public SignInLock attempted(Instant now) {
        boolean longAgo = lastAt != null && lastAt.plus(FORGOTTEN).isBefore(now);
        return new SignInLock(longAgo ? 1 : Math.min(failures, MOST_COUNTED) + 1, now);
    }
}
