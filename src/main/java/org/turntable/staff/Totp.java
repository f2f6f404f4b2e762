package org.turntable.staff;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * One-time codes by time (RFC 6238) as all authenticator apps make them: HMAC-SHA-1, steps of 30 seconds, six digits.
 * The code of the step before and of the step after are accepted too, for clocks that differ and for slow typing.
 */
public final class Totp {
    /** The length of a secret, that of the HMAC, as RFC 4226 recommends. */
    static final int SECRET_BYTES = 20;

    private static final int STEP_SECONDS = 30;
    private static final int WINDOW = 1;
    private static final int CODES = 1_000_000;
    private static final String BASE_32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int BITS = 5;

    private Totp() {}

    /** A new secret. */
    static byte[] newSecret(SecureRandom random) {
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        return secret;
    }

    /** The number of the step at this time, from the epoch. */
    public static long step(Instant now) {
        return Math.floorDiv(now.getEpochSecond(), STEP_SECONDS);
    }

    /** The code of a step: six digits. */
    public static String code(byte[] secret, long step) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret, "HmacSHA1"));
            byte[] hash =
                    mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
            int offset = hash[hash.length - 1] & 0xf;
            int number = ByteBuffer.wrap(hash).getInt(offset) & Integer.MAX_VALUE;
            return String.format(Locale.ROOT, "%06d", number % CODES);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has HmacSHA1", impossible);
        }
    }

    /**
     * The step of a code that is right now; empty for a wrong code.
     *
     * @param code as typed, without spaces; null is wrong
     */
    static OptionalLong stepOf(byte[] secret, String code, Instant now) {
        OptionalLong found = OptionalLong.empty();
        byte[] typed = (code == null ? "" : code).getBytes(StandardCharsets.UTF_8);
        for (long step = step(now) - WINDOW; step <= step(now) + WINDOW; step++) {
            if (MessageDigest.isEqual(code(secret, step).getBytes(StandardCharsets.UTF_8), typed)) {
                found = OptionalLong.of(step);
            }
        }
        return found;
    }

    /** The secret in Base 32, as it is typed into an app. */
    public static String key(byte[] secret) {
        StringBuilder key = new StringBuilder();
        int held = 0;
        int bits = 0;
        for (byte part : secret) {
            held = held << Byte.SIZE | part & 0xff;
            bits += Byte.SIZE;
            while (bits >= BITS) {
                bits -= BITS;
                key.append(BASE_32.charAt(held >> bits & 0x1f));
            }
        }
        return key.toString();
    }

    /**
     * The address that an app reads from a QR code.
     *
     * @param issuer what the app shows; letters, digits, dots and hyphens
     * @param name the operator's, as {@link OperatorAccounts#NAME} has it, which needs no encoding
     */
    public static String address(String issuer, String name, byte[] secret) {
        return "otpauth://totp/" + issuer + ":" + name + "?secret=" + key(secret) + "&issuer=" + issuer;
    }
}
