package org.turntable.player;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * HMAC-SHA-256 for one use, with a key that is derived from the secret for that use: a signature for one use is not
 * valid for another. Thread-safe.
 */
public final class HmacSigner {
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private final ThreadLocal<Mac> mac;

    /**
     * @param secret 32 characters or more, the same on every node
     * @param use the purpose, such as "identity cookie"
     */
    public HmacSigner(String secret, String use) {
        byte[] key = key(secret, use);
        mac = ThreadLocal.withInitial(() -> newMac(key));
    }

    /** The key of one use, 32 bytes: it tells nothing about the secret or about other uses' keys. */
    static byte[] key(String secret, String use) {
        return newMac(secret.getBytes(StandardCharsets.UTF_8)).doFinal(use.getBytes(StandardCharsets.UTF_8));
    }

    /** The signature of a text, 32 bytes. */
    public byte[] bytes(String text) {
        return mac.get().doFinal(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The signature in letters, digits, {@code -} and {@code _}.
     *
     * @param length how many of the 32 bytes
     */
    public String text(String text, int length) {
        return ENCODER.encodeToString(Arrays.copyOf(bytes(text), length));
    }

    /** Whether a signature is that of the text; compared in constant time. */
    public boolean fits(String text, int length, String seal) {
        return MessageDigest.isEqual(
                text(text, length).getBytes(StandardCharsets.UTF_8), seal.getBytes(StandardCharsets.UTF_8));
    }

    private static Mac newMac(byte[] key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has HmacSHA256", impossible);
        }
    }
}
