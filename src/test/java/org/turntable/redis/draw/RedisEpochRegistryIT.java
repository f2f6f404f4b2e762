package org.turntable.redis.draw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.turntable.campaign.CampaignBuilder;
import org.turntable.draw.Epoch;
import org.turntable.draw.EpochRegistry;
import org.turntable.draw.PlanStamp;
import org.turntable.ledger.DrawEntry;
import org.turntable.outage.RedisUnavailableException;
import org.turntable.player.Players;

class RedisEpochRegistryIT {
    private static final String ANOTHER_RUN = "0".repeat(40);
    private static DrawsRedis redis;
    private static RedisForDraws node;

    private final EpochRegistry registry = node.epochRegistry();
    private String run;

    @BeforeAll
    static void start() {
        redis = new DrawsRedis();
        node = redis.node();
    }

    @AfterAll
    static void stop() {
        node.close();
        redis.close();
    }

    @BeforeEach
    void empty() {
        redis.server().command("FLUSHALL");
        run = redis.server().info("run_id");
    }

    private static PlanStamp plan(int version) {
        return PlanStamp.of(new CampaignBuilder().plan(version).build());
    }

    @Test
    void theRunIdIsReadFromTheServer() {
        assertEquals(run, registry.runId());
    }

    @Test
    void anEpochIsPublishedWithItsPlanAndItsTakenCountsOnly() {
        redis.server().command("HSET", "tt:{7}:taken", "9", "99");
        assertEquals(OptionalLong.empty(), registry.published(7, run));
        assertTrue(registry.open(7, new Epoch(2, run), plan(4), Map.of(5, 12L, 6, 1L)));
        assertEquals(OptionalLong.of(2), registry.published(7, run));
        assertEquals("4", redis.server().command("HGET", "tt:{7}:head", "plan"));
        assertEquals(
                "12 1 null",
                redis.server().command("HGET", "tt:{7}:taken", "5") + " "
                        + redis.server().command("HGET", "tt:{7}:taken", "6") + " "
                        + redis.server().command("HGET", "tt:{7}:taken", "9"));
    }

    @Test
    void aPublishedEpochIsNeitherPublishedAgainNorReplacedByAnOlderOne() {
        registry.open(7, new Epoch(3, run), plan(4), Map.of(5, 12L));
        String before = redis.contents();
        assertFalse(registry.open(7, new Epoch(3, run), plan(5), Map.of()));
        assertFalse(registry.open(7, new Epoch(2, run), plan(5), Map.of()));
        assertEquals(before, redis.contents());
        assertTrue(registry.open(7, new Epoch(10, run), plan(5), Map.of()), "ten is more than three, also as text");
        assertFalse(registry.open(7, new Epoch(9, run), plan(5), Map.of()));
    }

    @Test
    void closingRemovesOnlyAnOlderEpoch() {
        registry.open(7, new Epoch(3, run), plan(4), Map.of());
        registry.close(7, new Epoch(3, run));
        assertEquals(OptionalLong.of(3), registry.published(7, run));
        registry.close(7, new Epoch(4, run));
        assertEquals(OptionalLong.empty(), registry.published(7, run));
    }

    @Test
    void aPlanVersionNeverDecreasesAndIsAnnouncedOnlyAfterAnEpoch() {
        registry.announcePlan(7, plan(9), run);
        assertEquals("0", redis.server().command("EXISTS", "tt:{7}:head"), "there must be no head without an epoch");
        registry.open(7, new Epoch(1, run), plan(9), Map.of());
        registry.announcePlan(7, plan(10), run);
        assertEquals("10", redis.server().command("HGET", "tt:{7}:head", "plan"));
        registry.announcePlan(7, plan(9), run);
        assertEquals("10", redis.server().command("HGET", "tt:{7}:head", "plan"));
    }

    @Test
    void theCandidatesAreAllThoseInTheStreamAndNoLossesOrVisits() {
        redis.server()
                .command("EVAL", """
                for i = 1, 4500 do
                  redis.call('XADD', KEYS[1], i .. '-0', 'v', '1', 'p', ARGV[1], 'n', i - 1, 'k', i % 3 == 0 and '5' or '0')
                end""", "1", "tt:{7}:ledger", Players.player(1).toString());
        List<DrawEntry> candidates = registry.candidates(7, run);
        assertEquals(1_500, candidates.size(), "over more than two pages");
        assertTrue(candidates.stream().allMatch(entry -> entry.prizeId() == 5));
    }

    @Test
    void oneNodeAtATimeHasTheRecoveryLease() {
        assertTrue(registry.holdRecoveryLease(7, run, "one", 60_000));
        assertFalse(registry.holdRecoveryLease(7, run, "two", 60_000));
        assertTrue(registry.holdRecoveryLease(8, run, "two", 60_000));
    }

    @Test
    void noCallForAnotherRunIsSent() {
        registry.open(7, new Epoch(1, run), plan(1), Map.of());
        String before = redis.contents();
        assertThrows(RedisUnavailableException.class, () -> registry.published(7, ANOTHER_RUN));
        assertThrows(RedisUnavailableException.class, () -> registry.close(7, new Epoch(2, ANOTHER_RUN)));
        assertThrows(
                RedisUnavailableException.class, () -> registry.open(7, new Epoch(2, ANOTHER_RUN), plan(1), Map.of()));
        assertThrows(RedisUnavailableException.class, () -> registry.announcePlan(7, plan(2), ANOTHER_RUN));
        assertThrows(RedisUnavailableException.class, () -> registry.holdRecoveryLease(7, ANOTHER_RUN, "one", 60_000));
        assertEquals(before, redis.contents());
    }
}
