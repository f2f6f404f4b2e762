package org.turntable.tool.reimport.row;

import java.util.Arrays;

/**
 * Personal data of a winner, encrypted.
 *
 * @param keyId id of the key
 * @param bytes the ciphertext; it is bound to its draw
 */
public record SealedText(String keyId, byte[] bytes) {
    @Override
    public boolean equals(Object other) {
        return other instanceof SealedText sealed && keyId.equals(sealed.keyId) && Arrays.equals(bytes, sealed.bytes);
    }

    @Override
    public int hashCode() {
        return keyId.hashCode() * 31 + Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "Sealed[" + keyId + "]";
    }
}
