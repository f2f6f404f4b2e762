package org.turntable.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.turntable.ledger.Entries.candidate;
import static org.turntable.ledger.Entries.loss;
import static org.turntable.ledger.Entries.win;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.turntable.ledger.LedgerStream.Settlement;
import org.turntable.ledger.Sweeper.Target;
import org.turntable.player.Players;
import org.turntable.testing.stack.Await;

class SweeperTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final UnwrittenDraws unwritten = new UnwrittenDraws(1 << 20);
    private final FakeLedgerStore store = new FakeLedgerStore();
    private final FakeLedgerStream log = new FakeLedgerStream();
    private final AtomicLong breakerClock = new AtomicLong();
    private final CircuitBreaker breaker = new CircuitBreaker(PAUSE, breakerClock::get);
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final AtomicInteger runs = new AtomicInteger();
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000);
    /** By default entries are old as soon as they are observed a second time. */
    private long nanosPerCall = Duration.ofSeconds(3).toNanos();

    private volatile Optional<String> owner = Optional.of("5e1c");
    private Sweeper sweeper;

    @AfterEach
    void end() {
        store.release();
        sweeper.close();
    }

    @Test
    void entriesOfADeadNodeAreWrittenAndSettled() {
        log.holds(candidate(1, 1, 5), loss(2, 1));
        sweep();
        Await.until("the stream is empty", LIMIT, () -> log.stream().isEmpty());
        assertEquals(
                List.of(
                        new Settlement(candidate(1, 1, 5), win(candidate(1, 1, 5), 1)),
                        new Settlement(loss(2, 1), win(loss(2, 1), 0))),
                log.settled());
    }

    @Test
    void theStreamOfAnotherCampaignThanTheOneInMariaDbIsNotWritten() {
        owner = Optional.empty();
        log.holds(candidate(1, 1, 5), loss(2, 1));
        sweep();
        int runsBefore = runs.get();
        Await.until("some runs are over", LIMIT, () -> runs.get() >= runsBefore + 4);
        assertEquals(List.of(candidate(1, 1, 5), loss(2, 1)), log.stream());
        owner = Optional.of("5e1c");
        Await.until("the stream is empty", LIMIT, () -> log.stream().isEmpty());
    }

    @Test
    void youngerEntriesAreLeftToTheirNodeWhateverTheTimeInTheirIds() {
        nanosPerCall = 0;
        log.holds(loss(1, 1));
        sweep();
        Await.until("it was observed", LIMIT, () -> runs.get() >= 2);
        nanos.addAndGet(Duration.ofMillis(2_999).toNanos());
        // An entry that was admitted after Redis's clock was put back: its id is only a little higher.
        log.holds(loss(2, 1));
        int runsBefore = runs.get();
        Await.until("two more runs are over", LIMIT, () -> runs.get() >= runsBefore + 3);
        assertEquals(List.of(), log.boundsAsked());
        nanos.addAndGet(Duration.ofMillis(1).toNanos());
        Await.until("the first is swept", LIMIT, () -> log.stream().equals(List.of(loss(2, 1))));
        nanos.addAndGet(Duration.ofMillis(3_000).toNanos());
        Await.until("the second is swept", LIMIT, () -> log.stream().isEmpty());
    }

    @Test
    void nothingIsSettledBeforeTheStoreHasReturned() {
        log.holds(candidate(1, 1, 5));
        store.hang();
        sweep();
        Await.until("the store has the group", LIMIT, () -> store.groups().size() == 1);
        assertEquals(List.of(), log.settled());
        assertEquals(List.of(candidate(1, 1, 5)), log.stream());
        store.release();
        Await.until("it is settled", LIMIT, () -> log.stream().isEmpty());
    }

    @Test
    void aBacklogIsWrittenInGroupsInOneRun() {
        for (int number = 1; number <= 25; number++) {
            log.holds(Entries.entry(
                    Entries.CAMPAIGN, "17900000000" + (10 + number) + "-0", Players.player(1), number, 0));
        }
        sweep();
        Await.until("the stream is empty", LIMIT, () -> log.stream().isEmpty());
        assertEquals(List.of(10, 10, 5), store.groups().stream().map(List::size).toList());
        assertEquals(4, log.boundsAsked().size(), "three pages, and the empty one at the end");
    }

    @Test
    void unreadableEntriesAreLeftUnchangedAndTheEntriesAfterThemAreWritten() {
        for (int i = 0; i < 10; i++) {
            log.holds(Entries.entry(Entries.CAMPAIGN, "179000000000" + i + "-0", Players.player(1), 900 + i, 0));
        }
        LedgerEntry behind = Entries.entry(Entries.CAMPAIGN, "1790000000011-0", Players.player(2), 1, 0);
        log.holds(behind);
        sweep();
        Await.until(
                "the entry after them is settled", LIMIT, () -> log.settled().size() == 1);
        assertEquals(10, log.stream().size());
        assertEquals(List.of(List.of(behind)), store.groups());
    }

    @Test
    void withoutTheLeaseNothingIsChanged() {
        nanosPerCall = Duration.ofMillis(500).toNanos();
        log.holds(loss(1, 1));
        log.lend(Entries.CAMPAIGN, "another node");
        sweep();
        Await.until("two runs are over", LIMIT, () -> runs.get() >= 3);
        assertEquals(List.of(), log.boundsAsked());
        assertEquals(List.of(), store.groups());
        assertEquals("another node", log.holder(Entries.CAMPAIGN));
    }

    @Test
    void whatTheHolderOfTheLeaseLeavesIsWrittenOnceItsLeaseWouldHaveExpired() {
        nanosPerCall = 0;
        log.holds(candidate(1, 1, 5));
        log.lend(Entries.CAMPAIGN, "another node");
        sweep();
        Await.until("it was observed", LIMIT, () -> runs.get() >= 2);
        nanos.addAndGet(Duration.ofMillis(12_999).toNanos());
        log.holds(loss(2, 1));
        int runsBefore = runs.get();
        Await.until("two more runs are over", LIMIT, () -> runs.get() >= runsBefore + 3);
        assertEquals(List.of(), log.boundsAsked());
        nanos.addAndGet(Duration.ofMillis(1).toNanos());
        Await.until("it is written", LIMIT, () -> log.stream().equals(List.of(loss(2, 1))));
        assertEquals("another node", log.holder(Entries.CAMPAIGN));
        Await.until("the second lease is free", LIMIT, () -> log.overdueHolder(Entries.CAMPAIGN) == null);
        int runsAfter = runs.get();
        Await.until("the younger entry was observed", LIMIT, () -> runs.get() >= runsAfter + 3);
        nanos.addAndGet(Duration.ofMillis(13_000).toNanos());
        Await.until("the younger entry is written", LIMIT, () -> log.stream().isEmpty());
    }

    @Test
    void whatTheHolderOfTheLeaseLeavesLaterDoesNotWaitLonger() {
        nanosPerCall = 0;
        log.holds(loss(1, 1));
        log.lend(Entries.CAMPAIGN, "another node");
        sweep();
        Await.until("it was observed", LIMIT, () -> runs.get() >= 2);
        for (int player = 2; player <= 3; player++) {
            nanos.addAndGet(Duration.ofMillis(5_000).toNanos());
            log.holds(loss(player, 1));
            int runsBefore = runs.get();
            Await.until("the next one was observed", LIMIT, () -> runs.get() >= runsBefore + 3);
        }
        nanos.addAndGet(Duration.ofMillis(3_000).toNanos());
        Await.until("the first is written", LIMIT, () -> log.stream().equals(List.of(loss(2, 1), loss(3, 1))));
        nanos.addAndGet(Duration.ofMillis(5_000).toNanos());
        Await.until("the second is written", LIMIT, () -> log.stream().equals(List.of(loss(3, 1))));
        nanos.addAndGet(Duration.ofMillis(5_000).toNanos());
        Await.until("the third is written", LIMIT, () -> log.stream().isEmpty());
    }

    @Test
    void whileTheHolderOfTheLeaseGoesOnWithABacklogItIsLeftAlone() {
        nanosPerCall = 0;
        for (int player = 1; player <= 4; player++) {
            log.holds(loss(player, 1));
        }
        log.lend(Entries.CAMPAIGN, "another node");
        sweep();
        for (int player = 1; player <= 3; player++) {
            int runsBefore = runs.get();
            Await.until("two more runs are over", LIMIT, () -> runs.get() >= runsBefore + 3);
            log.loses(loss(player, 1));
            int runsAfter = runs.get();
            Await.until("two runs are over again", LIMIT, () -> runs.get() >= runsAfter + 3);
            nanos.addAndGet(Duration.ofMillis(12_000).toNanos());
        }
        assertEquals(List.of(), log.boundsAsked());
    }

    @Test
    void oneNodeAtATimeWritesWhatTheHolderLeaves() {
        log.holds(loss(1, 1));
        log.lend(Entries.CAMPAIGN, "another node");
        log.lendOverdue(Entries.CAMPAIGN, "a third node");
        sweep();
        int runsBefore = runs.get();
        Await.until("some runs are over", LIMIT, () -> runs.get() >= runsBefore + 8);
        assertEquals(List.of(), log.boundsAsked());
        assertEquals("a third node", log.overdueHolder(Entries.CAMPAIGN));
    }

    @Test
    void theLeaseIsTakenInTheNodesName() {
        sweep();
        Await.until("the lease is taken", LIMIT, () -> "this node".equals(log.holder(Entries.CAMPAIGN)));
    }

    @Test
    void aNodeThatDoesNotReachTheDatabaseEndsItsLease() {
        log.holds(candidate(1, 1, 5));
        store.behaves(FakeLedgerStore::away);
        sweep();
        Await.until("it has tried", LIMIT, () -> store.groups().size() == 1);
        Await.until("the lease is free", LIMIT, () -> log.holder(Entries.CAMPAIGN) == null);
        log.lend(Entries.CAMPAIGN, "another node");
        int runsBefore = runs.get();
        Await.until("two more runs are over", LIMIT, () -> runs.get() >= runsBefore + 3);
        assertEquals("another node", log.holder(Entries.CAMPAIGN));
    }

    @Test
    void whileTheBreakerIsOpenTheLeaseIsNotAcquired() {
        breaker.failed();
        sweep();
        Await.until("two runs are over", LIMIT, () -> runs.get() >= 3);
        assertNull(log.holder(Entries.CAMPAIGN));
    }

    @Test
    void aSweeperThatStopsEndsItsLease() {
        sweep();
        Await.until("the lease is taken", LIMIT, () -> "this node".equals(log.holder(Entries.CAMPAIGN)));
        sweeper.close();
        assertNull(log.holder(Entries.CAMPAIGN));
    }

    @Test
    void aSweeperThatLosesTheLeaseDuringABacklogStops() {
        for (int number = 1; number <= 25; number++) {
            log.holds(Entries.entry(
                    Entries.CAMPAIGN, "17900000000" + (10 + number) + "-0", Players.player(1), number, 0));
        }
        store.behaves(group -> {
            log.lend(Entries.CAMPAIGN, "another node");
            return FakeLedgerStore.everyCandidateWins(group);
        });
        sweep();
        Await.until("another run has begun", LIMIT, () -> runs.get() >= 2);
        assertEquals(1, store.groups().size());
        assertEquals(15, log.stream().size());
    }

    @Test
    void anUnavailableDatabaseOpensTheBreakerAndIsNotCalledUntilTheBreakerCloses() {
        log.holds(candidate(1, 1, 5));
        store.behaves(FakeLedgerStore::away);
        sweep();
        Await.until("the breaker is open", LIMIT, () -> breaker.state() == CircuitBreaker.State.OPEN);
        assertEquals(1, Metric.of(registry, "turntable_ledger_unavailable"));
        breakerClock.addAndGet(PAUSE.toNanos());
        int runsBefore = runs.get();
        Await.until("two more runs are over", LIMIT, () -> runs.get() >= runsBefore + 3);
        assertEquals(1, store.groups().size(), "a whole group is no probe; only the ledger probes");
        assertEquals(List.of(candidate(1, 1, 5)), log.stream());
        assertEquals(Map.of(), log.deadLetters());

        store.behaves(FakeLedgerStore::everyCandidateWins);
        breaker.succeeded();
        Await.until("it continues without a restart", LIMIT, () -> log.stream().isEmpty());
    }

    @Test
    void anErrorInOneCampaignDoesNotAffectAnother() {
        LedgerEntry elsewhere = Entries.entry(8, "1790000000000-0", Players.player(1), 1, 0);
        log.holds(loss(1, 1), elsewhere);
        store.behaves(group -> {
            if (group.get(0).campaignId() == Entries.CAMPAIGN) {
                throw new IllegalStateException("unexpected");
            }
            return FakeLedgerStore.everyCandidateWins(group);
        });
        sweep(() -> List.of(new Target(Entries.CAMPAIGN, "spring"), new Target(8, "autumn")));
        Await.until("the other campaign is swept", LIMIT, () -> log.stream().equals(List.of(loss(1, 1))));
        int runsBefore = runs.get();
        Await.until("the sweeper still runs", LIMIT, () -> runs.get() > runsBefore);
    }

    @Test
    void aNodeWithoutTheLeaseAlsoReportsTheBacklog() {
        log.holds(loss(1, 1), loss(2, 1));
        log.lend(Entries.CAMPAIGN, "another node");
        sweep();
        Await.until(
                "the backlog is reported",
                LIMIT,
                () -> Metric.of(registry, "turntable_ledger_backlog_entries", "campaign", "spring") == 2);
    }

    @Test
    void anUnavailableRedisIsCalledAgainInTheNextRun() {
        log.holds(loss(1, 1));
        log.becomeUnavailable();
        sweep();
        Await.until("a run failed", LIMIT, () -> runs.get() >= 2);
        log.becomeAvailable();
        Await.until("it is swept", LIMIT, () -> log.stream().isEmpty());
        assertTrue(breaker.isClosed(), "the breaker is for MariaDB only");
    }

    private void sweep() {
        sweep(() -> List.of(new Target(Entries.CAMPAIGN, "spring")));
    }

    private void sweep(Supplier<List<Target>> campaigns) {
        LedgerSettings settings = new LedgerSettings(
                500, Duration.ofMillis(5), Duration.ofMillis(5), Duration.ofSeconds(2), Duration.ofSeconds(3), 10);
        sweeper = new Sweeper(
                store,
                log,
                breaker,
                settings,
                new LedgerMetrics(registry),
                () -> {
                    runs.incrementAndGet();
                    return campaigns.get();
                },
                id -> owner,
                "this node",
                () -> nanos.addAndGet(nanosPerCall),
                unwritten);
        sweeper.start();
    }
}
