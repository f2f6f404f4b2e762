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
import org.turntable.ledger.DrawLog.Settlement;
import org.turntable.player.Players;

class LedgerEntryTest {
    @Test
    void everyWriterSortsByCampaignThenPlayerThenNumberAndByNothingElse() {
        LedgerEntry elsewhere = new LedgerEntry(Entries.CAMPAIGN - 1, "9-9", Players.player(9), 9, 9);
        List<LedgerEntry> sorted = List.of(elsewhere, visit(1), loss(1, 1), candidate(1, 2, 3), loss(1, 10), loss(2, 1));
        List<LedgerEntry> shuffled = new ArrayList<>(sorted);
        Collections.reverse(shuffled);
        shuffled.sort(LedgerEntry.KEY_ORDER);
        assertEquals(sorted, shuffled);
        assertEquals(0, LedgerEntry.KEY_ORDER.compare(loss(1, 1), new LedgerEntry(Entries.CAMPAIGN, "1-1", Players.player(1), 1, 5)));
    }

    @Test
    void anEntryKnowsWhenRedisAdmittedIt() {
        assertEquals(1_790_000_000_123L, new LedgerEntry(1, "1790000000123-17", Players.player(1), 1, 0).admittedAtMs());
    }

    @Test
    void aFirstVisitIsNoDrawAndALossIsNoCandidate() {
        assertTrue(visit(1).isVisit());
        assertFalse(loss(1, 1).isVisit());
        assertTrue(candidate(1, 1, 5).isCandidate());
        assertFalse(loss(1, 1).isCandidate());
    }

    @Test
    void aWinIsExactlyADrawThatHoldsAUnit() {
        assertTrue(new StoredDraw(5, 1, 0).isWin());
        assertFalse(new StoredDraw(5, 0, 0).isWin());
    }

    @Test
    void aPlaceIsGivenBackOnlyWhenAnotherDrawOfThisNumberIsStored() {
        LedgerEntry candidate = candidate(1, 1, 5);
        assertFalse(new Settlement(candidate, new StoredDraw(5, 3, 0)).givesPlaceBack(), "it was awarded");
        assertFalse(new Settlement(candidate, new StoredDraw(5, 0, 0)).givesPlaceBack(), "no unit was left, so there is no place either");
        assertTrue(new Settlement(candidate, new StoredDraw(6, 3, 0)).givesPlaceBack(), "another prize is stored");
        assertTrue(new Settlement(candidate, new StoredDraw(0, 0, 0)).givesPlaceBack(), "a loss is stored");
        assertFalse(new Settlement(loss(1, 1), new StoredDraw(6, 3, 0)).givesPlaceBack(), "a loss never had a place");
    }

    @Test
    void aSweeperThatTakesEntriesFromTheirNodeIsNotAllowed() {
        assertThrows(IllegalArgumentException.class, () -> settings(2_000, 2_000));
        assertThrows(IllegalArgumentException.class, () -> settings(2_000, 1_999));
        assertEquals(Duration.ofMillis(2_001), settings(2_000, 2_001).sweepAge());
    }

    private static LedgerSettings settings(long ownAge, long sweepAge) {
        return new LedgerSettings(500, Duration.ofMillis(5), Duration.ofMillis(5), Duration.ofMillis(ownAge), Duration.ofMillis(sweepAge), 1_000);
    }
}
