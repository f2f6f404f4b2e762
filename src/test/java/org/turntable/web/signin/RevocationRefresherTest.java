package org.turntable.web.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.player.Identity;
import org.turntable.player.PlayerId;
import org.turntable.player.Players;
import org.turntable.player.RevocationStore;
import org.turntable.player.Revocations;
import org.turntable.testing.stack.Await;

class RevocationRefresherTest {
    private static final Instant NOW = Instant.parse("2026-10-01T04:00:00Z");

    private final Rows rows = new Rows();
    private final Revocations revocations = new Revocations();
    private final RevocationRefresher refresh =
            new RevocationRefresher(rows, revocations, Duration.ofDays(30), () -> NOW);

    @Test
    void aRevocationIsInForceWithinTwoSecondsWithoutARequest() {
        try (refresh) {
            refresh.start();
            Await.until("the first list is read", Duration.ofSeconds(2), revocations::isLoaded);
            rows.revoked.put(Players.player(1), NOW);
            Await.until(
                    "the row is in force",
                    Duration.ofSeconds(2),
                    () -> revocations.covers(new Identity(Players.player(1), NOW.minusSeconds(1))));
        }
    }

    @Test
    void whileTheDatabaseIsUnavailableTheLastListStaysInForce() {
        rows.revoked.put(Players.player(1), NOW);
        refresh.refresh();
        rows.trouble = new DatabaseUnavailableException("away", null);
        rows.revoked.clear();
        refresh.refresh();
        assertTrue(revocations.covers(new Identity(Players.player(1), NOW.minusSeconds(1))));
        rows.trouble = null;
        refresh.refresh();
        assertFalse(revocations.covers(new Identity(Players.player(1), NOW.minusSeconds(1))));
    }

    @Test
    void onlyRevocationsYoungerThanACookiesLifetimeAreRead() {
        refresh.refresh();
        assertEquals(NOW.minus(Duration.ofDays(31)), rows.askedSince);
    }

    /** The table, without a database. */
    private static final class Rows implements RevocationStore {
        private final Map<PlayerId, Instant> revoked = new HashMap<>();
        private volatile DatabaseUnavailableException trouble;
        private volatile Instant askedSince;

        @Override
        public synchronized Map<PlayerId, Instant> since(Instant since) throws DatabaseUnavailableException {
            askedSince = since;
            if (trouble != null) {
                throw trouble;
            }
            return Map.copyOf(revoked);
        }

        @Override
        public Instant revoke(PlayerId player, String by, String reason) {
            throw new UnsupportedOperationException();
        }
    }
}
