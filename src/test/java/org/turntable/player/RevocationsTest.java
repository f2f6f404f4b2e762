package org.turntable.player;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

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
