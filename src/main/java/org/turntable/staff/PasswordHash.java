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
 * What is kept of a password: PBKDF2 with HMAC-SHA-256, from the JDK. The text names rounds and salt, so that a later build can use more
 * rounds and still reads the older ones. Making or comparing one takes some 0.3 s of a core: bound how many run at once, and count an
 * attempt before it is compared ({@link SignInLock}).
 *
 * @param rounds 600,000 for those made here, what OWASP advises for this function
 * @param salt   16 bytes
 * @param key    32 bytes
 */
public record PasswordHash(int rounds, byte[] salt, byte[] key) {
    /** Longer is no password, but work for nothing. */
    public static final int LONGEST = 128;
    private static final int ROUNDS = 600_000;
    /** Beyond that, a row that somebody wrote into the database would keep a core busy for minutes. */
    private static final int MOST_ROUNDS = 10_000_000;
    private static final int SALT_BYTES = 16;
    private static final int KEY_BYTES = 32;
    private static final Pattern TEXT = Pattern.compile("pbkdf2-sha256\\$([1-9][0-9]{0,7})\\$([A-Za-z0-9+/]{22}==)\\$([A-Za-z0-9+/]{43}=)");

    /** Of a password of 1 to {@link #LONGEST} characters, with a salt of its own. */
    public static PasswordHash of(String password, SecureRandom random) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return new PasswordHash(ROUNDS, salt, derive(password, salt, ROUNDS));
    }

    /** The hash of a text as {@link #text()} gives it; empty for any other. */
    public static Optional<PasswordHash> parse(String text) {
        Matcher parts = TEXT.matcher(text == null ? "" : text);
        if (!parts.matches() || Integer.parseInt(parts.group(1)) > MOST_ROUNDS) {
            return Optional.empty();
        }
        return Optional.of(new PasswordHash(Integer.parseInt(parts.group(1)), Base64.getDecoder().decode(parts.group(2)),
                Base64.getDecoder().decode(parts.group(3))));
    }

    /** As it is kept: 90 characters of ASCII for those made here. */
    public String text() {
        return "pbkdf2-sha256$" + rounds + "$" + Base64.getEncoder().encodeToString(salt) + "$" + Base64.getEncoder().encodeToString(key);
    }

    /** Whether a password is the one; compared in constant time. Null, an empty and an overlong one never are, and cost as much to refuse. */
    public boolean fits(String password) {
        boolean possible = password != null && !password.isEmpty() && password.length() <= LONGEST;
        return MessageDigest.isEqual(key, derive(possible ? password : "-", salt, rounds)) && possible;
    }

    private static byte[] derive(String password, byte[] salt, int rounds) {
        PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, rounds, KEY_BYTES * Byte.SIZE);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has PBKDF2WithHmacSHA256", impossible);
        } finally {
            spec.clearPassword();
        }
    }

    /** Neither salt nor key: a record's own would put both into a log. */
    @Override
    public String toString() {
        return "PasswordHash[" + rounds + " rounds]";
    }
}
