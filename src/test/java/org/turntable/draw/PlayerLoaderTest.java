package org.turntable.draw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.turntable.campaign.Campaign;
import org.turntable.campaign.CampaignBuilder;
import org.turntable.ledger.CircuitBreaker;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.outage.RedisUnavailableException;
import org.turntable.player.DrawOutcome;
import org.turntable.player.Players;
import org.turntable.testing.stack.Await;

class PlayerLoaderTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Epoch EPOCH = new Epoch(2, "run-b");
    private static final Campaign SPRING = new CampaignBuilder().build();
    private static final Campaign AUTUMN =
            new CampaignBuilder().id(8).slug("autumn").build();

    private final FakePlayerHistory history = new FakePlayerHistory();
    private final FakeAdmissions redis = new FakeAdmissions();
    private final CircuitBreaker breaker = new CircuitBreaker(Duration.ofHours(1), System::nanoTime);
    private final PlayerLoader loader =
            new PlayerLoader(history, redis, breaker, new DrawMetrics(new PrometheusRegistry()));

    @AfterEach
    void end() {
        history.release();
        loader.close();
    }

    @Test
    void aPlayersHistoryIsReadForTheDayOfRedisClockAndSeededForThatEpoch() throws Exception {
        loader.start();
        assertTrue(await(load(SPRING, 1)));
        Campaign.Day day = SPRING.dayAt(redis.now());
        assertEquals(
                List.of(new FakePlayerHistory.Read(SPRING.id(), List.of(Players.player(1)), day)), history.reads());
        assertEquals(
                List.of(new FakeAdmissions.Seeded(
                        Players.player(1),
                        EPOCH,
                        new PlayerHistory.History(
                                true, 1, 1, day, new DrawOutcome.Loss(), List.of(), BlockState.NONE))),
                redis.seeded());
    }

    @Test
    void aThousandReturningPlayersAreReadInAFewBatches() throws Exception {
        List<CompletableFuture<Boolean>> answers =
                IntStream.range(0, 1_000).mapToObj(i -> load(SPRING, i)).toList();
        loader.start();
        for (CompletableFuture<Boolean> answer : answers) {
            assertTrue(await(answer));
        }
        assertEquals(5, history.reads().size());
        assertEquals(
                1_000,
                redis.seeded().stream()
                        .map(FakeAdmissions.Seeded::player)
                        .distinct()
                        .count());
    }

    @Test
    void tenRequestsOfOnePlayerAreOneReadAndEachIsAnswered() throws Exception {
        List<CompletableFuture<Boolean>> answers =
                IntStream.range(0, 10).mapToObj(i -> load(SPRING, 1)).toList();
        loader.start();
        for (CompletableFuture<Boolean> answer : answers) {
            assertTrue(await(answer));
        }
        assertEquals(1, redis.seeded().size());
    }

    @Test
    void eachCampaignIsReadSeparately() throws Exception {
        CompletableFuture<Boolean> spring = load(SPRING, 1);
        CompletableFuture<Boolean> autumn = load(AUTUMN, 1);
        loader.start();
        assertTrue(await(spring) && await(autumn));
        assertEquals(
                Set.of(7, 8),
                history.reads().stream().map(FakePlayerHistory.Read::campaignId).collect(Collectors.toSet()));
    }

    @Test
    void anUnavailableDatabaseOpensTheBreakerAndNobodyIsLoaded() throws Exception {
        history.fails(new DatabaseUnavailableException("unavailable", null));
        loader.start();
        assertFalse(await(load(SPRING, 1)));
        assertEquals(List.of(), redis.seeded());
        assertFalse(breaker.isClosed());
        assertFalse(load(SPRING, 1).getNow(null), "and the next is answered at once");
        assertEquals(1, history.reads().size());
    }

    @Test
    void nobodyIsLoadedIntoAnEpochThatHasChangedMeanwhile() throws Exception {
        redis.seedsWith(CompletableFuture.completedFuture(false));
        loader.start();
        assertFalse(await(load(SPRING, 1)));
    }

    @Test
    void nobodyIsLoadedWhileRedisDoesNotAnswer() throws Exception {
        redis.seedsWith(CompletableFuture.failedFuture(new RedisUnavailableException("away", null)));
        loader.start();
        assertFalse(await(load(SPRING, 1)));
        assertTrue(breaker.isClosed(), "the breaker is for MariaDB only");
    }

    @Test
    void anUnexpectedExceptionFailsOnlyOneBatch() throws Exception {
        history.fails(new IllegalStateException("unexpected"));
        loader.start();
        assertFalse(await(load(SPRING, 1)));
        history.fails(null);
        assertTrue(await(load(SPRING, 1)));
    }

    @Test
    void requestsThatStillWaitWhenTheNodeStopsAreAnswered() throws Exception {
        history.hang();
        loader.start();
        load(SPRING, 1);
        Await.until("the database hangs", LIMIT, () -> history.reads().size() == 1);
        CompletableFuture<Boolean> waiting = load(SPRING, 2);
        Thread closer = new Thread(loader::close);
        closer.start();
        Await.until(
                "the loader accepts no more players",
                LIMIT,
                () -> load(SPRING, 3).isDone());
        history.release();
        assertFalse(await(waiting));
        closer.join(LIMIT.toMillis());
    }

    private CompletableFuture<Boolean> load(Campaign campaign, int player) {
        return loader.load(campaign, Players.player(player), EPOCH);
    }

    private static boolean await(CompletableFuture<Boolean> answer) throws Exception {
        return answer.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
}
