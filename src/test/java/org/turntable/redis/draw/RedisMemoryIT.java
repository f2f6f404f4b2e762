package org.turntable.redis.draw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.turntable.campaign.Campaign;
import org.turntable.campaign.CampaignBuilder;
import org.turntable.campaign.Prize;
import org.turntable.draw.Admission;
import org.turntable.draw.DrawRefusal;
import org.turntable.draw.Epoch;
import org.turntable.draw.PlayerState;
import org.turntable.ledger.DrawEntry;
import org.turntable.ledger.Entries;
import org.turntable.ledger.LedgerStream.Settlement;
import org.turntable.player.PlayerId;
import org.turntable.player.Players;
import org.turntable.testing.stack.Await;

/** The Redis for draws near its memory limit, and at it. */
class RedisMemoryIT {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final PlayerId ANNA = Players.player(1);

    private final Campaign campaign =
            new CampaignBuilder().plan(4).prize(5, 1, 1_000).build();
    private final Prize prize = campaign.prizes().get(0);
    private DrawsRedis redis;
    private RedisForDraws node;
    private Epoch epoch;

    @BeforeEach
    void start() {
        redis = new DrawsRedis();
        node = redis.node();
        epoch = redis.open(node, campaign, 1);
    }

    @AfterEach
    void stop() {
        node.close();
        redis.close();
    }

    @Test
    void fromTheHighWaterMarkOnNewDrawsAreRefusedAndRepeatedOnesAreAnswered() throws Exception {
        assertInstanceOf(Admission.Admitted.class, draw(ANNA, 1));
        setLimit(1.1);
        Await.until("the node has noticed it", LIMIT, () -> node.memoryRatio() >= RedisMemory.HIGH_WATER);
        assertTrue(node.memoryRatio() < 1, "there is memory left: " + node.memoryRatio());

        String before = redis.contents();
        assertEquals(new Admission.Refused(DrawRefusal.BUSY), draw(ANNA, 2));
        assertInstanceOf(Admission.Repeated.class, draw(ANNA, 1));
        PlayerId stranger = Players.player(2);
        assertEquals(new Admission.Refused(DrawRefusal.BUSY), draw(stranger, 1));
        assertEquals(
                PlayerState.NEW,
                node.admissions()
                        .view(campaign, stranger, epoch)
                        .get(10, TimeUnit.SECONDS)
                        .state());
        assertEquals(before, redis.contents());

        redis.server().command("CONFIG", "SET", "maxmemory", "2gb");
        Await.until(
                "draws are admitted again",
                LIMIT,
                () -> draw(ANNA, 2) instanceof Admission.Admitted admitted
                        && admitted.entry().number() == 2);
    }

    @Test
    void withoutALimitDrawsAreAdmitted() throws Exception {
        redis.server().command("CONFIG", "SET", "maxmemory", "0");
        Await.until("the node has read it", LIMIT, () -> node.memoryRatio() == 0);
        assertInstanceOf(Admission.Admitted.class, draw(ANNA, 1));
    }

    @Test
    void atTheLimitEverythingWorksThatFreesMemoryOrOpensDrawsAgain() throws Exception {
        DrawEntry first = ((Admission.Admitted) draw(ANNA, 1)).entry();
        DrawEntry second = ((Admission.Admitted) draw(ANNA, 2)).entry();
        setLimit(0.5);

        assertTrue(node.drawLog().holdSweeperLease(campaign.id(), "one", 10_000), "the sweeper's lease");
        assertTrue(node.drawLog().holdSweeperLease(campaign.id(), "one", 10_000), "renewed");
        node.drawLog().settle(List.of(new Settlement(first, Entries.stored(5, 1, first.admittedAtMs()))));
        node.drawLog().moveToDeadLetters(second, "refused");
        assertEquals(0, redis.streamLength(campaign.id()));
        assertEquals("1", redis.server().command("XLEN", "tt:{7}:dead"));
        assertEquals(
                "W:5:1",
                redis.server().command("HGET", "tt:{7}:player:" + ANNA, "win:1").replaceAll("^(\\d+:\\d+):.*", "W:$1"));

        assertTrue(
                node.epochRegistry().holdRecoveryLease(campaign.id(), epoch.runId(), "one", 10_000),
                "the lease for the recovery");
        node.epochRegistry().announcePlan(campaign.id(), DrawsRedis.plan(5), epoch.runId());
        assertEquals("5", redis.server().command("HGET", "tt:{7}:head", "plan"));
        Epoch next = new Epoch(2, epoch.runId());
        node.epochRegistry().close(campaign.id(), next);
        assertTrue(node.epochRegistry().open(campaign.id(), next, DrawsRedis.plan(5), Map.of(5, 1L)), "the next epoch");
    }

    private Admission draw(PlayerId player, int number) throws Exception {
        return node.admissions().admit(campaign, player, number, prize, epoch).get(10, TimeUnit.SECONDS);
    }

    /** Sets the limit to a multiple of what is used now, which is much more than the buffers of a few connections. */
    private void setLimit(double multiple) {
        redis.server().command("SETRANGE", "ballast", "16000000", "x");
        long used = Long.parseLong(redis.server().info("used_memory"))
                - Long.parseLong(redis.server().info("mem_not_counted_for_evict"));
        redis.server().command("CONFIG", "SET", "maxmemory", Long.toString((long) (used * multiple)));
    }
}
