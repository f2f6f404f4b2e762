package org.turntable.award.redemption;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * What is kept of a password: PBKDF2-HMAC-SHA256 with a salt of its own.
 *
 * @param salt       16 bytes
 * @param iterations {@link #ITERATIONS} when it was made by this build
 * @param hash       32 bytes
 */
public record PasswordHash(byte[] salt, int iterations, byte[] hash) {
    /** Some 0.3 s of one processor; the least that OWASP asks for. */
    public static final int ITERATIONS = 600_000;

    private static final int BITS = 256;

    /** The hash of a new password. */
    public static PasswordHash of(String password, SecureRandom random) {
        byte[] salt = new byte[16];
        random.nextBytes(salt);
        return new PasswordHash(salt, ITERATIONS, derive(password, salt, ITERATIONS));
    }

    /** Whether it is this password's; compared in constant time. */
    public boolean fits(String password) {
        return MessageDigest.isEqual(hash, derive(password, salt, iterations));
    }

    private static byte[] derive(String password, byte[] salt, int iterations) {
        PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, iterations, BITS);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has PBKDF2WithHmacSHA256", impossible);
        } finally {
            spec.clearPassword();
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PasswordHash that && Arrays.equals(salt, that.salt) && iterations == that.iterations && Arrays.equals(hash, that.hash);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(hash);
    }

    @Override
    public String toString() {
        return "PasswordHash[(hidden)]";
    }
}
