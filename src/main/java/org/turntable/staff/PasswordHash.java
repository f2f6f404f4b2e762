package org.turntable.staff;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * The stored hash of a password: PBKDF2 with HMAC-SHA-256, from the JDK. The text contains rounds and salt, so that a
 * later build can use more rounds and still verifies older hashes. Making or verifying a hash takes about 0.3 s of a
 * core: callers limit the concurrent calls, and count an attempt before they verify it ({@link SignInLock}).
 *
 * @param rounds 600,000 for new hashes, as OWASP recommends for this function
 * @param salt 16 bytes
 * @param key 32 bytes
 */
public record PasswordHash(int rounds, byte[] salt, byte[] key) {
    /** The maximum length of a password, in characters. */
    public static final int LONGEST = 128;

    private static final int ROUNDS = 600_000;
    /** A limit, so that a row with a wrong number cannot occupy a core for minutes. */
    private static final int MOST_ROUNDS = 10_000_000;

    private static final int SALT_BYTES = 16;
    private static final int KEY_BYTES = 32;
    private static final PasswordHash NO_ACCOUNT = new PasswordHash(ROUNDS, new byte[SALT_BYTES], new byte[KEY_BYTES]);

    private static final Pattern TEXT =
            Pattern.compile("pbkdf2-sha256\\$([1-9][0-9]{0,7})\\$([A-Za-z0-9+/]{22}==)\\$([A-Za-z0-9+/]{43}=)");

    /** The hash of a password of 1 to {@link #LONGEST} characters, with a new salt. */
    public static PasswordHash of(String password, SecureRandom random) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return new PasswordHash(ROUNDS, salt, derive(password, salt, ROUNDS));
    }

    /** The hash of a text made by {@link #text()}; empty for any other text. */
    public static Optional<PasswordHash> parse(String text) {
        Matcher parts = TEXT.matcher(text == null ? "" : text);
        if (!parts.matches() || Integer.parseInt(parts.group(1)) > MOST_ROUNDS) {
            return Optional.empty();
        }
        return Optional.of(new PasswordHash(
                Integer.parseInt(parts.group(1)),
                Base64.getDecoder().decode(parts.group(2)),
                Base64.getDecoder().decode(parts.group(3))));
    }

    /** The stored form; 90 ASCII characters for new hashes. */
    public String text() {
        return "pbkdf2-sha256$" + rounds + "$" + Base64.getEncoder().encodeToString(salt) + "$"
                + Base64.getEncoder().encodeToString(key);
    }

    /**
     * Whether the password is the right one; compared in constant time. Null, an empty and a too long password are
     * rejected in the same time.
     */
    public boolean fits(String password) {
        boolean possible = password != null && !password.isEmpty() && password.length() <= LONGEST;
        return MessageDigest.isEqual(key, derive(possible ? password : "-", salt, rounds)) && possible;
    }

    /**
     * Takes as long as verifying a password of an account, so that the time of an answer does not show which names
     * exist.
     */
    static boolean verifyNothing(String password) {
        return NO_ACCOUNT.fits(password);
    }

    private static byte[] derive(String password, byte[] salt, int rounds) {
        PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, rounds, KEY_BYTES * Byte.SIZE);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has PBKDF2WithHmacSHA256", impossible);
        } finally {
            spec.clearPassword();
        }
    }

    /** Without salt and key, which must not be logged. */
    @Override
    public String toString() {
        return "PasswordHash[" + rounds + " rounds]";
    }
}
