package org.turntable.staff;

import java.time.Duration;

/**
 * How many attempts are allowed for one name.
 *
 * @param ofSource attempts of one known device, or from one network, in a quarter of an hour
 * @param ofStrangers attempts of all unknown devices together in an hour; 0 for no such limit
 * @param pause beyond {@code ofStrangers}, one unknown device in each such period is still verified; zero for none
 */
public record SignInLimits(int ofSource, int ofStrangers, Duration pause) {
    /** The period of {@code ofSource}. */
    static final Duration SOURCE_WINDOW = Duration.ofMinutes(15);
    /** The period of {@code ofStrangers}. */
    static final Duration STRANGERS_WINDOW = Duration.ofHours(1);

    /** A password behind which a second factor decides: strangers cannot lock a name, from however many networks. */
    public static final SignInLimits BEFORE_FACTOR = new SignInLimits(5, 0, Duration.ZERO);
    /** A password alone: guessing from many networks is slowed down, and known devices never are. */
    public static final SignInLimits PASSWORD_ALONE = new SignInLimits(5, 50, Duration.ofSeconds(3));
    /**
     * The code of a second factor: only who has the password comes this far, so a limit over all networks is no weapon
     * of strangers. A million codes, three of them right: 20 attempts succeed once in 16,000 hours.
     */
    public static final SignInLimits FACTOR = new SignInLimits(5, 20, Duration.ZERO);

    /** Whether an attempt is verified. */
    public enum Decision {
        ALLOWED,
        /** Answered as a wrong password, after the same time. */
        TOO_MANY,
        /** Answered at once with "try again in a moment"; for names without an account too. */
        SLOW_DOWN
    }

    /** The decision about the source, this attempt included. */
    Decision ofSource(long attempts) {
        return attempts <= ofSource ? Decision.ALLOWED : Decision.TOO_MANY;
    }

    /** Whether all unknown devices together are within the limit, this attempt included. */
    boolean allowsStrangers(long attempts) {
        return ofStrangers == 0 || attempts <= ofStrangers;
    }
}
