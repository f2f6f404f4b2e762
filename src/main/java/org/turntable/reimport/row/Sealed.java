package org.turntable.reimport.row;

import java.util.Arrays;

/**
 * What a winner told, encrypted.
 *
 * @param keyId names the key
 * @param bytes only that key opens them, and only for their draw
 */
public record Sealed(String keyId, byte[] bytes) {
    @Override
    public boolean equals(Object other) {
        return other instanceof Sealed sealed && keyId.equals(sealed.keyId) && Arrays.equals(bytes, sealed.bytes);
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
