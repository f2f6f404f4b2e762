package org.turntable.session;

import java.security.SecureRandom;
import java.util.Base64;

/**
 * Session ids: 128 random bits, generated here only. An id from a browser is looked up, never used for a new session.
 */
final class SessionIds {
    private static final int BYTES = 16;
    private static final int LENGTH = 22;
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private final SecureRandom random;

    SessionIds(SecureRandom random) {
        this.random = random;
    }

    String next() {
        byte[] id = new byte[BYTES];
        random.nextBytes(id);
        return ENCODER.encodeToString(id);
    }

    /** Whether it has the form of an id; the store is not asked for anything else. */
    static boolean isWellFormed(String id) {
        return id.length() == LENGTH
                && id.chars()
                        .allMatch(c -> c >= 'a' && c <= 'z'
                                || c >= 'A' && c <= 'Z'
                                || c >= '0' && c <= '9'
                                || c == '-'
                                || c == '_');
    }
}
