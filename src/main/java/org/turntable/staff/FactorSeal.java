package org.turntable.staff;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.turntable.player.HmacSigner;

/**
 * Encrypts the secrets of second factors with AES-256-GCM, so that a copy of the database makes no codes. A sealed
 * secret is bound to its operator: in the row of another one it cannot be opened.
 */
public final class FactorSeal {
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private final SecretKeySpec key;
    private final SecureRandom random;

    /** @param secret {@code identity.secret}, from which the key is derived */
    public FactorSeal(String secret, SecureRandom random) {
        this.key = new SecretKeySpec(new HmacSigner(secret, "operator factor").bytes("AES-256-GCM"), "AES");
        this.random = random;
    }

    /** Nonce, ciphertext and tag. */
    byte[] seal(String operator, byte[] secret) {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, operator).doFinal(secret);
            byte[] whole = Arrays.copyOf(nonce, NONCE + sealed.length);
            System.arraycopy(sealed, 0, whole, NONCE, sealed.length);
            return whole;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has " + CIPHER, impossible);
        }
    }

    /**
     * The secret; empty when it was changed, copied from another row, or sealed under another {@code identity.secret}.
     */
    Optional<byte[]> open(String operator, byte[] sealed) {
        if (sealed.length <= NONCE) {
            return Optional.empty();
        }
        try {
            return Optional.of(cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(sealed, NONCE), operator)
                    .doFinal(sealed, NONCE, sealed.length - NONCE));
        } catch (AEADBadTagException changed) {
            return Optional.empty();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has " + CIPHER, impossible);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String operator) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(("operator factor\n" + operator).getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
