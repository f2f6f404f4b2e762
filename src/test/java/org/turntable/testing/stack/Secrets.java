package org.turntable.testing.stack;

import java.security.SecureRandom;
import java.util.Base64;

/** Passwords for the servers of a test: random, because all users of the machine can connect to a loopback port. */
final class Secrets {
    private static final SecureRandom RANDOM = new SecureRandom();

    private Secrets() {}

    /** 40 characters that need no quoting anywhere: letters, digits, minus and underscore. No log may have it. */
    static String password() {
        byte[] bytes = new byte[30];
        RANDOM.nextBytes(bytes);
        return LoggedSecrets.register(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }
}
