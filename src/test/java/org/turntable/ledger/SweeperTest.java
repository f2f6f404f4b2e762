package org.turntable.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.turntable.ledger.Entries.candidate;
import static org.turntable.ledger.Entries.loss;
import static org.turntable.ledger.Entries.win;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.turntable.ledger.DrawLog.Settlement;
import org.turntable.ledger.Sweeper.Target;
import org.turntable.player.Players;
import org.turntable.stack.Await;

class SweeperTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final FakeLedgerStore store = new FakeLedgerStore();
    private final FakeDrawLog log = new FakeDrawLog();
    private final AtomicLong breakerClock = new AtomicLong();
    private final Breaker breaker = new Breaker(PAUSE, breakerClock::get);
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final AtomicInteger rounds = new AtomicInteger();
    private Sweeper sweeper;

    @AfterEach
    void end() {
        store.release();
        sweeper.close();
    }

    @Test
    void whatADeadNodeLeftIsWrittenAndSettled() {
        log.holds(candidate(1, 1, 5), loss(2, 1));
        sweep();
        Await.until("the stream is empty", LIMIT, () -> log.stream().isEmpty());
        assertEquals(List.of(new Settlement(candidate(1, 1, 5), win(candidate(1, 1, 5), 1)), new Settlement(loss(2, 1), win(loss(2, 1), 0))),
                log.settled());
        assertEquals(3_000, log.agesAsked().get(0), "younger ones are their node's");
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
    void aBacklogIsWrittenInGroupsInOneRound() {
        for (int number = 1; number <= 25; number++) {
            log.holds(new LedgerEntry(Entries.CAMPAIGN, "17900000000" + (10 + number) + "-0", Players.player(1), number, 0));
        }
        sweep();
        Await.until("the stream is empty", LIMIT, () -> log.stream().isEmpty());
        assertEquals(List.of(10, 10, 5), store.groups().stream().map(List::size).toList());
        assertEquals(4, log.agesAsked().size(), "three pages, and the one that says that there are no more");
    }

    @Test
    void entriesThatThisVersionCannotReadAreLeftAloneAndWhatStandsBehindThemIsWritten() {
        for (int i = 0; i < 10; i++) {
            log.holds(new LedgerEntry(Entries.CAMPAIGN, "179000000000" + i + "-0", Players.player(1), 900 + i, 0));
        }
        LedgerEntry behind = new LedgerEntry(Entries.CAMPAIGN, "1790000000011-0", Players.player(2), 1, 0);
        log.holds(behind);
        sweep();
        Await.until("what stands behind is settled", LIMIT, () -> log.settled().size() == 1);
        assertEquals(10, log.stream().size());
        assertEquals(List.of(List.of(behind)), store.groups());
    }

    @Test
    void withoutTheLeaseNothingIsTouched() {
        log.holds(loss(1, 1));
        log.lend(Entries.CAMPAIGN, "another node");
        sweep();
        Await.until("two rounds are over", LIMIT, () -> rounds.get() >= 3);
        assertEquals(List.of(), log.agesAsked());
        assertEquals(List.of(), store.groups());
        assertEquals("another node", log.holder(Entries.CAMPAIGN));
    }

    @Test
    void theLeaseIsTakenInTheNodesName() {
        sweep();
        Await.until("the lease is taken", LIMIT, () -> "this node".equals(log.holder(Entries.CAMPAIGN)));
    }

    @Test
    void whoLosesTheLeaseAmidABacklogStops() {
        for (int number = 1; number <= 25; number++) {
            log.holds(new LedgerEntry(Entries.CAMPAIGN, "17900000000" + (10 + number) + "-0", Players.player(1), number, 0));
        }
        store.behaves(group -> {
            log.lend(Entries.CAMPAIGN, "another node");
            return FakeLedgerStore.everyCandidateWins(group);
        });
        sweep();
        Await.until("another round has begun", LIMIT, () -> rounds.get() >= 2);
        assertEquals(1, store.groups().size());
        assertEquals(15, log.stream().size());
    }

    @Test
    void aDatabaseThatIsAwayOpensTheBreakerAndIsLeftAloneUntilTheBreakerCloses() {
        log.holds(candidate(1, 1, 5));
        store.behaves(FakeLedgerStore::away);
        sweep();
        Await.until("the breaker is open", LIMIT, () -> breaker.state() == Breaker.State.OPEN);
        assertEquals(1, Metric.of(registry, "turntable_ledger_unavailable"));
        breakerClock.addAndGet(PAUSE.toNanos());
        int roundsThen = rounds.get();
        Await.until("two more rounds are over", LIMIT, () -> rounds.get() >= roundsThen + 3);
        assertEquals(1, store.groups().size(), "a whole group is no probe; the ledger makes that one");
        assertEquals(List.of(candidate(1, 1, 5)), log.stream());
        assertEquals(Map.of(), log.buried());

        store.behaves(FakeLedgerStore::everyCandidateWins);
        breaker.succeeded();
        Await.until("it goes on by itself", LIMIT, () -> log.stream().isEmpty());
    }

    @Test
    void oneCampaignsTroubleIsNotAnothers() {
        LedgerEntry elsewhere = new LedgerEntry(8, "1790000000000-0", Players.player(1), 1, 0);
        log.holds(loss(1, 1), elsewhere);
        store.behaves(group -> {
            if (group.get(0).campaignId() == Entries.CAMPAIGN) {
                throw new IllegalStateException("unexpected");
            }
            return FakeLedgerStore.everyCandidateWins(group);
        });
        sweep(() -> List.of(new Target(Entries.CAMPAIGN, "spring"), new Target(8, "autumn")));
        Await.until("the other campaign is swept", LIMIT, () -> log.stream().equals(List.of(loss(1, 1))));
        int roundsThen = rounds.get();
        Await.until("the sweeper still goes its rounds", LIMIT, () -> rounds.get() > roundsThen);
    }

    @Test
    void theBacklogIsShownAlsoByANodeWithoutTheLease() {
        log.holds(loss(1, 1), loss(2, 1));
        log.lend(Entries.CAMPAIGN, "another node");
        sweep();
        Await.until("the backlog is shown", LIMIT, () -> Metric.of(registry, "turntable_ledger_backlog_entries", "campaign", "spring") == 2);
    }

    @Test
    void aRedisThatIsAwayIsAskedAgainInTheNextRound() {
        log.holds(loss(1, 1));
        log.goAway();
        sweep();
        Await.until("a round was in vain", LIMIT, () -> rounds.get() >= 2);
        log.comeBack();
        Await.until("it is swept", LIMIT, () -> log.stream().isEmpty());
        assertTrue(breaker.isClosed(), "the breaker is MariaDB's");
    }

    private void sweep() {
        sweep(() -> List.of(new Target(Entries.CAMPAIGN, "spring")));
    }

    private void sweep(Supplier<List<Target>> campaigns) {
        LedgerSettings settings = new LedgerSettings(500, Duration.ofMillis(5), Duration.ofMillis(5), Duration.ofSeconds(2), Duration.ofSeconds(3), 10);
        sweeper = new Sweeper(store, log, breaker, settings, new LedgerMetrics(registry), () -> {
            rounds.incrementAndGet();
            return campaigns.get();
        }, "this node");
        sweeper.start();
    }
}
