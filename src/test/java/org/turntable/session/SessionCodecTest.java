package org.turntable.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class SessionCodecTest {
    /** A record type that the application registered. */
    record Basket(String item, int count) {}

    /** A record type that is not registered. */
    record Unnamed(String item) {}

    static final List<Object> VALUES =
            List.of("", "Anna", "转盘 🎡", 0L, Long.MIN_VALUE, 7, Integer.MAX_VALUE, true, false, new Basket("tea", 2));
    static final List<Object> OTHERS =
            List.of(1.5, 'c', new Date(), new ArrayList<>(), new int[1], new Unnamed("x"), "x".repeat(70_000));
    static final List<byte[]> DAMAGED = List.of(
            new byte[0],
            new byte[] {1},
            bytes(2, "Sx"),
            bytes(1, "L1.5"),
            bytes(1, "I99999999999"),
            bytes(1, "Byes"),
            bytes(1, "Qx"),
            bytes(1, "Rbasket"),
            bytes(1, "Rother\n{}"),
            bytes(1, "Rbasket\n{"),
            bytes(1, "Rbasket\n{\"count\":{}}"),
            new byte[] {1, 'S', (byte) 0xc3});

    private final SessionCodec codec = new SessionCodec(Map.of("basket", Basket.class));

    @ParameterizedTest
    @FieldSource("VALUES")
    void whatIsOnTheListComesBackAsItWas(Object value) throws UnreadableSessionException {
        assertEquals(value, codec.decode(codec.encode(value)));
    }

    @ParameterizedTest
    @FieldSource("OTHERS")
    void anythingElseIsRefusedWhereItIsSet(Object value) {
        assertThrows(IllegalArgumentException.class, () -> codec.encode(value));
    }

    @ParameterizedTest
    @FieldSource("DAMAGED")
    void whatCannotBeReadSaysSo(byte[] stored) {
        assertThrows(UnreadableSessionException.class, () -> codec.decode(stored));
    }

    @Test
    void aRecordMayGainAndLoseComponents() throws UnreadableSessionException {
        assertEquals(new Basket("tea", 0), codec.decode(bytes(1, "Rbasket\n{\"item\":\"tea\",\"colour\":\"green\"}")));
    }

    @Test
    void theBytesAreWhatEarlierVersionsWrote() {
        assertEquals("\u0001SAnna", new String(codec.encode("Anna"), StandardCharsets.UTF_8));
        assertEquals("\u0001L7", new String(codec.encode(7L), StandardCharsets.UTF_8));
        assertEquals(
                "\u0001Rbasket\n{\"item\":\"tea\",\"count\":2}",
                new String(codec.encode(new Basket("tea", 2)), StandardCharsets.UTF_8));
    }

    @Test
    void aRefusalNamesTheType() {
        assertTrue(assertThrows(IllegalArgumentException.class, () -> codec.encode(new Date()))
                .getMessage()
                .contains("java.util.Date"));
    }

    private static byte[] bytes(int version, String rest) {
        byte[] text = (" " + rest).getBytes(StandardCharsets.UTF_8);
        text[0] = (byte) version;
        return text;
    }
}
