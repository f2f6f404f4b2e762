package org.turntable.staff;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;

/**
 * The one-time token with which an operator may set up the second factor. It has 99 bits, so a plain hash is stored.
 */
public final class EnrolmentToken {
    /** How long a token is valid. */
    public static final Duration VALID = Duration.ofHours(24);

    private static final int GROUPS = 5;

    private EnrolmentToken() {}

    /** A new token of 20 characters in groups of four. */
    public static String make(SecureRandom random) {
        return PasswordGenerator.make(random, GROUPS);
    }

    /** The stored hash of a token, 32 bytes; spaces around it do not count. */
    public static byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.strip().getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
