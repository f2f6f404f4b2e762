package org.turntable.award;

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
import org.turntable.player.Seal;

/**
 * Encrypts what a winner tells us, with AES-256-GCM. What is sealed names its key and is bound to its draw and its use: put into another
 * row it opens no more. The first key seals, all of them open, so that keys are exchanged while winners write.
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
     * Something sealed.
     *
     * @param keyId names the key, 8 hex digits
     * @param bytes nonce, text and tag
     */
    public record Sealed(String keyId, byte[] bytes) {
    }

    /** What is there cannot be opened: it was changed, moved from another row, or sealed with a key that was not given. */
    public static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreadable(String message) {
            super(message);
        }
    }

    /**
     * @param secrets one or more, 32 characters at least; the first seals
     * @param random  for nonces
     */
    public ClaimKeys(List<String> secrets, SecureRandom random) {
        for (String secret : secrets) {
            byte[] key = new Seal(secret, "claims key").bytes("AES-256-GCM");
            keys.put(HexFormat.of().formatHex(new Seal(secret, "claims key id").bytes("id"), 0, ID_BYTES), new SecretKeySpec(key, "AES"));
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
     * @param use  what it is, such as "address"
     * @param draw whose it is
     */
    public Sealed seal(String use, WonDraw draw, String text) {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, current, nonce, use, draw).doFinal(text.getBytes(StandardCharsets.UTF_8));
            byte[] whole = Arrays.copyOf(nonce, NONCE + sealed.length);
            System.arraycopy(sealed, 0, whole, NONCE, sealed.length);
            return new Sealed(current, whole);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has " + CIPHER, impossible);
        }
    }

    /**
     * Opens what {@link #seal} made for that use and draw.
     *
     * @throws Unreadable for anything else; the message names the draw and nothing that was sealed
     */
    public String open(String use, WonDraw draw, Sealed sealed) throws Unreadable {
        if (!keys.containsKey(sealed.keyId)) {
            throw new Unreadable("the " + use + " of " + draw.text() + " is sealed with key " + sealed.keyId + ", which is neither claims.key nor"
                    + " claims.key.previous");
        }
        if (sealed.bytes.length <= NONCE) {
            throw new Unreadable("the " + use + " of " + draw.text() + " is cut short");
        }
        try {
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, sealed.keyId, Arrays.copyOf(sealed.bytes, NONCE), use, draw);
            return new String(cipher.doFinal(sealed.bytes, NONCE, sealed.bytes.length - NONCE), StandardCharsets.UTF_8);
        } catch (AEADBadTagException changed) {
            throw new Unreadable("the " + use + " of " + draw.text() + " was changed, or belongs to another row");
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has " + CIPHER, impossible);
        }
    }

    private Cipher cipher(int mode, String keyId, byte[] nonce, String use, WonDraw draw) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, keys.get(keyId), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD((use + "\n" + draw.text() + "\n" + keyId).getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
