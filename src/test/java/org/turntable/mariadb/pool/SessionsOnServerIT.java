package org.turntable.mariadb.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.testing.stack.Await;
import org.turntable.testing.stack.MariaDbPair;

/**
 * How many sessions the nodes have on the primary: a bound that holds when nodes are killed in the middle of commits
 * that hang, again and again.
 */
class SessionsOnServerIT {
    private static final Logger LOG = LoggerFactory.getLogger(SessionsOnServerIT.class);
    private static final Duration LIMIT = Duration.ofSeconds(40);
    private static final String APPLICATION =
            " FROM information_schema.PROCESSLIST WHERE USER = '" + MariaDbPair.APPLICATION_USER + "'";
    /** The ledger's own commit, and one of all nodes that asked whether commits go through. */
    private static final int LEFT_BEHIND = 2;

    private static CampaignOnPair campaign;
    private final AtomicInteger numbers = new AtomicInteger();

    @BeforeAll
    static void start() {
        campaign = new CampaignOnPair().start();
        // Only the nodes of these tests are counted.
        campaign.pool().close();
    }

    @AfterAll
    static void stop() {
        campaign.close();
    }

    @Test
    void theSessionsOfKilledNodesDoNotAccumulateWhileTheReplicaIsDown() {
        // In order: it only has to be away, and once 11.4.5 did not recover from a kill right after its first start.
        killedAgainAndAgain(
                () -> campaign.pair().replica().stop(),
                () -> campaign.pair().replica().start());
    }

    @Test
    void theSessionsOfKilledNodesDoNotAccumulateWhileTheReplicaHangs() {
        killedAgainAndAgain(
                () -> campaign.pair().replica().suspend(),
                () -> campaign.pair().replica().resume());
    }

    private void killedAgainAndAgain(Runnable takeAway, Runnable bringBack) {
        List<Long> counted = new ArrayList<>();
        try (WritingNode first = node().awaitWrites()) {
            takeAway.run();
            Await.until("its commit hangs", LIMIT, () -> hanging() >= 1);
            first.kill9();
        }
        for (int kills = 0; kills < 4; kills++) {
            try (WritingNode next = node().awaitAsked()) {
                next.kill9();
            }
            Await.until("what does not hang is gone", LIMIT, () -> sessions() == hanging());
            counted.add(sessions());
        }
        LOG.info("sessions after each kill -9: {}", counted);
        assertTrue(counted.stream().allMatch(count -> count <= LEFT_BEHIND), counted::toString);
        assertEquals("1", campaign.ask("SELECT 1"), "root gets in");

        bringBack.run();
        Await.until("nothing hangs any more", LIMIT, () -> sessions() == 0);
        long rows = campaign.count("draw");
        try (WritingNode after = node().awaitWrites()) {
            Await.until("draws are written again", LIMIT, () -> campaign.count("draw") > rows);
        }
        Await.until("that node is gone", LIMIT, () -> sessions() == 0);
    }

    @Test
    void theNodesTogetherNeverExceedTheConnectionLimit() {
        int nodes = 3;
        AtomicInteger most = new AtomicInteger();
        try (WritingNode one = node().awaitWrites();
                WritingNode two = node().awaitWrites();
                WritingNode three = node().awaitWrites()) {
            CompletableFuture<Void> crash = CompletableFuture.runAsync(() -> {
                campaign.pair().primary().kill9();
                campaign.pair().reopenPrimaryAfterCrash();
            });
            long before = System.nanoTime();
            Await.until("they write again", LIMIT, () -> {
                try {
                    most.accumulateAndGet((int) sessions(), Math::max);
                } catch (IllegalStateException away) {
                    // Just now there is no server to ask.
                }
                return crash.isDone()
                        && System.nanoTime() - before > Duration.ofSeconds(2).toNanos()
                        && "0".equals(campaign.ask("SELECT @@read_only"))
                        && Long.parseLong(campaign.ask(
                                        "SELECT COUNT(DISTINCT node) FROM turntable.ledger_beat WHERE node "
                                                + "= '(probe)'"))
                                == 1
                        && sessions() == nodes * (WritingNode.POOL_SIZE + 1);
            });
        }
        LOG.info("sessions of {} nodes through a crash: {} at most", nodes, most);
        assertTrue(most.get() <= nodes * (WritingNode.POOL_SIZE + 1), most::toString);
        Await.until("they are gone", LIMIT, () -> sessions() == 0);
    }

    @Test
    void aNodeWithHangingCommitsDoesNotOpenConnectionsWithoutLimit() throws Exception {
        int size = 3;
        MariaDbPools.Access access = new MariaDbPools.Access(
                List.of(campaign.pair().primary().address()),
                MariaDbPair.DATABASE,
                MariaDbPair.APPLICATION_USER,
                campaign.pair().applicationPassword());
        campaign.pair()
                .primary()
                .execute("CREATE TABLE turntable.thing (id INT PRIMARY KEY, by_whom BIGINT NOT NULL) ENGINE = InnoDB");
        // Writers that do not ask the breaker first, and a node that gives up soon, so that a minute of outage fits
        // into seconds.
        try (NodePool pool = MariaDbPools.forNode(access, "hasty", size, Duration.ofMillis(500));
                SteadyWriters writers = new SteadyWriters(pool, size)) {
            campaign.pair().replica().kill9();
            Await.until("as many hang as may be left behind", LIMIT, () -> hanging() >= size);
            int refused = writers.refused();
            long most = 0;
            while (writers.refused() < refused + 30) {
                most = Math.max(most, sessions());
            }
            campaign.pair().replica().start();
            int before = writers.acknowledged().size();
            Await.until(
                    "rows are stored again", LIMIT, () -> writers.acknowledged().size() > before + 20);
            LOG.info("sessions of a node with {} connections whose commits hang: {} at most", size, most);
            assertTrue(most <= 2 * size + 2, "there were " + most + " sessions");
        }
        Await.until("they are gone", LIMIT, () -> sessions() == 0);
    }

    private WritingNode node() {
        return new WritingNode(
                new MariaDbPools.Access(
                        List.of(campaign.pair().primary().address()),
                        MariaDbPair.DATABASE,
                        MariaDbPair.APPLICATION_USER,
                        campaign.pair().applicationPassword()),
                numbers.incrementAndGet());
    }

    private static long sessions() {
        return Long.parseLong(campaign.ask("SELECT COUNT(*)" + APPLICATION));
    }

    /** Sessions with a statement under way, which are those that wait for an acknowledgement or behind one. */
    private static long hanging() {
        return Long.parseLong(
                campaign.ask("SELECT COUNT(*)" + APPLICATION + " AND COMMAND NOT IN ('Sleep', 'Connect')"));
    }
}
