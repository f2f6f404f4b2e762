package org.turntable.redis.draw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.turntable.campaign.Campaign;
import org.turntable.campaign.CampaignBuilder;
import org.turntable.campaign.Prize;
import org.turntable.draw.Admission;
import org.turntable.draw.Admission.Admitted;
import org.turntable.draw.Admission.Stale;
import org.turntable.draw.Admissions;
import org.turntable.draw.DrawRefusal;
import org.turntable.draw.Epoch;
import org.turntable.outage.RedisUnavailableException;
import org.turntable.player.PlayerId;
import org.turntable.player.Players;
import org.turntable.redis.RedisAddress;
import org.turntable.testing.stack.Await;

/** A node while Redis hangs, is stopped, has another run id, or has a configuration that could lose draws. */
class RedisOutagesIT {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final PlayerId ANNA = Players.player(1);
    private static DrawsRedis redis;

    private final Campaign campaign = new CampaignBuilder().prize(5, 1, 1_000).build();
    private final Prize prize = campaign.prizes().get(0);
    private RedisForDraws node;
    private Admissions admissions;
    private Epoch epoch;

    @BeforeAll
    static void start() {
        redis = new DrawsRedis();
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    @BeforeEach
    void openACampaign() {
        redis.server().command("FLUSHALL");
        node = redis.nodeWithOneLine(DrawsRedis.DEADLINE_MS);
        admissions = node.admissions();
        epoch = redis.open(node, campaign, 1);
    }

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void aCallThatAFrozenRedisExecutesLateIsRefused() throws Exception {
        long deadlineMs = 20;
        try (RedisForDraws hurried = redis.nodeWithOneLine(deadlineMs)) {
            Await.until(
                    "a draw is admitted",
                    LIMIT,
                    () -> told(hurried.admissions().admit(campaign, ANNA, 1, null, epoch))
                            instanceof Admission.Repeated);
            String before = redis.contents();
            long calls = redis.scriptCalls();
            redis.server().suspend();
            CompletableFuture<Admission> late;
            try {
                late = hurried.admissions().admit(campaign, ANNA, 2, prize, epoch);
                long sent = System.nanoTime();
                Await.until(
                        "its deadline has passed",
                        LIMIT,
                        () -> System.nanoTime() - sent > TimeUnit.MILLISECONDS.toNanos(2 * deadlineMs));
            } finally {
                redis.server().resume();
            }
            assertEquals(new Admission.Refused(DrawRefusal.BUSY), told(late));
            assertEquals(calls + 1, redis.scriptCalls(), "Redis executed the call");
            assertEquals(before, redis.contents(), "and admitted nothing");
        }
    }

    @Test
    void aCallThatTimedOutIsNotAdmittedWhenRedisContinues() throws Exception {
        try (RedisForDraws hurried = redis.nodeWithOneLine(RedisAddress.TIMEOUT_MS)) {
            Await.until(
                    "a draw is admitted",
                    LIMIT,
                    () -> told(hurried.admissions().admit(campaign, ANNA, 1, null, epoch))
                            instanceof Admission.Repeated);
            String before = redis.contents();
            redis.server().suspend();
            try {
                ExecutionException failed = assertThrows(
                        ExecutionException.class,
                        () -> told(hurried.admissions().admit(campaign, ANNA, 2, prize, epoch)));
                assertInstanceOf(RedisUnavailableException.class, failed.getCause());
            } finally {
                redis.server().resume();
            }
            assertEquals(before, redis.contents());
        }
        assertInstanceOf(Admitted.class, firstAnswer(2), "the same draw is admitted at a retry");
    }

    @Test
    void aRestartedRedisGetsNoCallOfTheOldEpochAlthoughItStillContainsIt() throws Exception {
        Set<String> runs = ConcurrentHashMap.newKeySet();
        node.onRun(runs::add);
        admit(ANNA, 1, null);
        redis.server().restart();
        assertEquals("1", redis.server().command("HGET", "tt:{7}:head", "epoch"));
        assertNotEquals(epoch.runId(), redis.server().info("run_id"));
        String before = redis.contents();
        assertEquals(Stale.EPOCH, firstAnswer(2), "it is refused as stale and does not only fail");
        assertEquals(Stale.EPOCH, told(admissions.view(campaign, ANNA, epoch)).stale());
        assertEquals(before, redis.contents());
        assertEquals(0, redis.scriptCalls(), "it received no call");
        assertTrue(runs.contains(redis.server().info("run_id")), "and the node has the new run id");
    }

    @Test
    void aNodeUnderLoadUsesRedisAgainAfterAStall() throws Exception {
        admit(ANNA, 1, null);
        AtomicBoolean over = new AtomicBoolean();
        Thread load = new Thread(() -> {
            while (!over.get()) {
                admissions.view(campaign, ANNA, epoch);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
            }
        });
        load.start();
        try {
            redis.server().suspend();
            assertThrows(ExecutionException.class, () -> admit(ANNA, 2, null));
            redis.server().resume();
            assertFalse(
                    firstAnswer(2) instanceof Stale,
                    "it is answered, however many calls arrive during the reconnection");
        } finally {
            redis.server().resume();
            over.set(true);
            load.join();
        }
    }

    @Test
    void aCallToAnUnavailableRedisFailsAtOnceAndRedisIsUsedAgainLater() throws Exception {
        admit(ANNA, 1, null);
        redis.server().kill9();
        try {
            ExecutionException failed = assertThrows(ExecutionException.class, () -> admit(ANNA, 2, null));
            assertInstanceOf(RedisUnavailableException.class, failed.getCause());
        } finally {
            redis.server().start();
        }
        assertEquals(Stale.EPOCH, firstAnswer(2));
        assertEquals(
                "1",
                redis.server().command("HGET", "tt:{7}:player:" + ANNA, "number"),
                "the answered draw was on disk");
    }

    @Test
    void whileRedisIsKnownToHangACallFailsAtOnceInsteadOfBlockingItsCaller() throws Exception {
        admit(ANNA, 1, null);
        try (RedisForDraws hurried = redis.nodeWithOneLine(RedisAddress.TIMEOUT_MS)) {
            Await.until(
                    "a draw is answered",
                    LIMIT,
                    () -> told(hurried.admissions().admit(campaign, ANNA, 1, null, epoch))
                            instanceof Admission.Repeated);
            redis.server().suspend();
            try {
                assertThrows(
                        ExecutionException.class,
                        () -> told(hurried.admissions().admit(campaign, ANNA, 2, null, epoch)));
                for (int i = 0; i < 1_000; i++) {
                    assertTrue(
                            hurried.admissions().view(campaign, ANNA, epoch).isCompletedExceptionally(),
                            "no call waits while Redis is known to be down");
                }
                assertFalse(hurried.isUp());
            } finally {
                redis.server().resume();
            }
            Await.until("it is connected again without calls in between", LIMIT, hurried::isUp);
            assertInstanceOf(Admitted.class, told(hurried.admissions().admit(campaign, ANNA, 2, null, epoch)));
        }
    }

    @Test
    void aLateListenerReceivesTheKnownRunId() {
        Await.until("it is connected", LIMIT, () -> told(admissions.view(campaign, ANNA, epoch)) != null);
        Set<String> runs = ConcurrentHashMap.newKeySet();
        node.onRun(runs::add);
        assertEquals(Set.of(redis.server().info("run_id")), runs);
    }

    @Test
    void aRedisThatCouldLoseDrawsIsNotUsedForDraws() throws Exception {
        redis.server().command("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
        try (RedisForDraws another = redis.node()) {
            ExecutionException failed = assertThrows(
                    ExecutionException.class, () -> told(another.admissions().admit(campaign, ANNA, 1, null, epoch)));
            assertTrue(
                    failed.getCause().getMessage().contains("noeviction"),
                    failed.getCause().getMessage());
        } finally {
            redis.server().command("CONFIG", "SET", "maxmemory-policy", "noeviction");
        }
    }

    /** The answer of the first call that does not fail. */
    private Admission firstAnswer(int number) {
        AtomicReference<Admission> answer = new AtomicReference<>();
        Await.until("Redis answers the node", LIMIT, () -> {
            answer.set(admit(ANNA, number, null));
            return true;
        });
        return answer.get();
    }

    private Admission admit(PlayerId player, int number, Prize hit) throws Exception {
        return told(admissions.admit(campaign, player, number, hit, epoch));
    }

    private static <T> T told(CompletableFuture<T> answer) throws Exception {
        return answer.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
}
