package org.turntable.player;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class IdentitySignerTest {
    private static final String SECRET = "a secret of at least 32 characters, or more";
    private static final Instant NOW = Instant.parse("2026-10-01T02:00:00Z");
    private static final Duration LIFETIME = Duration.ofDays(30);
    private static final Identity IDENTITY = new Identity(Players.player(1), NOW);
    private static final Identity OTHER = new Identity(Players.player(2), NOW);

    private final IdentitySigner signer = new IdentitySigner(SECRET, LIFETIME);

    @Test
    void aCookieIsAcceptedOnEveryNodeWithTheSameSecret() {
        String cookie = signer.sign(IDENTITY);
        assertEquals(Optional.of(IDENTITY), signer.read(cookie, NOW));
        assertEquals(Optional.of(IDENTITY), new IdentitySigner(SECRET, LIFETIME).read(cookie, NOW));
        assertEquals(LIFETIME, signer.lifetime());
    }

    @Test
    void aCookieIsValidForExactlyItsLifetime() {
        String cookie = signer.sign(IDENTITY);
        assertTrue(signer.read(cookie, NOW.plus(LIFETIME).minusMillis(1)).isPresent());
        assertTrue(signer.read(cookie, NOW.plus(LIFETIME)).isEmpty());
    }

    @Test
    void aPassIsValidForHalfAnHour() {
        String pass = signer.pass(IDENTITY, NOW);
        assertEquals(Optional.of(IDENTITY), signer.readPass(pass, NOW.plusSeconds(1_799)));
        assertTrue(signer.readPass(pass, NOW.plusSeconds(1_800)).isEmpty());
        assertTrue(signer.readPass(pass, NOW.minusSeconds(61)).isEmpty());
    }

    @Test
    void aPassEndsWithItsIdentity() {
        String pass = signer.pass(IDENTITY, NOW.plus(LIFETIME).minusSeconds(1));
        assertTrue(signer.readPass(pass, NOW.plus(LIFETIME)).isEmpty());
    }

    @Test
    void aPassIsNoCookieAndACookieNoPass() {
        assertTrue(signer.read(signer.pass(IDENTITY, NOW), NOW).isEmpty());
        assertTrue(signer.readPass(signer.sign(IDENTITY), NOW).isEmpty());
        assertTrue(signer.readPass(null, NOW).isEmpty());
    }

    @Test
    void aPassWithAnyChangedCharacterIsRejected() {
        String pass = signer.pass(IDENTITY, NOW);
        for (int i = 0; i < pass.length(); i++) {
            String forged = pass.substring(0, i) + (pass.charAt(i) == 'A' ? 'B' : 'A') + pass.substring(i + 1);
            assertTrue(signer.readPass(forged, NOW).isEmpty(), forged);
        }
    }

    @Test
    void aCookieFromTheFutureIsAcceptedWithinAMinuteOfClockSkew() {
        String cookie = signer.sign(IDENTITY);
        assertTrue(signer.read(cookie, NOW.minusSeconds(60)).isPresent());
        assertTrue(signer.read(cookie, NOW.minusSeconds(61)).isEmpty());
    }

    @Test
    void aCookieWithAnyChangedCharacterIsRejected() {
        String cookie = signer.sign(IDENTITY);
        for (int i = 0; i < cookie.length(); i++) {
            String forged = cookie.substring(0, i) + (cookie.charAt(i) == 'A' ? 'B' : 'A') + cookie.substring(i + 1);
            assertTrue(signer.read(forged, NOW).isEmpty(), forged);
        }
    }

    @Test
    void aTruncatedCookieIsRejected() {
        String cookie = signer.sign(IDENTITY);
        IntStream.range(0, cookie.length())
                .forEach(end ->
                        assertTrue(signer.read(cookie.substring(0, end), NOW).isEmpty(), "cut at " + end));
        assertTrue(signer.read(cookie + "A", NOW).isEmpty());
        assertTrue(signer.read(cookie + ".", NOW).isEmpty());
    }

    @Test
    void malformedCookiesAreRejected() {
        for (String text : new String[] {
            null, "", ".", "..", "...", "1.a.2.b", "x".repeat(121), "1." + "A".repeat(22) + ".99999999999999999999999.x"
        }) {
            assertTrue(signer.read(text, NOW).isEmpty(), text);
        }
    }

    @Test
    void aCookieOfAnotherSecretIsRejected() {
        assertTrue(new IdentitySigner(SECRET + "!", LIFETIME)
                .read(signer.sign(IDENTITY), NOW)
                .isEmpty());
    }

    @Test
    void aSignedCookieOfAnotherVersionIsRejected() throws Exception {
        String[] parts = signer.sign(IDENTITY).split("\\.");
        assertEquals(
                Optional.of(IDENTITY),
                signer.read(signed("1." + parts[1] + "." + parts[2]), NOW),
                "this test signs as the signer does");
        assertTrue(signer.read(signed("2." + parts[1] + "." + parts[2]), NOW).isEmpty());
        assertTrue(signer.read(signed("1." + parts[1] + "." + parts[2] + ".more"), NOW)
                .isEmpty());
    }

    @Test
    void aTokenBelongsToOnePlayerAndOneSignIn() {
        String token = signer.csrfToken(IDENTITY);
        assertTrue(signer.isCsrfToken(IDENTITY, token));
        assertFalse(signer.isCsrfToken(OTHER, token));
        assertFalse(signer.isCsrfToken(new Identity(IDENTITY.player(), NOW.plusSeconds(1)), token));
        assertFalse(new IdentitySigner(SECRET + "!", LIFETIME).isCsrfToken(IDENTITY, token));
    }

    @Test
    void aMissingOrTruncatedTokenIsRejected() {
        String token = signer.csrfToken(IDENTITY);
        assertFalse(signer.isCsrfToken(IDENTITY, null));
        IntStream.range(0, token.length())
                .forEach(end -> assertFalse(signer.isCsrfToken(IDENTITY, token.substring(0, end))));
        assertFalse(signer.isCsrfToken(IDENTITY, token + "A"));
    }

    @Test
    void aSignatureForOneUseIsNotValidForAnother() throws Exception {
        String cookie = signer.sign(IDENTITY);
        String signature = cookie.substring(cookie.lastIndexOf('.') + 1);
        assertFalse(signer.isCsrfToken(IDENTITY, signature));
        assertFalse(signer.isCsrfToken(IDENTITY, signature.substring(0, 22)));
        // The same text under each of the three keys: cookie, form and player id have nothing in common.
        String text = IDENTITY.player() + "." + NOW.getEpochSecond();
        String underCookieKey = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(java.util.Arrays.copyOf(hmac("identity cookie", text), 16));
        Set<String> all = new HashSet<>(
                List.of(signer.csrfToken(IDENTITY), signer.playerOf(text).toString(), underCookieKey));
        assertEquals(3, all.size());
    }

    @Test
    void anOpenidGivesTheSamePlayerOnEveryNodeAndAnotherOpenidAnother() {
        assertEquals(signer.playerOf("oABC"), new IdentitySigner(SECRET, Duration.ofDays(1)).playerOf("oABC"));
        assertNotEquals(signer.playerOf("oABC"), signer.playerOf("oABD"));
        assertNotEquals(signer.playerOf("oABC"), new IdentitySigner(SECRET + "!", LIFETIME).playerOf("oABC"));
        // Stored in every database there is: a change of the derivation would make every player a new one.
        assertEquals("ZtZrRMjZhB0HozcuCrAMzA", signer.playerOf("oABC").toString());
    }

    private static String signed(String text) throws Exception {
        return text + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(hmac("identity cookie", text));
    }

    private static byte[] hmac(String use, String text) throws Exception {
        return hmac(hmac(SECRET.getBytes(StandardCharsets.UTF_8), use), text);
    }

    private static byte[] hmac(byte[] key, String text) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }
}
