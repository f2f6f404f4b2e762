package org.turntable.player;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RevocationsTest {
    private static final Instant NOON = Instant.parse("2026-10-01T04:00:00Z");
    private static final PlayerId PLAYER = Players.player(1);

    private final Revocations revocations = new Revocations();

    @Test
    void everyIdentityIsRefusedUntilTheListWasRead() {
        assertFalse(revocations.isLoaded());
        assertTrue(revocations.covers(new Identity(PLAYER, NOON)));
        revocations.replace(Map.of());
        assertTrue(revocations.isLoaded());
        assertFalse(revocations.covers(new Identity(PLAYER, NOON)));
    }

    @Test
    void onlyThatPlayersEarlierIdentitiesAreRefused() {
        revocations.replace(Map.of(PLAYER, NOON.plusMillis(1)));
        assertTrue(revocations.covers(new Identity(PLAYER, NOON.minusSeconds(1))));
        assertTrue(
                revocations.covers(new Identity(PLAYER, NOON)),
                "issued in the same second: nobody knows whether before");
        assertFalse(revocations.covers(new Identity(PLAYER, NOON.plusSeconds(1))));
        assertFalse(revocations.covers(new Identity(Players.player(2), NOON.minusSeconds(1))));
    }

    @ParameterizedTest
    @ValueSource(ints = {-29, -5, 0, 5, 29})
    void neitherClockNeedsToBeRightForARevocationAndTheNextSignIn(int aheadSeconds) {
        IdentitySigner signer = new IdentitySigner("0123456789abcdef0123456789abcdef", Duration.ofDays(90));
        Clock mariaDb = Clock.fixed(NOON.plusMillis(300), ZoneOffset.UTC);
        Clock redis = Clock.offset(mariaDb, Duration.ofSeconds(aheadSeconds));
        revocations.replace(Map.of());
        Identity stolen = new Identity(PLAYER, revocations.issueTime(PLAYER, redis.instant()));
        revocations.replace(Map.of(PLAYER, Revocations.limit(mariaDb.instant(), null)));
        assertTrue(revocations.covers(stolen), "issued before the revocation, whatever the clocks say");
        Identity fresh = new Identity(PLAYER, revocations.issueTime(PLAYER, redis.instant()));
        assertFalse(revocations.covers(fresh));
        assertEquals(Optional.of(fresh), signer.read(signer.sign(fresh), redis.instant()), "valid at once");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 100, 900, 5_000, -20_000})
    void aSignInBetweenTwoRevocationsIsRevokedAlsoByAClockThatIsPutBack(long laterMillis) {
        Instant first = Revocations.limit(NOON.plusMillis(300), null);
        revocations.replace(Map.of(PLAYER, first));
        Identity between = new Identity(PLAYER, revocations.issueTime(PLAYER, NOON.plusMillis(400)));
        assertFalse(revocations.covers(between));
        revocations.replace(Map.of(PLAYER, Revocations.limit(NOON.plusMillis(300 + laterMillis), first)));
        assertTrue(revocations.covers(between));
    }

    @Test
    void aNewSignInRightAfterARevocationIsAccepted() {
        revocations.replace(Map.of(PLAYER, NOON.plusMillis(300)));
        for (int ms : new int[] {300, 301, 999, 1_000, 5_000}) {
            Instant issued = revocations.issueTime(PLAYER, NOON.plusMillis(ms));
            assertFalse(revocations.covers(new Identity(PLAYER, issued)), ms + " ms");
            assertEquals(0, issued.getNano(), "the cookie knows whole seconds only");
        }
        assertEquals(NOON, revocations.issueTime(Players.player(2), NOON.plusMillis(300)));
    }
}
