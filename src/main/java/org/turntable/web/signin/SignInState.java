package org.turntable.web.signin;

import java.time.Duration;
import java.time.Instant;

/**
 * The state parameter of a sign-in, by which a forged callback is recognised.
 *
 * @param issuedAt to the second
 * @param line index of the entry line on which it began
 * @param nonce 16 characters, stored in the session in which it began
 * @param path the local page to return to; "/" where it was too long and only the session has it
 */
record SignInState(Instant issuedAt, int line, String nonce, String path) {
    /** The longest time on WeChat's page; a code is valid for half of it. */
    static final Duration LIFETIME = Duration.ofMinutes(10);

    boolean isExpired(Instant now) {
        return !now.isBefore(issuedAt.plus(LIFETIME));
    }
}
