package org.turntable.claim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.turntable.player.Players.player;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.turntable.claim.ClaimKeys.Sealed;
import org.turntable.claim.ClaimKeys.UnreadableException;
import org.turntable.player.DrawKey;

class ClaimKeysTest {
    private static final String OLD = "an old secret of more than thirty-two characters";
    private static final String NEW = "a new secret of more than thirty-two characters!";
    private static final DrawKey ANNAS = new DrawKey(7, player(1), 3);
    private static final String TEXT = "王小桂 13800138000";

    private final ClaimKeys keys = keys(OLD);

    @Test
    void aSealedValueOpensForItsDrawAndUse() throws UnreadableException {
        assertEquals(TEXT, keys.open("address", ANNAS, keys.seal("address", ANNAS, TEXT)));
    }

    @Test
    void aSealedValueCopiedToAnotherRowDoesNotOpen() {
        Sealed sealed = keys.seal("address", ANNAS, TEXT);
        for (DrawKey other :
                List.of(new DrawKey(8, player(1), 3), new DrawKey(7, player(2), 3), new DrawKey(7, player(1), 4))) {
            assertThrows(UnreadableException.class, () -> keys.open("address", other, sealed), other.text());
        }
        assertThrows(UnreadableException.class, () -> keys.open("openid", ANNAS, sealed));
    }

    @Test
    void anyChangedBitIsDetected() {
        Sealed sealed = keys.seal("address", ANNAS, TEXT);
        for (int i = 0; i < sealed.bytes().length; i++) {
            byte[] changed = sealed.bytes().clone();
            changed[i] ^= 1;
            assertThrows(
                    UnreadableException.class, () -> keys.open("address", ANNAS, new Sealed(sealed.keyId(), changed)));
        }
        assertThrows(
                UnreadableException.class, () -> keys.open("address", ANNAS, new Sealed(sealed.keyId(), new byte[5])));
    }

    @Test
    void theSealedValueDoesNotContainTheTextAndIsDifferentEachTime() {
        Sealed sealed = keys.seal("address", ANNAS, TEXT);
        assertFalse(new String(sealed.bytes(), StandardCharsets.ISO_8859_1).contains("13800138000"));
        assertFalse(java.util.Arrays.equals(
                sealed.bytes(), keys.seal("address", ANNAS, TEXT).bytes()));
    }

    @Test
    void theFirstKeySealsAndBothOpen() throws UnreadableException {
        ClaimKeys both = keys(NEW, OLD);
        assertEquals(TEXT, both.open("address", ANNAS, keys.seal("address", ANNAS, TEXT)));
        Sealed fresh = both.seal("address", ANNAS, TEXT);
        assertEquals(both.currentId(), fresh.keyId());
        assertNotEquals(keys.currentId(), fresh.keyId());
        assertTrue(assertThrows(UnreadableException.class, () -> keys.open("address", ANNAS, fresh))
                .getMessage()
                .contains("sealed with key " + fresh.keyId()));
    }

    @Test
    void aKeyHasTheSameIdOnEveryNodeAndItIsNoPartOfTheKey() {
        assertEquals(keys.currentId(), keys(OLD).currentId());
        assertEquals(8, keys.currentId().length());
    }

    @Test
    void aDrawsTextIsReadBack() {
        assertEquals(Optional.of(ANNAS), DrawKey.parse(ANNAS.text()));
        assertArrayEquals(
                player(1).bytes(),
                DrawKey.parse("7.AAAAAQAAAAAAAAAAAAAAAA.3")
                        .orElseThrow()
                        .player()
                        .bytes());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "7",
                "7.AAAAAQAAAAAAAAAAAAAAAA",
                "0.AAAAAQAAAAAAAAAAAAAAAA.3",
                "7.AAAAAQAAAAAAAAAAAAAAAB.3",
                "7.AAAAAQAAAAAAAAAAAAAAAA.0",
                "7.AAAAAQAAAAAAAAAAAAAAAA.9999999999",
                "7.AAAAAQAAAAAAAAAAAAAAAA.3 ",
                "-7.AAAAAQAAAAAAAAAAAAAAAA.3"
            })
    void malformedDrawKeysAreRejected(String text) {
        assertEquals(Optional.empty(), DrawKey.parse(text));
    }

    private static ClaimKeys keys(String... secrets) {
        return new ClaimKeys(List.of(secrets), new SecureRandom());
    }
}
