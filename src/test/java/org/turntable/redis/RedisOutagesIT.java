package org.turntable.redis;

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
import org.turntable.draw.Epoch;
import org.turntable.draw.Refusal;
import org.turntable.player.PlayerId;
import org.turntable.player.Players;
import org.turntable.stack.Await;

/** What a node does while Redis hangs, is gone, is another run, or is not the Redis that it should be. */
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
    void aCallThatRedisMeetsOnlyWhenItWakesUpRefusesItself() throws Exception {
        long deadlineMs = 20;
        try (RedisForDraws hurried = redis.nodeWithOneLine(deadlineMs)) {
            Await.until("a draw is admitted", LIMIT, () -> told(hurried.admissions().admit(campaign, ANNA, 1, null, epoch)) instanceof Admission.Repeated);
            String before = redis.contents();
            long calls = redis.scriptCalls();
            redis.server().freeze();
            CompletableFuture<Admission> late;
            try {
                late = hurried.admissions().admit(campaign, ANNA, 2, prize, epoch);
                long sent = System.nanoTime();
                Await.until("its deadline has passed", LIMIT, () -> System.nanoTime() - sent > TimeUnit.MILLISECONDS.toNanos(2 * deadlineMs));
            } finally {
                redis.server().thaw();
            }
            assertEquals(new Admission.Refused(Refusal.BUSY), told(late));
            assertEquals(calls + 1, redis.scriptCalls(), "Redis met the call");
            assertEquals(before, redis.contents(), "and admitted nothing");
        }
    }

    @Test
    void aCallThatItsPlayerWasToldHasFailedIsNotAdmittedWhenRedisWakesUp() throws Exception {
        try (RedisForDraws hurried = redis.nodeWithOneLine(RedisAddress.TIMEOUT_MS)) {
            Await.until("a draw is admitted", LIMIT, () -> told(hurried.admissions().admit(campaign, ANNA, 1, null, epoch)) instanceof Admission.Repeated);
            String before = redis.contents();
            redis.server().freeze();
            try {
                ExecutionException failed = assertThrows(ExecutionException.class, () -> told(hurried.admissions().admit(campaign, ANNA, 2, prize, epoch)));
                assertInstanceOf(Admissions.Unavailable.class, failed.getCause());
            } finally {
                redis.server().thaw();
            }
            assertEquals(before, redis.contents());
        }
        assertInstanceOf(Admitted.class, firstAnswer(2), "the same draw is admitted when it is asked again");
    }

    @Test
    void aRedisThatWasRestartedGetsNoCallOfTheOldEpochAlthoughItStillNamesIt() throws Exception {
        Set<String> runs = ConcurrentHashMap.newKeySet();
        node.onRun(runs::add);
        admit(ANNA, 1, null);
        redis.server().restart();
        assertEquals("1", redis.server().command("HGET", "tt:{7}:head", "epoch"));
        assertNotEquals(epoch.runId(), redis.server().info("run_id"));
        String before = redis.contents();
        assertEquals(Stale.EPOCH, firstAnswer(2), "it is turned away and does not only fail");
        assertEquals(Stale.EPOCH, told(admissions.view(campaign, ANNA, epoch)).stale());
        assertEquals(before, redis.contents());
        assertEquals(0, redis.scriptCalls(), "it was not even asked");
        assertTrue(runs.contains(redis.server().info("run_id")), "and the node knows that another run answers");
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
            redis.server().freeze();
            assertThrows(ExecutionException.class, () -> admit(ANNA, 2, null));
            redis.server().thaw();
            assertFalse(firstAnswer(2) instanceof Stale, "it is answered, however many calls come while the node connects again");
        } finally {
            redis.server().thaw();
            over.set(true);
            load.join();
        }
    }

    @Test
    void aRedisThatIsAwayFailsTheCallAtOnceAndIsUsedAgainWhenItIsBack() throws Exception {
        admit(ANNA, 1, null);
        redis.server().kill9();
        try {
            ExecutionException failed = assertThrows(ExecutionException.class, () -> admit(ANNA, 2, null));
            assertInstanceOf(Admissions.Unavailable.class, failed.getCause());
        } finally {
            redis.server().start();
        }
        assertEquals(Stale.EPOCH, firstAnswer(2));
        assertEquals("1", redis.server().command("HGET", "tt:{7}:player:" + ANNA, "number"), "the answered draw was on disk");
    }

    @Test
    void whileRedisIsKnownToHangACallFailsAtOnceInsteadOfHoldingItsCaller() throws Exception {
        admit(ANNA, 1, null);
        try (RedisForDraws hurried = redis.nodeWithOneLine(RedisAddress.TIMEOUT_MS)) {
            Await.until("a draw is answered", LIMIT, () -> told(hurried.admissions().admit(campaign, ANNA, 1, null, epoch)) instanceof Admission.Repeated);
            redis.server().freeze();
            try {
                assertThrows(ExecutionException.class, () -> told(hurried.admissions().admit(campaign, ANNA, 2, null, epoch)));
                for (int i = 0; i < 1_000; i++) {
                    assertTrue(hurried.admissions().view(campaign, ANNA, epoch).isCompletedExceptionally(), "nobody waits for what is known to be down");
                }
                assertFalse(hurried.isUp());
            } finally {
                redis.server().thaw();
            }
            Await.until("it is used again, though nobody asks in between", LIMIT, hurried::isUp);
            assertInstanceOf(Admitted.class, told(hurried.admissions().admit(campaign, ANNA, 2, null, epoch)));
        }
    }

    @Test
    void whoListensLateIsToldTheRunThatIsKnownAlready() {
        Await.until("it is connected", LIMIT, () -> told(admissions.view(campaign, ANNA, epoch)) != null);
        Set<String> runs = ConcurrentHashMap.newKeySet();
        node.onRun(runs::add);
        assertEquals(Set.of(redis.server().info("run_id")), runs);
    }

    @Test
    void aRedisThatWouldForgetDrawsIsNotDrawnOn() throws Exception {
        redis.server().command("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
        try (RedisForDraws another = redis.node()) {
            ExecutionException failed = assertThrows(ExecutionException.class, () -> told(another.admissions().admit(campaign, ANNA, 1, null, epoch)));
            assertTrue(failed.getCause().getMessage().contains("noeviction"), failed.getCause().getMessage());
        } finally {
            redis.server().command("CONFIG", "SET", "maxmemory-policy", "noeviction");
        }
    }

    /** What the first call that does not fail is answered. */
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
