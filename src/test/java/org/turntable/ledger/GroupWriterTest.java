package org.turntable.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.turntable.ledger.Entries.candidate;
import static org.turntable.ledger.Entries.loss;
import static org.turntable.ledger.Entries.visit;
import static org.turntable.ledger.Entries.win;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.turntable.ledger.LedgerStream.Settlement;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.player.Players;

class GroupWriterTest {
    private final FakeLedgerStore store = new FakeLedgerStore();
    private final FakeLedgerStream log = new FakeLedgerStream();
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final GroupWriter writer = new GroupWriter(store, log, new LedgerMetrics(registry));

    @Test
    void aGroupIsWrittenAsAWholeAndInKeyOrder() throws Exception {
        List<Settlement> settlements = writer.write(List.of(loss(2, 1), candidate(1, 2, 5), visit(1)), Map.of());
        assertEquals(List.of(List.of(visit(1), candidate(1, 2, 5), loss(2, 1))), store.groups());
        assertEquals(
                List.of(
                        new Settlement(loss(2, 1), win(loss(2, 1), 0)),
                        new Settlement(candidate(1, 2, 5), win(candidate(1, 2, 5), 1)),
                        new Settlement(visit(1), win(visit(1), 0))),
                settlements,
                "in the order of the given entries");
        assertEquals(3, Metric.of(registry, "turntable_ledger_rows"));
    }

    @Test
    void twoEntriesOfOneDrawAreOneRowWithTheSameResult() throws Exception {
        LedgerEntry first = candidate(1, 1, 5);
        LedgerEntry again = Entries.entry(Entries.CAMPAIGN, "1790000000001-0", first.player(), 1, 5);
        List<Settlement> settlements = writer.write(List.of(first, again), Map.of());
        assertEquals(1, store.groups().get(0).size());
        assertEquals(List.of(new Settlement(first, win(first, 1)), new Settlement(again, win(first, 1))), settlements);
    }

    @Test
    void aDrawThatIsAlsoAFirstVisitIsTwoRowsAndOneSettlement() throws Exception {
        LedgerEntry first =
                Entries.entry(Entries.CAMPAIGN, "1790000000000-101", loss(1, 1).player(), 1, 5, true);
        List<Settlement> settlements = writer.write(List.of(first, loss(1, 2)), Map.of());
        assertEquals(List.of(List.of(visitOf(first), first, loss(1, 2))), store.groups());
        assertEquals(
                List.of(first, loss(1, 2)),
                settlements.stream().map(Settlement::entry).toList());
    }

    @Test
    void aVisitThatIsAlreadyInTheGroupIsOneRow() throws Exception {
        LedgerEntry first =
                Entries.entry(Entries.CAMPAIGN, "1790000000000-101", loss(1, 1).player(), 1, 0, true);
        writer.write(List.of(visit(1), first), Map.of());
        assertEquals(List.of(List.of(visit(1), first)), store.groups());
    }

    @Test
    void theVisitOfALossThatIsReplacedByACandidateIsStored() throws Exception {
        LedgerEntry loss =
                Entries.entry(Entries.CAMPAIGN, "1790000000000-101", loss(1, 1).player(), 1, 0, true);
        writer.write(List.of(loss, candidate(1, 1, 5)), Map.of());
        assertEquals(List.of(List.of(visitOf(loss), candidate(1, 1, 5))), store.groups());
    }

    @Test
    void aCandidateIsNotReplacedByALossOfTheSameNumberInEitherOrder() throws Exception {
        LedgerEntry candidate = candidate(1, 1, 5);
        writer.write(List.of(loss(1, 1), candidate), Map.of());
        writer.write(List.of(candidate, loss(1, 1)), Map.of());
        assertEquals(List.of(List.of(candidate), List.of(candidate)), store.groups());
    }

    @Test
    void aRejectedRowIsMovedToTheDeadLettersAfterThreeAttemptsAndTheOthersAreWritten() throws Exception {
        LedgerEntry bad = candidate(2, 1, 99);
        store.behaves(group -> {
            if (group.contains(bad)) {
                throw new LedgerStore.RejectedException("no such prize", null);
            }
            return FakeLedgerStore.everyCandidateWins(group);
        });
        List<Settlement> settlements = writer.write(List.of(candidate(1, 1, 5), bad, loss(3, 1)), Map.of());

        assertEquals(
                List.of(candidate(1, 1, 5), loss(3, 1)),
                settlements.stream().map(Settlement::entry).toList());
        assertEquals(Map.of(bad, "no such prize"), log.deadLetters());
        assertEquals(
                List.of(
                        List.of(candidate(1, 1, 5), bad, loss(3, 1)),
                        List.of(candidate(1, 1, 5)),
                        List.of(bad),
                        List.of(bad),
                        List.of(bad),
                        List.of(loss(3, 1))),
                store.groups());
        assertEquals(1, Metric.of(registry, "turntable_ledger_dead_letters"), "the alarm uses this metric");
        assertEquals(2, Metric.of(registry, "turntable_ledger_rows"));
    }

    @Test
    void aRowThatIsAcceptedAtTheThirdAttemptIsNotMovedToTheDeadLetters() throws Exception {
        AtomicInteger refusals = new AtomicInteger(3);
        store.behaves(group -> {
            if (refusals.getAndDecrement() > 0) {
                throw new LedgerStore.RejectedException("not now", null);
            }
            return FakeLedgerStore.everyCandidateWins(group);
        });
        assertEquals(1, writer.write(List.of(candidate(1, 1, 5)), Map.of()).size());
        assertEquals(Map.of(), log.deadLetters());
    }

    @Test
    void anUnavailableDatabaseMovesNothingToTheDeadLetters() {
        store.behaves(FakeLedgerStore::away);
        assertThrows(DatabaseUnavailableException.class, () -> writer.write(List.of(candidate(1, 1, 5)), Map.of()));
        assertEquals(1, store.groups().size(), "and is not called row by row");
        assertEquals(Map.of(), log.deadLetters());
    }

    @Test
    void aDatabaseThatFailsBetweenRowsMovesNothingToTheDeadLettersAndReturnsNoResult() {
        store.behaves(group -> {
            if (group.size() > 1) {
                throw new LedgerStore.RejectedException("one of these rows", null);
            }
            throw new DatabaseUnavailableException("gone", null);
        });
        assertThrows(
                DatabaseUnavailableException.class,
                () -> writer.write(List.of(candidate(1, 1, 5), loss(2, 1)), Map.of()));
        assertEquals(2, store.groups().size());
        assertEquals(Map.of(), log.deadLetters());
    }

    @Test
    void aRowThatCannotBeMovedToTheDeadLettersIsLeftInTheStreamAndTheOthersAreWritten() throws Exception {
        LedgerEntry bad = candidate(1, 1, 99);
        log.becomeUnavailable();
        store.behaves(group -> {
            if (group.contains(bad)) {
                throw new LedgerStore.RejectedException("no such prize", null);
            }
            return FakeLedgerStore.everyCandidateWins(group);
        });
        assertEquals(1, writer.write(List.of(bad, loss(2, 1)), Map.of()).size());
        assertEquals(0, Metric.of(registry, "turntable_ledger_dead_letters"));
    }

    private static FirstVisit visitOf(LedgerEntry draw) {
        return new FirstVisit(draw.campaignId(), draw.player(), draw.entryId());
    }

    @Test
    void entriesOfACampaignThatWasMadeAnewAreNotWrittenAndThoseOfOthersAre() throws Exception {
        LedgerEntry elsewhere = Entries.entry(8, "1790000000000-0", Players.player(1), 1, 0);
        store.hasNow(Entries.CAMPAIGN, "new");
        List<Settlement> settlements =
                writer.write(List.of(loss(1, 1), elsewhere), Map.of(Entries.CAMPAIGN, "old", 8, "other"));
        assertEquals(
                List.of(elsewhere), settlements.stream().map(Settlement::entry).toList());
        assertEquals(List.of(List.of(elsewhere)), store.groups());
        assertEquals(Map.of(), log.deadLetters());
    }
}
