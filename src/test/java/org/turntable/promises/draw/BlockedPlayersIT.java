package org.turntable.promises.draw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariDataSource;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.turntable.campaign.Campaign;
import org.turntable.draw.PlayerBlockStore.Entry;
import org.turntable.draw.PlayerBlocks;
import org.turntable.draw.PlayerBlocks.NotConfirmedException;
import org.turntable.mariadb.campaign.MariaDbCampaignAdministration;
import org.turntable.mariadb.draw.MariaDbPlayerBlocks;
import org.turntable.mariadb.pool.MariaDbPools;
import org.turntable.player.PlayerId;
import org.turntable.redis.RedisAddress;
import org.turntable.redis.draw.RedisForDraws;
import org.turntable.testing.load.DrawAnswer;
import org.turntable.testing.load.PlayerClient;
import org.turntable.testing.load.PlayerCredentials.Credentials;
import org.turntable.testing.stack.Await;
import org.turntable.testing.stack.Cluster;
import org.turntable.testing.stack.MariaDbPair;
import org.turntable.testing.stack.TomcatNode;
import org.turntable.testing.system.SampleCampaigns;
import org.turntable.testing.system.SharedCluster;

/** A player whom an operator blocked draws on no node, also after Redis has lost its state. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BlockedPlayersIT {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private Cluster cluster;
    private HikariDataSource pool;
    private RedisForDraws redis;
    private PlayerBlocks blocks;

    @BeforeAll
    void bringUp() {
        cluster = SharedCluster.whole();
    }

    @BeforeEach
    void beAnOperator() {
        pool = MariaDbPools.forTool(new MariaDbPools.Access(
                List.of(cluster.pair().hosts().split(",")),
                MariaDbPair.DATABASE,
                MariaDbPair.APPLICATION_USER,
                cluster.pair().applicationPassword()));
        redis = new RedisForDraws(
                RedisAddress.of(
                        "127.0.0.1",
                        cluster.draws().port(),
                        URI.create(cluster.draws().url()).getUserInfo().substring(1)),
                1,
                10_000,
                1_000_000,
                System::currentTimeMillis);
        blocks = new PlayerBlocks(new MariaDbPlayerBlocks(pool), redis.playerBlocks());
    }

    @AfterEach
    void leave() {
        redis.close();
        pool.close();
    }

    @Test
    void aBlockHoldsOnEveryNodeAndAfterRedisLostItsStateAndTheNumbersContinueAfterTheUnblock() throws Exception {
        int id = SharedCluster.open(SampleCampaigns.onePrize("blocked", 10, 0, 9, 9));
        Campaign campaign = campaign("blocked");
        PlayerId player = SharedCluster.playerId(cluster, "Blocked");
        List<PlayerClient> phones = phones("blocked", "Blocked");
        assertEquals("loss", answered(phones.get(0), 1).status());
        assertEquals("loss", answered(phones.get(1), 2).status());

        blocks.block(campaign, player, "Wang", "a script");
        assertEquals(List.of("Wang true true"), listed(campaign));
        for (PlayerClient phone : phones) {
            assertBlocked(answered(phone, 3));
            assertBlocked(answered(phone, 2));
            assertEquals(3, phone.openPage(), "the page is shown");
        }

        Await.until("the draws are stored", PATIENCE, () -> stored(id).equals("2"));
        cluster.draws().command("FLUSHALL");
        cluster.draws().restart();
        for (PlayerClient phone : phones) {
            assertBlocked(answered(phone, 3));
            assertBlocked(answered(phone, 2));
        }
        assertTrue(epoch(id) > 1, "Redis's state was lost");

        // Also in one more epoch, in which the player's hash is not the operator's but the loader's.
        cluster.draws().command("FLUSHALL");
        for (PlayerClient phone : phones) {
            assertBlocked(answered(phone, 3));
        }

        repeated(() -> blocks.unblock(campaign, player, "Li Na", "a mistake"));
        assertEquals(List.of(), listed(campaign));
        DrawAnswer third = answered(phones.get(1), 3);
        assertEquals("loss", third.status());
        assertEquals(3, third.number());
        assertEquals("loss", answered(phones.get(0), 3).status(), "the same draw again");
        assertEquals("loss", answered(phones.get(0), 4).status());
        Await.until("the draws are stored", PATIENCE, () -> stored(id).equals("4"));
    }

    @Test
    void aPlayerWhoNeverDrewIsBlockedInTheFirstEpochAndAfterRedisLostItsState() throws Exception {
        int id = SharedCluster.open(SampleCampaigns.onePrize("blocked-early", 10, 0, 9, 9));
        Campaign campaign = campaign("blocked-early");
        blocks.block(campaign, SharedCluster.playerId(cluster, "Early"), "Wang", "a script");
        assertEquals(1, epoch(id));
        List<PlayerClient> phones = phones("blocked-early", "Early");
        for (PlayerClient phone : phones) {
            assertBlocked(answered(phone, 1));
            assertEquals(1, phone.openPage(), "the page is shown");
            assertBlocked(answered(phone, 1));
        }
        cluster.draws().restartEmpty();
        for (PlayerClient phone : phones) {
            assertBlocked(answered(phone, 1));
        }
        assertTrue(epoch(id) > 1, "Redis's state was lost");
        repeated(() -> blocks.unblock(campaign, SharedCluster.playerId(cluster, "Early"), "Wang", "a mistake"));
        assertEquals("loss", answered(phones.get(0), 1).status());
        Await.until("the draw is stored", PATIENCE, () -> stored(id).equals("1"));
    }

    @Test
    void aBlockWhileRedisIsAwayIsReportedAsNotDoneAndARepeatDoesIt() throws Exception {
        SharedCluster.open(SampleCampaigns.onePrize("blocked-away", 10, 0, 9, 9));
        Campaign campaign = campaign("blocked-away");
        PlayerId player = SharedCluster.playerId(cluster, "Away");
        PlayerClient phone = phones("blocked-away", "Away").get(0);
        assertEquals("loss", answered(phone, 1).status());
        cluster.draws().suspend();
        try {
            assertThrows(NotConfirmedException.class, () -> blocks.block(campaign, player, "Wang", "a script"));
        } finally {
            cluster.draws().resume();
        }
        assertEquals(List.of("Wang true false"), listed(campaign), "the list shows what has to be repeated");
        repeated(() -> blocks.block(campaign, player, "Wang", "a script"));
        assertEquals(List.of("Wang true true"), listed(campaign));
        assertBlocked(answered(phone, 2));
    }

    private interface Change {
        void make() throws Exception;
    }

    /** An operator repeats a change that was not confirmed. */
    private static void repeated(Change change) {
        Await.until("the change is confirmed", PATIENCE, () -> {
            try {
                change.make();
                return true;
            } catch (NotConfirmedException notYet) {
                return false;
            }
        });
    }

    private Campaign campaign(String slug) throws Exception {
        return new MariaDbCampaignAdministration(pool).find(slug).orElseThrow();
    }

    /** The player's phone at each node. */
    private List<PlayerClient> phones(String slug, String name) {
        Credentials credentials = SharedCluster.credentials(cluster, name);
        List<PlayerClient> phones = new ArrayList<>();
        for (TomcatNode node : cluster.nodes()) {
            phones.add(new PlayerClient(SharedCluster.line(node), node.baseUrl(), slug).with(credentials));
        }
        return phones;
    }

    /** The answer of a draw that is repeated while draws are closed on that node. */
    private static DrawAnswer answered(PlayerClient phone, int number) {
        DrawAnswer[] last = new DrawAnswer[1];
        Await.until("draw " + number + " is answered", PATIENCE, () -> {
            last[0] = phone.draw(number);
            return !last[0].status().equals("busy");
        });
        return last[0];
    }

    private static void assertBlocked(DrawAnswer answer) {
        assertEquals("403 blocked", answer.httpStatus() + " " + answer.status());
    }

    private List<String> listed(Campaign campaign) throws Exception {
        List<String> listed = new ArrayList<>();
        for (Entry entry : blocks.list(campaign)) {
            listed.add(entry.by() + " " + entry.blocked() + " " + entry.confirmed());
        }
        return listed;
    }

    private static String stored(int campaign) {
        return SharedCluster.ask("SELECT COUNT(*) FROM turntable.draw WHERE campaign_id = " + campaign);
    }

    private static int epoch(int campaign) {
        return Integer.parseInt(
                SharedCluster.ask("SELECT epoch FROM turntable.draw_epoch WHERE campaign_id = " + campaign));
    }
}
