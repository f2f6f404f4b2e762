package org.turntable.redis.draw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.turntable.campaign.Campaign;
import org.turntable.campaign.CampaignBuilder;
import org.turntable.draw.BlockState;
import org.turntable.draw.Epoch;
import org.turntable.draw.EpochRegistry;
import org.turntable.draw.EpochRegistry.Announced;
import org.turntable.draw.EpochRegistry.Difference;
import org.turntable.draw.PlanStamp;
import org.turntable.draw.PlayerHistory.History;
import org.turntable.player.DrawOutcome;
import org.turntable.player.PlayerId;
import org.turntable.player.Players;

/** The scripts that compare a campaign and its plan with what Redis has, and set aside another campaign's state. */
class RedisDisagreementIT {
    private static final PlayerId ANNA = Players.player(1);
    private static final PlayerId BERT = Players.player(2);
    private static final PlayerId CLEO = Players.player(3);
    private static DrawsRedis redis;
    private static RedisForDraws node;

    private final Campaign campaign =
            new CampaignBuilder().plan(4).prize(5, 1, 1_000).build();
    private final Campaign another =
            new CampaignBuilder().uid("another").plan(4).prize(6, 1, 1).build();
    private EpochRegistry registry;
    private Epoch epoch;

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
    void openACampaign() {
        redis.server().command("FLUSHALL");
        registry = node.epochRegistry();
        epoch = redis.open(node, campaign, 1);
    }

    @Test
    void plansOfOneVersionAreComparedByTheirDigests() {
        assertEquals(new Announced(4, Difference.NONE), announce(campaign));
        String before = redis.contents();
        assertEquals(
                new Announced(4, Difference.PLAN),
                announce(new CampaignBuilder().plan(4).prize(5, 2, 1_000).build()));
        assertEquals(
                new Announced(4, Difference.NEWER),
                announce(new CampaignBuilder().plan(3).build()));
        assertEquals(new Announced(4, Difference.CAMPAIGN), announce(another));
        assertEquals(before, redis.contents());
    }

    @Test
    void whatAnOlderWarDidNotPublishIsAcceptedAndAdded() {
        redis.server().command("HDEL", "tt:{7}:head", "campaign", "plan_digest");
        assertEquals(Optional.empty(), registry.campaign(7));
        assertTrue(registry.setAside(7, new Epoch(2, epoch.runId()), "another").isEmpty());
        assertEquals(new Announced(4, Difference.NONE), announce(campaign));
        assertEquals(Optional.of(campaign.uid()), registry.campaign(7));
        assertEquals(PlanStamp.of(campaign).digest(), redis.server().command("HGET", "tt:{7}:head", "plan_digest"));
    }

    @Test
    void aVersionThatAnOlderWarAnnouncedIsNotComparedWithTheDigestOfTheOneBefore() {
        redis.server().command("HSET", "tt:{7}:head", "plan", "5");
        assertEquals(
                new Announced(5, Difference.NONE),
                announce(new CampaignBuilder().plan(5).build()));
    }

    @Test
    void whileAnEpochIsPublishedNothingIsSetAsideAndAnotherCampaignIsNotPublishedOverIt() {
        String before = redis.contents();
        Epoch next = new Epoch(2, epoch.runId());
        assertTrue(registry.setAside(7, next, "another").isEmpty());
        assertFalse(registry.open(7, next, PlanStamp.of(another), Map.of()));
        assertEquals(before, redis.contents());
    }

    @Test
    void ofAPlayerOfAnotherCampaignWithThisNumberOnlyALaterBlockStays() throws Exception {
        node.admissions()
                .admit(campaign, ANNA, 1, campaign.prizes().get(0), epoch)
                .get(10, TimeUnit.SECONDS);
        node.playerBlocks().apply(campaign, ANNA, new BlockState(true, 1_000));
        Epoch next = new Epoch(2, epoch.runId());
        registry.close(7, next);
        assertEquals(1, registry.latest(7, epoch.runId()), "the epoch of the players' hashes");
        assertEquals(1, registry.setAside(7, next, "another").orElseThrow().entries());
        assertTrue(registry.setAside(7, next, "another").isEmpty(), "only once");
        assertTrue(registry.open(7, next, PlanStamp.of(another), Map.of()));
        redis.server().command("HSET", key(BERT), "blocked", "1", "block_revision", "1000");
        node.playerBlocks().apply(another, CLEO, new BlockState(true, 9_000_000_000_000L));

        History none = new History(
                false, 0, 0, another.dayAt(redis.now()), new DrawOutcome.Loss(), List.of(), BlockState.NONE);
        for (PlayerId player : List.of(ANNA, BERT, CLEO)) {
            assertTrue(node.admissions().seed(another, player, next, none).get(10, TimeUnit.SECONDS));
        }
        assertEquals("0", redis.server().command("HGET", key(ANNA), "number"));
        assertEquals("0", redis.server().command("HEXISTS", key(ANNA), "got:5"));
        assertEquals("0", redis.server().command("HEXISTS", key(ANNA), "blocked"));
        assertEquals("0", redis.server().command("HEXISTS", key(BERT), "blocked"));
        assertEquals("1", redis.server().command("HEXISTS", key(CLEO), "blocked"));
        assertEquals("1", redis.server().command("HGET", key(ANNA) + ":aside:1", "got:5"));
    }

    @Test
    void atTheMemoryLimitAnotherCampaignIsSetAsideToo() {
        Epoch next = new Epoch(2, epoch.runId());
        redis.server().command("CONFIG", "SET", "maxmemory", "1mb");
        try {
            registry.close(7, next);
            assertTrue(registry.setAside(7, next, "another").isPresent());
            assertTrue(registry.open(7, next, PlanStamp.of(another), Map.of()));
            redis.server().command("HDEL", "tt:{7}:head", "campaign");
            assertEquals(new Announced(4, Difference.NONE), announce(another));
        } finally {
            redis.server().command("CONFIG", "SET", "maxmemory", "2gb");
        }
    }

    private Announced announce(Campaign announced) {
        return registry.announcePlan(7, PlanStamp.of(announced), epoch.runId());
    }

    private static String key(PlayerId player) {
        return "tt:{7}:player:" + player;
    }
}
