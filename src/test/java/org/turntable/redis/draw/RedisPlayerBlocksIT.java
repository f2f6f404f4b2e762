package org.turntable.redis.draw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.turntable.campaign.Campaign;
import org.turntable.campaign.CampaignBuilder;
import org.turntable.draw.Admission;
import org.turntable.draw.Admission.Admitted;
import org.turntable.draw.Admission.Stale;
import org.turntable.draw.Admissions.View;
import org.turntable.draw.BlockState;
import org.turntable.draw.DrawRefusal;
import org.turntable.draw.Epoch;
import org.turntable.draw.PlayerBlockRegistry.Answer;
import org.turntable.draw.PlayerHistory.History;
import org.turntable.draw.PlayerState;
import org.turntable.outage.RedisUnavailableException;
import org.turntable.player.DrawOutcome;
import org.turntable.player.PlayerId;
import org.turntable.player.Players;

/** Blocking a player in Redis (block.lua), and what draws, pages and the loading of a player make of it. */
class RedisPlayerBlocksIT {
    private static final PlayerId ANNA = Players.player(1);
    private static final Admission BLOCKED = new Admission.Refused(DrawRefusal.BLOCKED);
    private static DrawsRedis redis;
    private static RedisForDraws node;

    private final Campaign campaign = new CampaignBuilder().chances(5, 10).build();
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
        epoch = redis.open(node, campaign, 1);
    }

    @Test
    void aBlockedPlayerIsRefusedAndContinuesAfterTheUnblock() throws Exception {
        admit(1);
        assertEquals(applied(), change(true, 10));
        assertEquals(BLOCKED, admit(2));
        assertEquals(BLOCKED, admit(1), "also a repeat");
        assertEquals(applied(), change(false, 11));
        assertEquals(new Admission.Repeated(1, new DrawOutcome.Loss()), admit(1));
        assertEquals(2, ((Admitted) admit(2)).usedToday());
    }

    @Test
    void inTheFirstEpochAPlayerWhoNeverCameIsBlockedAndIsANewPlayerAfterTheUnblock() throws Exception {
        assertEquals(applied(), change(true, 10));
        assertTrue(expires(), "the hash that the block made expires, too");
        assertEquals(BLOCKED, admit(1));
        assertEquals(applied(), change(false, 11));
        assertTrue(expires());
        Admitted first = (Admitted) admit(1);
        assertEquals(1, first.usedToday());
        assertTrue(first.entry().firstVisit(), "the ledger also stores the first visit");
        assertEquals(new Admission.Repeated(1, new DrawOutcome.Loss()), admit(1));
    }

    @Test
    void inTheFirstEpochThePageOfABlockedPlayerNeedsNoMariaDbAndTheBlockStays() throws Exception {
        change(true, 10);
        assertEquals(new View(PlayerState.NEW, null), view());
        assertEquals(1, redis.streamLength(7), "the first visit");
        assertEquals(new View(PlayerState.NEW, null), view());
        assertEquals(1, redis.streamLength(7));
        assertEquals(BLOCKED, admit(1));
        change(false, 11);
        assertInstanceOf(Admitted.class, admit(1));
    }

    @Test
    void afterTheFirstEpochABlockDoesNotMakeAPlayerLoaded() throws Exception {
        epoch = redis.open(node, campaign, 2);
        change(true, 10);
        assertEquals(Stale.LOAD, admit(1));
        assertEquals(Stale.LOAD, view().stale());
        assertTrue(seed(3, BlockState.NONE));
        assertEquals(BLOCKED, admit(4), "MariaDB was read before the block was stored");
        change(false, 11);
        assertInstanceOf(Admitted.class, admit(4));
    }

    @Test
    void afterTheFirstEpochAnUnblockDoesNotMakeAPlayerLoaded() throws Exception {
        epoch = redis.open(node, campaign, 2);
        change(false, 11);
        assertTrue(expires());
        assertEquals(Stale.LOAD, admit(1));
        assertTrue(seed(3, new BlockState(true, 10)));
        assertInstanceOf(Admitted.class, admit(4), "MariaDB was read before the unblock was stored");
    }

    @Test
    void aPlayerWhoIsLoadedGetsTheNewerChangeOfMariaDb() throws Exception {
        admit(1);
        change(true, 10);
        epoch = redis.open(node, campaign, 2);
        assertTrue(seed(1, new BlockState(false, 11)));
        assertInstanceOf(Admitted.class, admit(2), "the unblock was not applied in Redis, or Redis lost it");
        epoch = redis.open(node, campaign, 3);
        assertTrue(seed(2, new BlockState(true, 12)));
        assertEquals(BLOCKED, admit(3));
        assertEquals(new Answer.Newer(), change(false, 11), "the revision was stored with it");
        assertEquals(BLOCKED, admit(3));
    }

    @Test
    void aPlayerWhoseHashWasLostIsLoadedWithTheBlockOfMariaDb() throws Exception {
        redis.server().command("FLUSHALL");
        epoch = redis.open(node, campaign, 2);
        assertTrue(seed(1, new BlockState(true, 10)));
        assertEquals(BLOCKED, admit(2));
    }

    @Test
    void aChangeThatArrivesLateReplacesNoNewerOne() throws Exception {
        admit(1);
        assertEquals(applied(), change(false, 11));
        String before = redis.contents();
        assertEquals(new Answer.Newer(), change(true, 10));
        assertEquals(before, redis.contents());
        assertEquals(applied(), change(true, 12));
        assertEquals(new Answer.Newer(), change(false, 11));
        assertEquals(BLOCKED, admit(2));
        assertEquals(applied(), change(true, 12), "the same change again");
    }

    @Test
    void withoutAPublishedEpochNothingIsChanged() {
        redis.server().command("FLUSHALL");
        assertEquals(new Answer.Closed(), change(true, 10));
        assertEquals("{}", redis.contents());
    }

    @Test
    void aRedisThatDoesNotAnswerIsReported() {
        redis.server().suspend();
        try {
            assertThrows(RedisUnavailableException.class, () -> change(true, 10));
        } finally {
            redis.server().resume();
        }
    }

    private Answer applied() {
        return new Answer.Applied(epoch.number());
    }

    private Answer change(boolean blocked, long revision) {
        return node.playerBlocks().apply(campaign, ANNA, new BlockState(blocked, revision));
    }

    private Admission admit(int number) throws Exception {
        return told(node.admissions().admit(campaign, ANNA, number, null, epoch));
    }

    private View view() throws Exception {
        return told(node.admissions().view(campaign, ANNA, epoch));
    }

    private boolean seed(int number, BlockState block) throws Exception {
        Campaign.Day today = campaign.dayAt(redis.now());
        return told(node.admissions()
                .seed(
                        campaign,
                        ANNA,
                        epoch,
                        new History(true, number, 0, today, new DrawOutcome.Loss(), List.of(), block)));
    }

    private boolean expires() {
        return Long.parseLong(redis.server().command("PTTL", "tt:{7}:player:" + ANNA)) > 0;
    }

    private static <T> T told(CompletableFuture<T> answer) throws Exception {
        return answer.get(10, TimeUnit.SECONDS);
    }
}
