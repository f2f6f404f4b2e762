package org.turntable.player;

import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * A player's id: 16 bytes of an HMAC of the openid, so that a player keeps the same id after a loss of Redis or of the
 * session.
 */
public final class PlayerId implements Comparable<PlayerId> {
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final int LENGTH = 16;

    private final byte[] bytes;
    private final String text;

    private PlayerId(byte[] bytes, String text) {
        this.bytes = bytes;
        this.text = text;
    }

    /**
     * @param bytes exactly 16
     * @throws IllegalArgumentException for any other length
     */
    public static PlayerId of(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("a player id has 16 bytes, not " + bytes.length);
        }
        byte[] copy = bytes.clone();
        return new PlayerId(copy, ENCODER.encodeToString(copy));
    }

    /**
     * The id of a text made by {@link #toString()}; empty for any other text, also for one that decodes to the same
     * bytes.
     */
    public static Optional<PlayerId> parse(String text) {
        if (text == null || text.length() != 22) {
            return Optional.empty();
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text);
            PlayerId id = of(bytes);
            return id.text.equals(text) ? Optional.of(id) : Optional.empty();
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    /** A copy of the 16 bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public int compareTo(PlayerId other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PlayerId id && Arrays.equals(bytes, id.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** 22 characters of base64url. */
    @Override
    public String toString() {
        return text;
    }
}
