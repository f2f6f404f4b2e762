package org.turntable.wechat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class SimpleSignInTest {
    private final SimpleSignIn signIn = new SimpleSignIn();

    @Test
    void spacesAroundANameAreIgnored() {
        assertEquals(Optional.of("simple:Anna"), signIn.openidOf("Anna"));
        assertEquals(Optional.of("simple:Anna"), signIn.openidOf("  Anna\u3000"));
        assertNotEquals(signIn.openidOf("Anna"), signIn.openidOf("anna"));
    }

    @Test
    void aNameHasThirtyTwoCharactersAtMostHoweverManyUnitsAnEmojiTakes() {
        assertEquals(Optional.of("simple:" + "中".repeat(32)), signIn.openidOf("中".repeat(32)));
        assertEquals(Optional.of("simple:" + "🎡".repeat(32)), signIn.openidOf("🎡".repeat(32)));
        assertEquals(Optional.empty(), signIn.openidOf("🎡".repeat(33)));
        assertEquals(Optional.empty(), signIn.openidOf("a".repeat(33)));
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {" ", "\u3000", "\t", "An\nna", "Anna\u0000", "Anna\u0007", "\u0085Anna"})
    void anInvalidNameIsRejected(String code) {
        assertEquals(Optional.empty(), signIn.openidOf(code));
    }
}
