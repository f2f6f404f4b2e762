package org.turntable.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class KeyedHashTest {
    /** The key of the reference's test vectors: the bytes 0 to 15. */
    private static final byte[] KEY = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

    @Test
    void theHashIsThatOfTheReference() {
        // vectors_sip64 of the reference implementation: 0 bytes, 8 bytes and the 15 bytes of the paper.
        assertEquals(0x726fdb47dd0e0e31L, new KeyedHash(KEY).of(""));
        assertEquals(0x93f5f5799a932462L, new KeyedHash(KEY).of(bytes(8)));
        assertEquals(0xa129ca6149be45e5L, new KeyedHash(KEY).of(bytes(15)));
    }

    @Test
    void anotherKeyGivesAnotherHash() {
        assertNotEquals(new KeyedHash(KEY).of("203.0.113.9"), new KeyedHash(new byte[16]).of("203.0.113.9"));
    }

    private static String bytes(int count) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) i;
        }
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
