package org.turntable.stack;

import java.security.SecureRandom;
import java.util.Base64;

/** Passwords for servers that live as long as a test: never fixed, since a loopback port is open to everybody on the machine. */
final class Secrets {
    private static final SecureRandom RANDOM = new SecureRandom();

    private Secrets() {
    }

    /** 40 characters that need no quoting anywhere: letters, digits, minus and underscore. */
    static String password() {
        byte[] bytes = new byte[30];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
