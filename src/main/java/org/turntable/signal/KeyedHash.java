package org.turntable.signal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * SipHash-2-4, a keyed hash of 64 bits: without the key neither the input nor another input of the same hash can be
 * found. Counters are kept by it, so no address and no User-Agent is in memory longer than its request. It costs a
 * tenth of an HMAC.
 */
final class KeyedHash {
    static final int KEY_BYTES = 16;

    private final long k0;
    private final long k1;

    /** @param key secret, {@link #KEY_BYTES} or more; further bytes are not used */
    KeyedHash(byte[] key) {
        ByteBuffer bytes = ByteBuffer.wrap(key).order(ByteOrder.LITTLE_ENDIAN);
        k0 = bytes.getLong();
        k1 = bytes.getLong();
    }

    /** The hash of a text; only the low byte of a character counts, which is all that headers have. */
    long of(CharSequence text) {
        return new State().text(text).end();
    }

    /** The hash of a text that belongs to a number. */
    long of(long number, CharSequence text) {
        return new State().number(number).text(text).end();
    }

    /** The hash of numbers and bytes. */
    long of(long first, long second, byte[] bytes) {
        State state = new State().number(first).number(second);
        for (byte value : bytes) {
            state.octet(value);
        }
        return state.end();
    }

    private final class State {
        private long v0 = k0 ^ 0x736f6d6570736575L;
        private long v1 = k1 ^ 0x646f72616e646f6dL;
        private long v2 = k0 ^ 0x6c7967656e657261L;
        private long v3 = k1 ^ 0x7465646279746573L;
        private long word;
        private int length;

        State text(CharSequence text) {
            int i = 0;
            // Eight at once: a User-Agent has two hundred.
            for (; length % Long.BYTES == 0 && i + Long.BYTES <= text.length(); i += Long.BYTES) {
                long block = 0;
                for (int k = 0; k < Long.BYTES; k++) {
                    block |= (text.charAt(i + k) & 0xffL) << (k * Byte.SIZE);
                }
                absorb(block);
                length += Long.BYTES;
            }
            for (; i < text.length(); i++) {
                octet(text.charAt(i));
            }
            return this;
        }

        State number(long number) {
            // Numbers come first, so no word is begun.
            absorb(number);
            length += Long.BYTES;
            return this;
        }

        void octet(int value) {
            word |= (value & 0xffL) << (length % Long.BYTES * Byte.SIZE);
            length++;
            if (length % Long.BYTES == 0) {
                absorb(word);
                word = 0;
            }
        }

        long end() {
            absorb(word | (long) length << 56);
            v2 ^= 0xff;
            for (int i = 0; i < 4; i++) {
                round();
            }
            return v0 ^ v1 ^ v2 ^ v3;
        }

        private void absorb(long block) {
            v3 ^= block;
            round();
            round();
            v0 ^= block;
        }

        private void round() {
            v0 += v1;
            v1 = Long.rotateLeft(v1, 13) ^ v0;
            v0 = Long.rotateLeft(v0, 32);
            v2 += v3;
            v3 = Long.rotateLeft(v3, 16) ^ v2;
            v0 += v3;
            v3 = Long.rotateLeft(v3, 21) ^ v0;
            v2 += v1;
            v1 = Long.rotateLeft(v1, 17) ^ v2;
            v2 = Long.rotateLeft(v2, 32);
        }
    }
}
