package org.turntable.web;

import java.time.Duration;
import java.time.Instant;

/**
 * What travels to WeChat and back with a sign-in, so that a callback can be told from a forged one.
 *
 * @param issuedAt to the second
 * @param line     place of the entry origin on which it began
 * @param nonce    16 characters, known to the session in which it began
 * @param path     the local page to return to; "/" where it was too long to travel, and only the session knows it
 */
record SignInState(Instant issuedAt, int line, String nonce, String path) {
    /** As long as a player may look at WeChat's page; a code lives half as long. */
    static final Duration LIFETIME = Duration.ofMinutes(10);

    boolean isExpired(Instant now) {
        return !now.isBefore(issuedAt.plus(LIFETIME));
    }
}
