package org.turntable.mariadb.draw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.turntable.player.Players.player;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.turntable.campaign.Campaign;
import org.turntable.campaign.CampaignBuilder;
import org.turntable.draw.BlockState;
import org.turntable.draw.Epoch;
import org.turntable.draw.EpochStore;
import org.turntable.draw.PlayerBlockStore;
import org.turntable.draw.PlayerBlockStore.Entry;
import org.turntable.draw.PlayerHistory.History;
import org.turntable.mariadb.pool.CampaignOnPair;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.player.PlayerId;
import org.turntable.testing.stack.Await;

class MariaDbPlayerBlocksIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final PlayerId ANNA = player(1);
    private static final PlayerId BERT = player(2);
    private static final Epoch FIRST = new Epoch(1, "a".repeat(40));
    private static CampaignOnPair database;

    private PlayerBlockStore store;
    private EpochStore epochs;

    @BeforeAll
    static void start() {
        database = new CampaignOnPair().start();
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @BeforeEach
    void openACampaign() throws Exception {
        database.newCampaign();
        store = new MariaDbPlayerBlocks(database.pool());
        epochs = new MariaDbEpochStore(database.pool());
        assertTrue(epochs.move(database.campaignId(), null, FIRST));
    }

    @Test
    void aBlockIsListedUntilItsUnblockIsConfirmed() throws Exception {
        assertEquals(List.of(), list());
        long block = block(ANNA);
        Entry pending = list().get(0);
        assertEquals(new Entry(ANNA, true, false, "Wang", "a script", pending.at()), pending);
        assertTrue(
                Duration.between(pending.at(), Instant.now()).abs().toMinutes() < 5,
                "the time is UTC: " + pending.at());
        confirm(block);
        assertEquals(List.of(new Entry(ANNA, true, true, "Wang", "a script", pending.at())), list());

        long unblock = store.change(database.campaignId(), ANNA, false, "Li Na", "a mistake");
        Entry ended = list().get(0);
        assertEquals(new Entry(ANNA, false, false, "Li Na", "a mistake", ended.at()), ended);
        confirm(block);
        assertEquals(1, list().size(), "the confirmation of an earlier change is not that of this one");
        confirm(unblock);
        confirm(unblock);
        assertEquals(List.of(), list());
    }

    @Test
    void aChangeThatRedisAppliedInAnotherEpochIsNotConfirmed() throws Exception {
        long block = block(ANNA);
        assertTrue(epochs.move(database.campaignId(), FIRST, new Epoch(2, "b".repeat(40))));
        assertFalse(store.confirm(database.campaignId(), ANNA, block, 1));
        assertFalse(list().get(0).confirmed());
        assertTrue(store.confirm(database.campaignId(), ANNA, block, 2));
        assertTrue(list().get(0).confirmed());
    }

    @Test
    void theNewestChangeIsListedFirstAndOtherCampaignsAreNotListed() throws Exception {
        block(ANNA);
        block(BERT);
        database.pair()
                .primary()
                .execute("UPDATE turntable.player_block SET at = at - INTERVAL 1 HOUR WHERE player_id = "
                        + "UNHEX('00000001000000000000000000000000')");
        assertEquals(List.of(BERT, ANNA), list().stream().map(Entry::player).toList());
        assertEquals(List.of(), store.list(database.campaignId() + 1));
    }

    @Test
    void theRevisionGoesUpWithEveryChangeAlsoAfterARestoreOrWithAClockThatWasPutBack() throws Exception {
        long first = block(ANNA);
        assertTrue(Math.abs(first - System.currentTimeMillis()) < 300_000, "milliseconds: " + first);
        long second = block(ANNA);
        assertTrue(second > first, first + " then " + second);
        database.pair().primary().execute("DELETE FROM turntable.player_block");
        Await.until("a later millisecond", LIMIT, () -> System.currentTimeMillis() > second + 1);
        assertTrue(block(ANNA) > second, "the row was lost");
        database.pair().primary().execute("UPDATE turntable.player_block SET revision = revision + 86400000");
        long ahead = Long.parseLong(database.ask("SELECT revision FROM turntable.player_block"));
        assertEquals(ahead + 1, block(ANNA), "the row was written by a clock a day ahead");
    }

    @Test
    void aPlayerIsLoadedWithTheLastChangeWhetherKnownOrNot() throws Exception {
        database.store(ANNA, 1, null, null);
        long block = block(ANNA);
        History anna = read(ANNA);
        assertEquals(new BlockState(true, block), anna.block());
        assertEquals(1, anna.number());

        long bert = block(BERT);
        History neverCame = read(BERT);
        assertEquals(new BlockState(true, bert), neverCame.block());
        assertEquals(false, neverCame.known(), "a block is no visit");
        database.pair()
                .primary()
                .execute("INSERT INTO turntable.player SELECT campaign_id, player_id, at FROM "
                        + "turntable.player_block");
        assertEquals(true, read(BERT).known());
        assertEquals(new BlockState(true, bert), read(BERT).block());

        long unblock = store.change(database.campaignId(), ANNA, false, "Li Na", "a mistake");
        assertEquals(new BlockState(false, unblock), read(ANNA).block());
        assertEquals(BlockState.NONE, read(player(3)).block());
    }

    @Test
    void aRepeatedBlockIsNotReportedBeforeTheReplicaHasIt() throws Exception {
        block(ANNA);
        database.pair().replica().suspend();
        try {
            assertThrows(DatabaseUnavailableException.class, () -> block(ANNA));
        } finally {
            database.pair().replica().resume();
        }
        Await.until("the replica acknowledges again", LIMIT, () -> {
            try {
                return block(ANNA) > 0;
            } catch (DatabaseUnavailableException unavailable) {
                return false;
            }
        });
        assertEquals(1, list().size());
    }

    private long block(PlayerId player) throws DatabaseUnavailableException {
        return store.change(database.campaignId(), player, true, "Wang", "a script");
    }

    private void confirm(long revision) throws DatabaseUnavailableException {
        assertTrue(store.confirm(database.campaignId(), ANNA, revision, FIRST.number()));
    }

    private List<Entry> list() throws DatabaseUnavailableException {
        return store.list(database.campaignId());
    }

    private static History read(PlayerId player) throws DatabaseUnavailableException {
        Campaign campaign = new CampaignBuilder().id(database.campaignId()).build();
        return new MariaDbPlayerHistory(database.pool(), "this node")
                .read(campaign, List.of(player), campaign.dayAt(Instant.ofEpochMilli(CampaignOnPair.ADMITTED)))
                .get(player);
    }
}
