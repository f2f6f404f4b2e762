package org.turntable.claim;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.turntable.player.DrawKey;
import org.turntable.player.HmacSigner;

/**
 * Encrypts personal data of claims with AES-256-GCM. A sealed value has the id of its key and is bound to its draw and
 * use (as associated data): copied to another row it cannot be opened. The first key seals, all keys open, so that keys
 * can be rotated while winners enter data.
 */
public final class ClaimKeys {
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    private static final int ID_BYTES = 4;

    private final Map<String, SecretKeySpec> keys = new LinkedHashMap<>();
    private final SecureRandom random;
    private final String current;

    /**
     * A sealed value.
     *
     * @param keyId the id of the key, 8 hex digits
     * @param bytes nonce, ciphertext and tag
     */
    public record Sealed(String keyId, byte[] bytes) {}

    /**
     * The value cannot be opened: it was changed, copied from another row, or sealed with a key that is not configured.
     */
    public static final class UnreadableException extends Exception {
        private static final long serialVersionUID = 1L;

        UnreadableException(String message) {
            super(message);
        }
    }

    /**
     * @param secrets one or more, each of 32 characters or more; the first one seals
     * @param random for nonces
     */
    public ClaimKeys(List<String> secrets, SecureRandom random) {
        for (String secret : secrets) {
            byte[] key = new HmacSigner(secret, "claims key").bytes("AES-256-GCM");
            keys.put(
                    HexFormat.of().formatHex(new HmacSigner(secret, "claims key id").bytes("id"), 0, ID_BYTES),
                    new SecretKeySpec(key, "AES"));
        }
        this.random = random;
        this.current = keys.keySet().iterator().next();
    }

    /** The id of the key that seals. */
    public String currentId() {
        return current;
    }

    /** The ids of all keys that open. */
    public Set<String> ids() {
        return Set.copyOf(keys.keySet());
    }

    /**
     * Seals a text.
     *
     * @param use the kind of data, such as "address"
     * @param draw the draw that it belongs to
     */
    public Sealed seal(String use, DrawKey draw, String text) {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, current, nonce, use, draw)
                    .doFinal(text.getBytes(StandardCharsets.UTF_8));
            byte[] whole = Arrays.copyOf(nonce, NONCE + sealed.length);
            System.arraycopy(sealed, 0, whole, NONCE, sealed.length);
            return new Sealed(current, whole);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has " + CIPHER, impossible);
        }
    }

    /**
     * Opens a value that {@link #seal} made for this use and draw.
     *
     * @throws UnreadableException for any other value; the message names the draw and no personal data
     */
    public String open(String use, DrawKey draw, Sealed sealed) throws UnreadableException {
        if (!keys.containsKey(sealed.keyId)) {
            throw new UnreadableException("the " + use + " of " + draw.text() + " is sealed with key " + sealed.keyId
                    + ", which is neither claims.key nor" + " claims.key.previous");
        }
        if (sealed.bytes.length <= NONCE) {
            throw new UnreadableException("the " + use + " of " + draw.text() + " is truncated");
        }
        try {
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, sealed.keyId, Arrays.copyOf(sealed.bytes, NONCE), use, draw);
            return new String(cipher.doFinal(sealed.bytes, NONCE, sealed.bytes.length - NONCE), StandardCharsets.UTF_8);
        } catch (AEADBadTagException changed) {
            throw new UnreadableException(
                    "the " + use + " of " + draw.text() + " was changed, or copied from another row");
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has " + CIPHER, impossible);
        }
    }

    private Cipher cipher(int mode, String keyId, byte[] nonce, String use, DrawKey draw)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, keys.get(keyId), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD((use + "\n" + draw.text() + "\n" + keyId).getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
