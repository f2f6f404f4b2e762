package org.turntable.web.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;
import org.turntable.player.HmacSigner;

class SignInStatesTest {
    private static final String SECRET = "a secret of at least 32 characters, or more";

    private Instant now = Instant.parse("2026-10-01T02:00:00.987Z");
    private final SignInStates states =
            new SignInStates(new HmacSigner(SECRET, "sign-in state"), () -> now, new SecureRandom());

    @Test
    void anEncodedStateIsDecodedAndFitsIntoWeChatsLimit() {
        SignInState state = states.begin(1, "/c/golden-week?from=menu");
        String text = states.text(state);
        assertTrue(text.matches("[A-Za-z0-9._-]{1,128}"), text);
        assertEquals(Optional.of(state), states.read(text));
        assertNotEquals(text, states.text(states.begin(1, "/c/golden-week?from=menu")), "never the same twice");
    }

    @Test
    void aPathThatIsTooLongIsLeftOutAndTheStateStillFits() {
        String longest = "/c/" + "x".repeat(190);
        String text = states.text(states.begin(12, longest));
        assertTrue(text.length() <= 128, text);
        assertEquals("/", states.read(text).orElseThrow().path());
        String usual = "/c/" + "s".repeat(40) + "/rules";
        assertEquals(
                usual,
                states.read(states.text(states.begin(0, usual))).orElseThrow().path(),
                "the longest slug there is");
    }

    @Test
    void aStateExpiresAfterTenMinutesAndOneFromTheFutureIsInvalid() {
        SignInState state = states.begin(0, "/");
        String text = states.text(state);
        now = now.plus(Duration.ofMinutes(10)).minusSeconds(1);
        assertFalse(states.isExpired(states.read(text).orElseThrow()));
        now = now.plusSeconds(1);
        assertTrue(states.isExpired(states.read(text).orElseThrow()));
        now = now.minus(Duration.ofMinutes(12));
        assertEquals(Optional.empty(), states.read(text));
    }

    @Test
    void everyChangedCharacterMakesAStateInvalid() {
        String text = states.text(states.begin(0, "/c/golden-week"));
        for (int i = 0; i < text.length(); i++) {
            String changed = text.substring(0, i) + (text.charAt(i) == 'A' ? 'B' : 'A') + text.substring(i + 1);
            assertEquals(Optional.empty(), states.read(changed), changed);
        }
    }

    @Test
    void aStateSealedWithAnotherSecretOrForAnotherPurposeIsInvalid() {
        for (HmacSigner other : new HmacSigner[] {
            new HmacSigner(SECRET + "!", "sign-in state"), new HmacSigner(SECRET, "identity cookie")
        }) {
            SignInStates foreign = new SignInStates(other, () -> now, new SecureRandom());
            assertEquals(Optional.empty(), states.read(foreign.text(foreign.begin(0, "/"))));
        }
    }

    @Test
    void aValidSealGivesNoPathToAnotherHost() {
        assertEquals(
                "/",
                states.read(states.text(states.begin(0, "//evil.example")))
                        .orElseThrow()
                        .path());
        assertEquals(
                "/",
                states.read(states.text(states.begin(0, "https://evil.example")))
                        .orElseThrow()
                        .path());
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(
            strings = {
                "1",
                "1....",
                "1.a.0.AAAAAAAAAAAAAAAA..AAAAAAAAAAAAAAAAAAAAAA",
                "2.a.0.AAAAAAAAAAAAAAAA..AAAAAAAAAAAAAAAAAAAAAA",
                "1.zzzzzzzzzzzzzzzzz.0.AAAAAAAAAAAAAAAA..AAAAAAAAAAAAAAAAAAAAAA",
                "<script>",
                "1.a.0.AAAAAAAAAAAAAAAA.%2F.AAAAAAAAAAAAAAAAAAAAAA"
            })
    void whatIsNoStateIsNone(String text) {
        assertEquals(Optional.empty(), states.read(text));
        assertEquals(Optional.empty(), states.read(text + "x".repeat(200)));
    }
}
