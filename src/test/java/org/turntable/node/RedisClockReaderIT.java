package org.turntable.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.turntable.campaign.Campaign;
import org.turntable.campaign.CampaignBuilder;
import org.turntable.draw.Admission;
import org.turntable.draw.CampaignCache;
import org.turntable.draw.Epoch;
import org.turntable.draw.PlanStamp;
import org.turntable.health.ClockMetrics;
import org.turntable.health.NodeClocks;
import org.turntable.ledger.Metric;
import org.turntable.player.Players;
import org.turntable.redis.RedisAddress;
import org.turntable.redis.draw.RedisForDraws;
import org.turntable.testing.stack.Await;
import org.turntable.testing.stack.RedisServer;

/** The clock of a real Redis for draws beside the deciding time of campaigns, and beside the node's clock. */
class RedisClockReaderIT {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final String BEHIND = "turntable_redis_clock_behind_seconds";

    private final Campaign spring = new CampaignBuilder().build();
    private final Campaign autumn = new CampaignBuilder().id(8).slug("autumn").build();
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final AtomicLong nodeAhead = new AtomicLong();
    private final NodeClocks clocks = NodeClocks.of(() -> System.currentTimeMillis() + nodeAhead.get());
    private final CampaignCache plans = mock(CampaignCache.class);
    private RedisServer redis;
    private RedisForDraws node;
    private RedisClockReader reader;

    @BeforeEach
    void start() {
        redis = RedisServer.draws().start();
        node = new RedisForDraws(
                RedisAddress.of(
                        "127.0.0.1",
                        redis.port(),
                        URI.create(redis.url()).getUserInfo().substring(1)),
                1,
                10_000,
                1_000_000,
                System::currentTimeMillis);
        ClockMetrics.register(registry, clocks);
        when(plans.all()).thenReturn(List.of(spring, autumn));
        reader = new RedisClockReader(node.decidingClock(), plans, clocks);
    }

    @AfterEach
    void stop() {
        node.close();
        redis.close();
    }

    /** Reads until a reading was quick enough to count, which on a busy machine may take more than one. */
    private void readUntil(String what, Callable<Boolean> condition) {
        Await.until(what, LIMIT, () -> {
            reader.read();
            return condition.call();
        });
    }

    @Test
    void inOrdinaryLifeNothingIsBehindAndTheClocksAgree() throws Exception {
        Epoch epoch = new Epoch(1, redis.info("run_id"));
        assertTrue(node.epochRegistry().open(spring.id(), epoch, PlanStamp.of(spring), Map.of()));
        assertInstanceOf(
                Admission.Admitted.class,
                node.admissions()
                        .admit(spring, Players.player(1), 1, null, epoch)
                        .get(10, TimeUnit.SECONDS));
        readUntil("it was read", () -> clocks.redis().seconds().isPresent());
        assertEquals(Map.of("spring", 0.0, "autumn", 0.0), clocks.deciding().behind());
        assertEquals(0, Metric.of(registry, "turntable_clock_offset_seconds", "source", "redis"), 0.3);
        assertEquals("ok", clocks.word());
    }

    @Test
    void aRedisWhoseClockWasPutBackIsBehindTheCampaignThatHasDrawnLater() {
        // Draws were admitted ninety seconds later; then the clock was put back.
        redis.command("HSET", "tt:{7}:head", "clock", Long.toString(System.currentTimeMillis() + 90_000));
        readUntil("it was read", () -> Metric.of(registry, BEHIND, "campaign", "spring") > 0);
        assertEquals(90, Metric.of(registry, BEHIND, "campaign", "spring"), 10);
        assertEquals(0, Metric.of(registry, BEHIND, "campaign", "autumn"));
        assertTrue(clocks.word().matches("redis is [89]\\d\\.\\d s behind the deciding time of spring"), clocks.word());
        assertEquals(90, clocks.status().redisBehind(), 10);

        redis.command("HSET", "tt:{7}:head", "clock", Long.toString(System.currentTimeMillis() - 1_000));
        readUntil("the clock has caught up", () -> Metric.of(registry, BEHIND, "campaign", "spring") == 0);
        assertEquals("ok", clocks.word());
    }

    @Test
    void aNodeWhoseClockIsAheadShowsByHowMuch() {
        nodeAhead.set(5_000);
        readUntil("it was read", () -> clocks.redis().seconds().isPresent());
        assertEquals(5, Metric.of(registry, "turntable_clock_offset_seconds", "source", "redis"), 0.3);
        assertTrue(clocks.word().matches("this node's clock is [45]\\.\\d s ahead of that of redis"), clocks.word());
    }

    @Test
    void whileRedisDoesNotAnswerTheLastValuesRemain() {
        readUntil("it was read", () -> clocks.redis().seconds().isPresent());
        double before = clocks.redis().seconds().orElseThrow();
        redis.kill9();
        reader.read();
        assertEquals(before, clocks.redis().seconds().orElseThrow());
        assertEquals(Map.of("spring", 0.0, "autumn", 0.0), clocks.deciding().behind());
    }
}
