package org.turntable.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.turntable.ledger.Entries.candidate;
import static org.turntable.ledger.Entries.loss;
import static org.turntable.ledger.Entries.visit;
import static org.turntable.ledger.Entries.win;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.turntable.ledger.LedgerStream.Settlement;
import org.turntable.testing.stack.Await;

class LedgerTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final long PAUSE = Duration.ofMillis(500).toNanos();
    private static final long ROUND = Duration.ofMillis(100).toNanos();

    private final UnwrittenDraws unwritten = new UnwrittenDraws(1 << 20);
    private final FakeLedgerStore store = new FakeLedgerStore();
    private final FakeLedgerStream log = new FakeLedgerStream();
    private final AtomicLong breakerClock = new AtomicLong();
    private final CircuitBreaker breaker = new CircuitBreaker(Duration.ofNanos(PAUSE), breakerClock::get);
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final LedgerMetrics metrics = new LedgerMetrics(registry);
    private Ledger ledger = ledger(500, Duration.ofHours(1));

    @AfterEach
    void end() {
        store.release();
        ledger.close();
    }

    @Test
    void noResultIsReturnedBeforeTheStoreHasReturned() throws Exception {
        store.hang();
        ledger.start();
        CompletableFuture<Optional<StoredDraw>> answer = ledger.confirm(candidate(1, 1, 5));
        Await.until("the store has the group", LIMIT, () -> store.groups().size() == 1);
        assertFalse(answer.isDone());
        assertEquals(
                List.of(),
                log.settled(),
                "and nothing is settled: otherwise a crash now would lose a win that is confirmed in Redis");

        store.release();
        assertEquals(Optional.of(win(candidate(1, 1, 5), 1)), told(answer));
        Await.until("it is settled", LIMIT, () -> log.settled().size() == 1);
    }

    @Test
    void theResultIsWhatIsStoredAndNotWhatWasRolled() throws Exception {
        StoredDraw other = Entries.stored(6, 17, 42);
        store.behaves(group -> List.of(other));
        ledger.start();
        assertEquals(Optional.of(other), told(ledger.confirm(candidate(1, 1, 5))));
        Await.until(
                "it is settled", LIMIT, () -> log.settled().equals(List.of(new Settlement(candidate(1, 1, 5), other))));
    }

    @Test
    void ofTwoCampaignsWithOneNumberOnlyTheEntriesOfThePresentOneAreWritten() throws Exception {
        store.hasNow(Entries.CAMPAIGN, "new");
        CompletableFuture<Optional<StoredDraw>> old = ledger.confirm(candidate(1, 1, 5), "old", 1);
        CompletableFuture<Optional<StoredDraw>> present = ledger.confirm(candidate(2, 1, 5), "new", 2);
        ledger.start();
        assertEquals(Optional.empty(), told(old));
        assertEquals(Optional.of(win(candidate(2, 1, 5), 1)), told(present));
        assertEquals(List.of(List.of(candidate(2, 1, 5))), store.groups());
    }

    @Test
    void concurrentEntriesAreWrittenTogetherUpToTheSizeOfAGroup() throws Exception {
        ledger = ledger(3, Duration.ofHours(1));
        ledger.record(visit(1));
        ledger.record(loss(1, 1));
        for (int player = 2; player <= 6; player++) {
            ledger.record(loss(player, 1));
        }
        assertEquals(7, ledger.waiting());
        ledger.start();
        Await.until("all are settled", LIMIT, () -> log.settled().size() == 7);
        assertEquals(List.of(3, 3, 1), store.groups().stream().map(List::size).toList());
        assertEquals(0, ledger.waiting());
    }

    @Test
    void aCandidateDoesNotWaitForTheLongerIntervalOfAGroupWithoutCandidates() throws Exception {
        ledger = new Ledger(
                store,
                log,
                breaker,
                new LedgerSettings(
                        500,
                        Duration.ofMillis(1),
                        Duration.ofHours(1),
                        Duration.ofHours(2),
                        Duration.ofHours(3),
                        1_000),
                metrics,
                unwritten);
        ledger.start();
        ledger.record(loss(1, 1));
        Await.until("the loss is being collected", LIMIT, () -> ledger.waiting() == 0);
        assertEquals(Optional.of(win(candidate(2, 1, 5), 1)), told(ledger.confirm(candidate(2, 1, 5))));
        assertEquals(List.of(List.of(loss(1, 1), candidate(2, 1, 5))), store.groups());
    }

    @Test
    void aFullGroupAndTheGroupOfAStoppingNodeAreWrittenAtOnce() {
        ledger = new Ledger(
                store,
                log,
                breaker,
                new LedgerSettings(
                        2, Duration.ofMillis(1), Duration.ofHours(1), Duration.ofHours(2), Duration.ofHours(3), 1_000),
                metrics,
                unwritten);
        ledger.start();
        ledger.record(loss(1, 1));
        ledger.record(loss(2, 1));
        Await.until(
                "the full group is written",
                LIMIT,
                () -> store.groups().equals(List.of(List.of(loss(1, 1), loss(2, 1)))));
        ledger.record(loss(3, 1));
        Await.until("the next is being collected", LIMIT, () -> ledger.waiting() == 0);
        assertEquals(1, store.groups().size());
        ledger.close();
        assertEquals(List.of(loss(3, 1)), store.groups().get(1));
    }

    @Test
    void anUnavailableDatabaseConfirmsNothingAndLeavesTheEntriesInTheStream() throws Exception {
        log.holds(candidate(1, 1, 5));
        store.behaves(FakeLedgerStore::away);
        ledger.start();
        assertEquals(Optional.empty(), told(ledger.confirm(candidate(1, 1, 5))));
        ledger.close();
        assertEquals(List.of(candidate(1, 1, 5)), log.stream());
        assertEquals(List.of(), log.settled());
        assertEquals(Map.of(), log.deadLetters());
        assertEquals(CircuitBreaker.State.OPEN, breaker.state());
        assertEquals(1, Metric.of(registry, "turntable_ledger_unavailable"));
        assertEquals(1, Metric.of(registry, "turntable_ledger_breaker_open"));
    }

    @Test
    void withAnOpenBreakerTheAnswerIsImmediateAndNothingIsKeptInMemory() {
        breaker.failed();
        CompletableFuture<Optional<StoredDraw>> answer = ledger.confirm(candidate(1, 1, 5));
        assertEquals(Optional.empty(), answer.getNow(null), "the ledger is not even started");
        ledger.record(loss(1, 2));
        assertEquals(0, ledger.waiting(), "an outage of an hour must not fill the memory");
    }

    @Test
    void entriesThatWaitWhenTheBreakerOpensAreAnsweredWithoutCallingTheStore() throws Exception {
        CompletableFuture<Optional<StoredDraw>> answer = ledger.confirm(candidate(1, 1, 5));
        breaker.failed();
        ledger.start();
        assertEquals(Optional.empty(), told(answer));
        assertEquals(List.of(), store.groups());
    }

    @Test
    void whileTheBreakerIsOpenTheLedgerProbesOncePerPauseAndNoDrawIsTheProbe() {
        store.behaves(FakeLedgerStore::away);
        breaker.failed();
        ledger.start();
        breakerClock.addAndGet(PAUSE);
        Await.until(
                "the database was probed",
                LIMIT,
                () -> store.probes() == 1 && breaker.state() == CircuitBreaker.State.OPEN);
        assertEquals(Optional.empty(), ledger.confirm(candidate(1, 1, 5)).getNow(null));

        store.behaves(FakeLedgerStore::everyCandidateWins);
        breakerClock.addAndGet(PAUSE - 1);
        long begun = System.nanoTime();
        Await.until("the ledger has run several times", LIMIT, () -> System.nanoTime() - begun > 3 * ROUND);
        assertEquals(1, store.probes(), "the pause is not over");
        breakerClock.addAndGet(1);
        Await.until("the ledger detected that the database is available again", LIMIT, breaker::isClosed);
        assertEquals(2, store.probes());
        assertEquals(List.of(), store.groups());
        Await.until(
                "the metric is updated, too", LIMIT, () -> Metric.of(registry, "turntable_ledger_breaker_open") == 0);
    }

    @Test
    void winsAreConfirmedAgainWhenTheDatabaseIsAvailableAgain() throws Exception {
        breaker.failed();
        ledger.start();
        breakerClock.addAndGet(PAUSE);
        Await.until("the breaker is closed", LIMIT, breaker::isClosed);
        assertEquals(Optional.of(win(candidate(1, 1, 5), 1)), told(ledger.confirm(candidate(1, 1, 5))));
    }

    @Test
    void anAvailableDatabaseIsNotProbed() throws Exception {
        ledger.start();
        told(ledger.confirm(candidate(1, 1, 5)));
        ledger.close();
        assertEquals(0, store.probes());
    }

    @Test
    void anEntryThatIsTooOldIsLeftToTheSweeper() throws Exception {
        ledger = ledger(500, Duration.ofMillis(1));
        CompletableFuture<Optional<StoredDraw>> answer = ledger.confirm(candidate(1, 1, 5));
        ledger.record(loss(2, 1));
        long queued = System.nanoTime();
        Await.until(
                "they are too old",
                LIMIT,
                () -> System.nanoTime() - queued > Duration.ofMillis(1).toNanos());
        ledger.start();
        assertEquals(Optional.empty(), told(answer));
        ledger.close();
        assertEquals(List.of(), store.groups());
        assertEquals(List.of(), log.settled());
    }

    @Test
    void anEntryInTheDeadLettersHasNoResultAndTheOthersHaveTheirOwn() throws Exception {
        LedgerEntry bad = candidate(2, 1, 99);
        store.behaves(group -> {
            if (group.contains(bad)) {
                throw new LedgerStore.RejectedException("no such prize", null);
            }
            return group.stream()
                    .map(entry -> win(entry, Entries.number(entry) + 10))
                    .toList();
        });
        CompletableFuture<Optional<StoredDraw>> before = ledger.confirm(candidate(1, 1, 5));
        CompletableFuture<Optional<StoredDraw>> refused = ledger.confirm(bad);
        CompletableFuture<Optional<StoredDraw>> after = ledger.confirm(candidate(3, 2, 5));
        ledger.start();
        assertEquals(Optional.of(win(candidate(1, 1, 5), 11)), told(before));
        assertEquals(Optional.empty(), told(refused));
        assertEquals(Optional.of(win(candidate(3, 2, 5), 12)), told(after));
        assertTrue(log.deadLetters().containsKey(bad));
        assertTrue(breaker.isClosed(), "the database answered");
    }

    @Test
    void fiftyRequestsForOneCandidateAreOneRowWithTheSameResult() throws Exception {
        List<CompletableFuture<Optional<StoredDraw>>> answers = java.util.stream.IntStream.range(0, 50)
                .mapToObj(i -> ledger.confirm(candidate(1, 1, 5)))
                .toList();
        ledger.start();
        for (CompletableFuture<Optional<StoredDraw>> answer : answers) {
            assertEquals(Optional.of(win(candidate(1, 1, 5), 1)), told(answer));
        }
        assertEquals(List.of(List.of(candidate(1, 1, 5))), store.groups());
    }

    @Test
    void aWinIsConfirmedEvenIfRedisIsUnavailableAfterTheCommit() throws Exception {
        log.becomeUnavailable();
        ledger.start();
        assertEquals(Optional.of(win(candidate(1, 1, 5), 1)), told(ledger.confirm(candidate(1, 1, 5))));
        Await.until("the settle call failed", LIMIT, () -> log.failedCalls() == 1);
        assertTrue(breaker.isClosed(), "the breaker is for MariaDB only");
        log.becomeAvailable();
        assertEquals(Optional.of(win(candidate(1, 2, 5), 1)), told(ledger.confirm(candidate(1, 2, 5))));
        Await.until("the ledger settles again", LIMIT, () -> log.settled().size() == 1);
    }

    @Test
    void anUnexpectedExceptionFailsOnlyOneGroup() throws Exception {
        store.behaves(group -> {
            throw new IllegalStateException("unexpected");
        });
        ledger.start();
        assertEquals(Optional.empty(), told(ledger.confirm(candidate(1, 1, 5))));
        store.behaves(FakeLedgerStore::everyCandidateWins);
        assertEquals(Optional.of(win(candidate(1, 2, 5), 1)), told(ledger.confirm(candidate(1, 2, 5))));
    }

    @Test
    void closingWritesTheEntriesInMemoryAndAcceptsNoMore() throws Exception {
        store.hang();
        ledger.start();
        ledger.record(loss(1, 1));
        Await.until("the store has the first", LIMIT, () -> store.groups().size() == 1);
        CompletableFuture<Optional<StoredDraw>> waiting = ledger.confirm(candidate(2, 1, 5));
        Thread closer = new Thread(ledger::close);
        closer.start();
        Await.until(
                "the ledger accepts no more entries",
                LIMIT,
                () -> ledger.confirm(candidate(3, 1, 5)).isDone());
        store.release();
        assertEquals(Optional.of(win(candidate(2, 1, 5), 1)), told(waiting));
        closer.join(LIMIT.toMillis());
        assertFalse(closer.isAlive());
        assertTrue(log.settled().stream()
                .map(Settlement::entry)
                .toList()
                .containsAll(List.of(loss(1, 1), candidate(2, 1, 5))));
    }

    private Ledger ledger(int groupRows, Duration ownAge) {
        return new Ledger(
                store,
                log,
                breaker,
                new LedgerSettings(
                        groupRows, Duration.ofMillis(5), Duration.ofMillis(5), ownAge, ownAge.plusMillis(1), 1_000),
                metrics,
                unwritten);
    }

    private static Optional<StoredDraw> told(CompletableFuture<Optional<StoredDraw>> answer) throws Exception {
        return answer.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
}
