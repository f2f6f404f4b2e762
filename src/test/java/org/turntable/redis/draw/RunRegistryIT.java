package org.turntable.redis.draw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.turntable.campaign.Campaign;
import org.turntable.campaign.CampaignBuilder;
import org.turntable.draw.Admission;
import org.turntable.draw.BlockState;
import org.turntable.draw.Epoch;
import org.turntable.draw.restart.EntryId;
import org.turntable.draw.restart.RunState;
import org.turntable.outage.RedisUnavailableException;
import org.turntable.player.Players;
import org.turntable.testing.stack.Await;

/** What processes report after a restart of Redis, and the runs in which an epoch goes on, by continue.lua. */
class RunRegistryIT {
    private static final int ID = 7;
    private static DrawsRedis redis;
    private final Campaign campaign = new CampaignBuilder().id(ID).chances(9, 9).build();
    private RedisForDraws node;
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
        node = redis.node();
        epoch = redis.open(node, campaign, 1);
    }

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void aNodeKnowsTheEntryOfItsDrawAndReportsItToTheNextRun() throws Exception {
        String entry = admit(1);
        String run = restart();
        RunState state = node.runs().report(ID, epoch, run, "n1/a");
        assertEquals(OptionalLong.of(1), state.epoch());
        assertEquals(EntryId.parse(entry), state.last());
        assertFalse(state.continued());
        assertEquals(Map.of("n1/a", new RunState.Report(1, EntryId.parse(entry))), state.reports());
    }

    @Test
    void theLastEntryIsThatOfTheFirstReportHoweverManyFollow() throws Exception {
        String entry = admit(1);
        String run = restart();
        node.runs().report(ID, epoch, run, "n1/a");
        redis.server().command("XADD", "tt:{7}:ledger", "*", "v", "1");
        assertEquals(
                EntryId.parse(entry), node.runs().report(ID, epoch, run, "n2/b").last());
    }

    @Test
    void aNodeThatAnswersARepeatedDrawKnowsItsEntry() throws Exception {
        String entry = admit(1);
        try (RedisForDraws other = redis.node()) {
            assertEquals(
                    Admission.Repeated.class,
                    other.admissions()
                            .admit(campaign, Players.player(1), 1, null, epoch)
                            .get(10, TimeUnit.SECONDS)
                            .getClass());
            assertEquals(
                    EntryId.parse(entry),
                    other.runs()
                            .report(ID, epoch, epoch.runId(), "n2/b")
                            .reports()
                            .get("n2/b")
                            .known());
        }
    }

    @Test
    void aNodeThatConfirmsABlockKnowsMoreThanBefore() throws Exception {
        EntryId before = EntryId.parse(admit(1));
        node.playerBlocks().apply(campaign, Players.player(1), new BlockState(true, 5));
        EntryId after = node.runs()
                .report(ID, epoch, epoch.runId(), "n1/a")
                .reports()
                .get("n1/a")
                .known();
        assertTrue(before.compareTo(after) < 0);
        assertEquals(1, redis.streamLength(ID), "the block is no entry of the ledger");
    }

    @Test
    void aBlockInANewRunDoesNotHideWhatIsLost() throws Exception {
        String entry = admit(1);
        String run = restart();
        node.playerBlocks().apply(campaign, Players.player(1), new BlockState(true, 5));
        assertEquals(
                EntryId.parse(entry), node.runs().report(ID, epoch, run, "n1/a").last());
    }

    @Test
    void aNodeThatOnlyObservesKnowsTheDrawsOfOthersAlsoWhenTheyHaveLeftTheStream() throws Exception {
        String entry = admit(1);
        redis.server().command("XDEL", "tt:{7}:ledger", entry);
        try (RedisForDraws other = redis.node()) {
            assertEquals(EntryId.parse(entry), other.runs().observe(ID, epoch));
            assertEquals(
                    EntryId.parse(entry),
                    other.runs()
                            .report(ID, epoch, epoch.runId(), "n2/b")
                            .reports()
                            .get("n2/b")
                            .known());
        }
        String run = restart();
        assertEquals(
                EntryId.parse(entry), node.runs().report(ID, epoch, run, "n1/a").last());
    }

    @Test
    void withoutAStreamNothingIsKnown() {
        assertEquals(EntryId.NONE, node.runs().observe(ID, epoch));
        assertEquals(
                EntryId.NONE,
                node.runs().report(ID, epoch, epoch.runId(), "n1/a").last());
    }

    @Test
    void theEpochGoesOnOnlyWithTheReportsThatProvedIt() {
        String run = restart();
        node.runs().report(ID, epoch, run, "n1/a");
        node.runs().report(ID, epoch, run, "n2/b");
        assertFalse(node.runs().proceed(ID, epoch, run, "n1/a", 1).continued());
        assertEquals(List.of(), node.epochRegistry().runs(ID, new Epoch(1, run)));
        assertTrue(node.runs().proceed(ID, epoch, run, "n1/a", 2).continued());
        assertTrue(node.runs().report(ID, epoch, run, "n2/b").continued());
        assertEquals(List.of(epoch.runId(), run), node.epochRegistry().runs(ID, new Epoch(1, run)));
    }

    @Test
    void reportsToAnEarlierRunDoNotCountAndTheRunsAreRemembered() {
        String second = restart();
        node.runs().report(ID, epoch, second, "n1/a");
        assertTrue(node.runs().proceed(ID, epoch, second, "n2/b", 2).continued());
        String third = restart();
        assertNotEquals(second, third);
        RunState state = node.runs().report(ID, new Epoch(1, second), third, "n1/a");
        assertFalse(state.continued());
        assertEquals(Set.of("n1/a"), state.reports().keySet());
        assertTrue(
                node.runs().proceed(ID, new Epoch(1, second), third, "n1/a", 1).continued());
        assertEquals(List.of(epoch.runId(), second, third), node.epochRegistry().runs(ID, new Epoch(1, third)));
        assertEquals(List.of(), node.epochRegistry().runs(ID, new Epoch(2, third)), "no other epoch");
    }

    @Test
    void aClosedEpochDoesNotGoOn() {
        String run = restart();
        node.epochRegistry().close(ID, new Epoch(2, run));
        RunState state = node.runs().proceed(ID, epoch, run, "n1/a", 1);
        assertFalse(state.continued());
        assertEquals(OptionalLong.empty(), state.epoch());
    }

    private String restart() {
        redis.server().kill9();
        redis.server().start();
        String run = redis.server().info("run_id");
        Await.until("the node is connected to it", Duration.ofSeconds(30), () -> {
            try {
                return node.epochRegistry().runId().equals(run);
            } catch (RedisUnavailableException away) {
                return false;
            }
        });
        return run;
    }

    private String admit(int number) throws Exception {
        Admission admission = node.admissions()
                .admit(campaign, Players.player(1), number, null, epoch)
                .get(10, TimeUnit.SECONDS);
        return ((Admission.Admitted) admission).entry().entryId();
    }
}
