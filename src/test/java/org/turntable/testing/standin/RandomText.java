package org.turntable.testing.standin;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** Codes, tokens and ids as WeChat makes them: letters, digits, minus and underscore. */
final class RandomText {
    private static final SecureRandom RANDOM = new SecureRandom();

    private RandomText() {}

    /** A text of that many characters that cannot be guessed. */
    static String of(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).substring(0, length);
    }

    /** The same 28 characters for the same text, each time, as an openid has them. */
    static String openidFor(String text) {
        byte[] digest = digest("SHA-256", text.getBytes(StandardCharsets.UTF_8));
        return "o"
                + Base64.getUrlEncoder().withoutPadding().encodeToString(digest).substring(0, 27);
    }

    /** The digest in small hex letters. */
    static String hex(String algorithm, byte[] bytes) {
        return HexFormat.of().formatHex(digest(algorithm, bytes));
    }

    private static byte[] digest(String algorithm, byte[] bytes) {
        try {
            return MessageDigest.getInstance(algorithm).digest(bytes);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
