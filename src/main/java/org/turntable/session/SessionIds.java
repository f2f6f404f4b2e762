package org.turntable.session;

import java.security.SecureRandom;
import java.util.Base64;

/** Session ids: 128 random bits, made here and nowhere else. An id that a browser brings is looked up, never adopted. */
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

    /** Whether it could be one; anything else is not worth asking the store. */
    static boolean isWellFormed(String id) {
        return id.length() == LENGTH && id.chars().allMatch(c -> c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_');
    }
}
