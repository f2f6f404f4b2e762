package org.turntable.promises.draw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.turntable.testing.load.DrawAnswer;
import org.turntable.testing.load.PlayerClient;
import org.turntable.testing.stack.Await;
import org.turntable.testing.stack.Cluster;
import org.turntable.testing.stack.TomcatNode;
import org.turntable.testing.system.SampleCampaigns;
import org.turntable.testing.system.SharedCluster;
import redis.clients.jedis.Jedis;

/** P2 and P4: no win is shown before its commit is on two machines, and no request waits for the database meanwhile. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NoWaitingForTheDatabaseIT {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private Cluster cluster;

    @BeforeAll
    void bringUp() {
        cluster = SharedCluster.whole();
    }

    @Test
    void aWinIsNotNamedWhileTheReplicaIsSilentAndConfirmsItselfAfterwards() throws Exception {
        int campaign = SharedCluster.open(SampleCampaigns.onePrize("silent-replica", 10, 100, 5, 5));
        PlayerClient phone = SharedCluster.phone(cluster.node(0), "silent-replica", "Li");
        cluster.pair().replica().suspend();
        try {
            DrawAnswer answer = phone.draw(1);
            assertEquals("confirming", answer.status());
            assertNull(answer.prize());
            assertEquals("confirming", phone.ask(1).status());
            assertEquals("confirming", phone.draw(1).status(), "a second tap learns no more");
            // The ledger gives the commit up after two seconds: from then on no request waits.
            Await.until(
                    "the breaker is open",
                    PATIENCE,
                    () -> metric(cluster.node(0), "turntable_ledger_breaker_open")
                            .equals("1.0"));
            assertEquals("confirming", phone.draw(1).status());
        } finally {
            cluster.pair().replica().resume();
        }
        Await.until(
                "the win confirms itself, untapped",
                PATIENCE,
                () -> phone.ask(1).isWin());
        assertEquals(
                "1",
                SharedCluster.ask(
                        "SELECT COUNT(*) FROM turntable.draw WHERE unit_ordinal IS NOT NULL AND campaign_id = "
                                + campaign));
    }

    @Test
    void whileMariaDbIsDeadPagesLoadLosingDrawsGoOnAndAllIsStoredAfterwards() throws Exception {
        int losing = SharedCluster.open(SampleCampaigns.onePrize("dead-database-losses", 10, 0, 50, 50));
        int winning = SharedCluster.open(SampleCampaigns.onePrize("dead-database-wins", 10, 100, 5, 5));
        PlayerClient loser = SharedCluster.phone(cluster.node(0), "dead-database-losses", "Loser");
        PlayerClient winner = SharedCluster.phone(cluster.node(1), "dead-database-wins", "Winner");
        cluster.pair().primary().kill9();
        try {
            for (int number = 1; number <= 20; number++) {
                assertEquals("loss", loser.draw(number).status());
            }
            assertEquals(21, loser.openPage());
            assertEquals("confirming", winner.draw(1).status());
            assertTrue(
                    cluster.node(0).isReady(), "a node without its database is degraded, and still there for players");
        } finally {
            cluster.pair().reopenPrimaryAfterCrash();
        }
        Await.until("the win confirms itself", PATIENCE, () -> winner.ask(1).isWin());
        Await.until(
                "every draw is stored",
                PATIENCE,
                () -> "20"
                        .equals(SharedCluster.ask(
                                "SELECT COUNT(*) FROM turntable.draw WHERE campaign_id = " + losing)));
        assertEquals("1", SharedCluster.ask("SELECT COUNT(*) FROM turntable.draw WHERE campaign_id = " + winning));
    }

    @Test
    void withoutRedisThePageIsStillThereAndTheSameDrawAnswersWhenItIsBack() throws Exception {
        SharedCluster.open(SampleCampaigns.onePrize("dead-redis", 10, 0, 5, 5));
        PlayerClient phone = SharedCluster.phone(cluster.node(0), "dead-redis", "Li");
        assertEquals("loss", phone.draw(1).status());
        cluster.draws().kill9();
        try {
            DrawAnswer busy = phone.draw(2);
            assertEquals(503, busy.httpStatus());
            assertEquals("busy", busy.status());
            assertTrue(busy.retryAfterMillis() > 0);
            assertEquals(200, phone.get("/c/dead-redis", "text/html").status());
            assertEquals(200, phone.get("/c/dead-redis/rules", "text/html").status());
        } finally {
            cluster.draws().start();
        }
        Await.until("the same draw answers", PATIENCE, () -> phone.draw(2).isResult());
        assertEquals(3, phone.openPage());
    }

    @Test
    void anEmptiedRedisClosesDrawsForAMomentAndKnowsEveryWinAfterwards() throws Exception {
        int campaign = SharedCluster.open(SampleCampaigns.onePrize("emptied-redis", 10, 100, 5, 5));
        PlayerClient phone = SharedCluster.phone(cluster.node(0), "emptied-redis", "Li");
        Await.until("a win is told", PATIENCE, () -> phone.draw(1).isWin());
        cluster.draws().command("FLUSHALL");
        long lost = System.nanoTime();
        Await.until("draws go on with the second", PATIENCE, () -> phone.draw(2).isWin());
        System.out.printf("draws went on %.0f ms after Redis was emptied%n", (System.nanoTime() - lost) / 1e6);
        assertTrue(phone.ask(1).isWin(), "the win of before is still told");
        try (Jedis redis = cluster.draws().client()) {
            assertEquals("2", redis.hget("tt:{" + campaign + "}:head", "epoch"));
            assertEquals(
                    "2",
                    redis.hgetAll("tt:{" + campaign + "}:taken")
                            .values()
                            .iterator()
                            .next());
        }
    }

    private static String metric(TomcatNode node, String name) throws Exception {
        return SharedCluster.opsLine(node)
                .get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .findFirst()
                .orElseThrow()
                .substring(name.length() + 1);
    }
}
