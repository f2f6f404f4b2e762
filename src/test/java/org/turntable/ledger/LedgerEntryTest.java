package org.turntable.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.turntable.ledger.Entries.candidate;
import static org.turntable.ledger.Entries.loss;
import static org.turntable.ledger.Entries.visit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.turntable.ledger.LedgerStream.Settlement;
import org.turntable.player.DrawKey;
import org.turntable.player.Players;

class LedgerEntryTest {
    @Test
    void entriesAreSortedByCampaignThenPlayerThenNumberOnly() {
        LedgerEntry elsewhere = Entries.entry(Entries.CAMPAIGN - 1, "9-9", Players.player(9), 9, 9);
        List<LedgerEntry> sorted =
                List.of(elsewhere, visit(1), loss(1, 1), candidate(1, 2, 3), loss(1, 10), loss(2, 1));
        List<LedgerEntry> shuffled = new ArrayList<>(sorted);
        Collections.reverse(shuffled);
        shuffled.sort(LedgerEntry.KEY_ORDER);
        assertEquals(sorted, shuffled);
        assertEquals(
                0,
                LedgerEntry.KEY_ORDER.compare(
                        loss(1, 1), Entries.entry(Entries.CAMPAIGN, "1-1", Players.player(1), 1, 5)));
    }

    @Test
    void anEntryContainsTheTimeOfItsAdmission() {
        assertEquals(
                1_790_000_000_123L,
                Entries.entry(1, "1790000000123-17", Players.player(1), 1, 0).admittedAtMs());
    }

    @Test
    void aLossIsNoCandidateAndHasNoPrize() {
        assertTrue(candidate(1, 1, 5).isCandidate());
        assertFalse(loss(1, 1).isCandidate());
        assertThrows(IllegalStateException.class, () -> loss(1, 1).prizeId());
        assertThrows(IllegalArgumentException.class, () -> new DrawKey(1, Players.player(1), 0));
    }

    @Test
    void aWinIsExactlyADrawThatHoldsAUnit() {
        assertTrue(Entries.stored(5, 1, 0).isWin());
        assertFalse(Entries.stored(5, 0, 0).isWin());
    }

    @Test
    void aPlaceIsReleasedOnlyIfAnotherDrawOfThisNumberIsStored() {
        LedgerEntry candidate = candidate(1, 1, 5);
        assertFalse(new Settlement(candidate, Entries.stored(5, 3, 0)).releasesPlace(), "it was awarded");
        assertFalse(
                new Settlement(candidate, Entries.stored(5, 0, 0)).releasesPlace(),
                "no unit was left, so no place becomes free");
        assertTrue(new Settlement(candidate, Entries.stored(6, 3, 0)).releasesPlace(), "another prize is stored");
        assertTrue(new Settlement(candidate, Entries.stored(0, 0, 0)).releasesPlace(), "a loss is stored");
        assertFalse(new Settlement(loss(1, 1), Entries.stored(6, 3, 0)).releasesPlace(), "a loss never had a place");
    }

    @Test
    void aSweepAgeNotAboveTheOwnAgeIsRejected() {
        assertThrows(IllegalArgumentException.class, () -> settings(2_000, 2_000));
        assertThrows(IllegalArgumentException.class, () -> settings(2_000, 1_999));
        assertEquals(Duration.ofMillis(2_001), settings(2_000, 2_001).sweepAge());
    }

    private static LedgerSettings settings(long ownAge, long sweepAge) {
        return new LedgerSettings(
                500,
                Duration.ofMillis(5),
                Duration.ofMillis(5),
                Duration.ofMillis(ownAge),
                Duration.ofMillis(sweepAge),
                1_000);
    }
}
