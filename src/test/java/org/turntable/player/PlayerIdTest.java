package org.turntable.player;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class PlayerIdTest {
    private static final byte[] BYTES = {0, 1, 2, 3, -4, -5, -6, -7, 8, 9, 10, 11, 12, 13, 14, -1};
    private static final String TEXT = "AAECA_z7-vkICQoLDA0O_w";

    @Test
    void anIdIsReadBackFromItsTwentyTwoCharacters() {
        PlayerId id = PlayerId.of(BYTES);
        assertEquals(TEXT, id.toString());
        assertEquals(Optional.of(id), PlayerId.parse(TEXT));
        assertArrayEquals(BYTES, PlayerId.parse(TEXT).orElseThrow().bytes());
        assertEquals(id.hashCode(), PlayerId.parse(TEXT).orElseThrow().hashCode());
    }

    @Test
    void aTextThatOnlyDecodesToTheSameBytesIsRejected() {
        // 22 characters carry 132 bits, an id has 128: the last character has four bits to spare.
        for (char last : "xyz0123456789-_".toCharArray()) {
            String other = TEXT.substring(0, 21) + last;
            assertArrayEquals(BYTES, Base64.getUrlDecoder().decode(other), other);
            assertTrue(PlayerId.parse(other).isEmpty(), other);
        }
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(
            strings = {
                "AAECA_z7-vkICQoLDA0O_",
                "AAECA_z7-vkICQoLDA0O_w=",
                "AAECA_z7-vkICQoLDA0O_w==",
                "AAECA/z7+vkICQoLDA0O/w",
                "AAECA_z7-vkICQoLDA0O w",
                "AAECA_z7-vkICQoLDA0OO_w",
                "AAECA_z7-vkICQoLDA0O}w",
                "AAECA_z7-vkICQoLDA0O\nw",
                "中ECA_z7-vkICQoLDA0O_wAA",
                "===================AAA"
            })
    void anyOtherTextIsNotAnId(String text) {
        assertTrue(PlayerId.parse(text).isEmpty());
    }

    @Test
    void anIdHasSixteenBytesNoMoreAndNoLess() {
        assertThrows(IllegalArgumentException.class, () -> PlayerId.of(new byte[15]));
        assertThrows(IllegalArgumentException.class, () -> PlayerId.of(new byte[17]));
    }

    @Test
    void anIdCannotBeChangedThroughItsBytes() {
        byte[] bytes = BYTES.clone();
        PlayerId id = PlayerId.of(bytes);
        bytes[0] = 99;
        id.bytes()[1] = 99;
        assertArrayEquals(BYTES, id.bytes());
        assertEquals(TEXT, id.toString());
    }

    @Test
    void idsAreOrderedAsTheDatabaseOrdersBinaryColumns() {
        PlayerId low = id(0x01);
        PlayerId middle = id(0x7f);
        PlayerId high = id(0x80);
        assertEquals(List.of(low, middle, high), List.copyOf(new TreeSet<>(List.of(high, low, middle))));
        assertEquals(0, high.compareTo(id(0x80)));
    }

    @Test
    void differentBytesAreDifferentPlayers() {
        assertNotEquals(id(1), id(2));
        assertNotEquals(null, id(1));
        assertEquals(id(1), id(1));
    }

    private static PlayerId id(int last) {
        byte[] bytes = new byte[16];
        bytes[0] = (byte) last;
        return PlayerId.of(bytes);
    }
}
