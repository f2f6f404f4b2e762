package org.turntable.promises.draw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.turntable.testing.load.DrawAnswer;
import org.turntable.testing.load.HttpConnection;
import org.turntable.testing.load.PlayerClient;
import org.turntable.testing.load.PlayerCredentials.Credentials;
import org.turntable.testing.stack.Await;
import org.turntable.testing.stack.Cluster;
import org.turntable.testing.stack.TomcatNode;
import org.turntable.testing.system.SampleCampaigns;
import org.turntable.testing.system.SharedCluster;
import redis.clients.jedis.Jedis;

/**
 * P3: the same draw gives the same answer however often, on whichever node, and spends one chance and at most one unit.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OneTapOneResultIT {
    private static final int AT_ONCE = 50;
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private Cluster cluster;

    @BeforeAll
    void bringUp() {
        cluster = SharedCluster.whole();
    }

    @Test
    void theSameLosingNumberPostedFiftyTimesAtOnceIsOneDraw() throws Exception {
        int campaign = SharedCluster.open(SampleCampaigns.onePrize("fifty-losses", 10, 0, 5, 5));
        assertEquals(Set.of("loss"), fiftyTimes("fifty-losses"));
        awaitDraws(campaign, "1/0");
    }

    @Test
    void theSameWinningNumberPostedFiftyTimesAtOnceIsOneDrawAndOneUnit() throws Exception {
        int campaign = SharedCluster.open(SampleCampaigns.onePrize("fifty-wins", 10, 100, 5, 5));
        assertEquals(Set.of("win 咖啡券"), fiftyTimes("fifty-wins"));
        awaitDraws(campaign, "1/1");
        assertEquals("1", given(campaign));
    }

    @Test
    void aNodeThatIsSuspendedDuringItsCommitLosesNothing() throws Exception {
        int campaign = SharedCluster.open(SampleCampaigns.onePrize("frozen-commit", 10, 100, 5, 5));
        PlayerClient phone = SharedCluster.phone(cluster.node(0), "frozen-commit", "Frozen");
        try (Connection root = cluster.pair().primary().root();
                Statement lock = root.createStatement()) {
            // No commit gets through, so the freeze falls between the admission and the end of the commit.
            lock.execute("FLUSH TABLES WITH READ LOCK");
            suspendDuringTheDraw(campaign, phone, () -> lock.execute("UNLOCK TABLES"));
        }
    }

    @Test
    void aNodeThatIsSuspendedBeforeItsCommitAndHoldsTheUnitLosesNothing() throws Exception {
        int campaign = SharedCluster.open(SampleCampaigns.onePrize("suspended-insert", 1, 100, 5, 5));
        PlayerClient phone = SharedCluster.phone(cluster.node(0), "suspended-insert", "Frozen");
        String player = playerOf(campaign);
        try (Connection root = cluster.pair().primary().root();
                Statement row = root.createStatement()) {
            // The row is in the way, so the node stops at its insert, holds the last unit and has sent no commit
            // sent.
            root.setAutoCommit(false);
            row.execute("INSERT INTO turntable.draw (campaign_id, player_id, number, drawn_at) VALUES (" + campaign
                    + ", x'" + player + "', 1, UTC_TIMESTAMP(3))");
            suspendDuringTheDraw(campaign, phone, () -> {
                root.rollback();
                return true;
            });
        }
    }

    @Test
    void whileAShownLossIsInItsNodesMemoryAloneItIsNotDrawnAgainThoughRedisIsEmptied() throws Exception {
        int campaign = SharedCluster.open(SampleCampaigns.onePrize("forgotten-loss", 1, 0, 5, 5));
        PlayerClient phone = SharedCluster.phone(cluster.node(0), "forgotten-loss", "Frozen");
        PlayerClient other = new PlayerClient(
                        SharedCluster.line(cluster.node(1)), cluster.node(1).baseUrl(), "forgotten-loss")
                .with(new Credentials(phone.cookieHeader(), phone.csrf()));
        try (Connection root = cluster.pair().primary().root();
                Statement row = root.createStatement()) {
            // The row is in the way, so that the result is shown and not stored.
            root.setAutoCommit(false);
            row.execute("INSERT INTO turntable.draw (campaign_id, player_id, number, drawn_at) VALUES (" + campaign
                    + ", x'" + playerOf(campaign) + "', 1, UTC_TIMESTAMP(3))");
            assertEquals("loss", answerOf(phone).status());
            cluster.draws().command("FLUSHALL");
            // As long as its node tries to write it; without the wait a new epoch is there after a tenth of that.
            for (long end = System.nanoTime() + 900_000_000L; System.nanoTime() < end; ) {
                assertEquals("busy", other.draw(1).status());
            }
            root.rollback();
        }
        Await.until(
                "the other node knows the result",
                PATIENCE,
                () -> other.draw(1).status().equals("loss"));
        awaitDraws(campaign, "1/0");
    }

    private void suspendDuringTheDraw(int campaign, PlayerClient phone, Callable<Boolean> unlock) throws Exception {
        TomcatNode suspended = cluster.node(0);
        TomcatNode other = cluster.node(1);
        // As long as the node is suspended the first answer does not come: on a slow machine that is more than 8 s.
        PlayerClient patient = phone.over(
                new HttpConnection("127.0.0.1", suspended.port(), Duration.ofSeconds(10), PATIENCE.multipliedBy(2)));
        CompletableFuture<DrawAnswer> first = CompletableFuture.supplyAsync(() -> answerOf(patient));
        Await.until(
                "the candidate is admitted and its group waits",
                PATIENCE,
                () -> pendingIn(campaign) && statementsWait());
        suspended.suspend();
        try {
            unlock.call();
            PlayerClient second = new PlayerClient(SharedCluster.line(other), other.baseUrl(), slugOf(campaign))
                    .with(new Credentials(phone.cookieHeader(), phone.csrf()));
            Await.until(
                    "the other node knows the result",
                    PATIENCE,
                    () -> second.draw(1).isWin());
        } finally {
            suspended.resume();
        }
        DrawAnswer answer = first.get();
        assertTrue(
                answer.isWin() || answer.status().equals("confirming"), () -> "the suspended node answered " + answer);
        PlayerClient again = new PlayerClient(SharedCluster.line(suspended), suspended.baseUrl(), slugOf(campaign))
                .with(new Credentials(phone.cookieHeader(), phone.csrf()));
        assertTrue(answerOf(again).isWin(), "the node that was suspended answers with what is stored");
        awaitDraws(campaign, "1/1");
        assertEquals("1", given(campaign));
    }

    /**
     * The first answer that is not "busy": on a slow machine a draw may be refused in time, and changes nothing then.
     */
    private static DrawAnswer answerOf(PlayerClient phone) {
        DrawAnswer[] answer = new DrawAnswer[1];
        Await.until("the draw is answered", PATIENCE, () -> {
            answer[0] = phone.draw(1);
            return !answer[0].status().equals("busy");
        });
        return answer[0];
    }

    private Set<String> fiftyTimes(String slug) throws Exception {
        PlayerClient signedIn = SharedCluster.phone(cluster.node(0), slug, "Fifty");
        ExecutorService pool = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<Callable<String>> taps = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                TomcatNode node = cluster.node(i % cluster.nodes().size());
                PlayerClient phone = new PlayerClient(SharedCluster.line(node), node.baseUrl(), slug)
                        .with(new Credentials(signedIn.cookieHeader(), signedIn.csrf()));
                taps.add(() -> resultOf(phone));
            }
            Set<String> results = new TreeSet<>();
            for (Future<String> tap : pool.invokeAll(taps)) {
                results.add(tap.get());
            }
            assertEquals(2, signedIn.openPage(), "one chance is spent, the next draw is the second");
            return results;
        } finally {
            pool.shutdownNow();
        }
    }

    /** The result in the end; "being confirmed" is none. */
    private static String resultOf(PlayerClient phone) {
        DrawAnswer[] answer = new DrawAnswer[1];
        Await.until("there is a result", PATIENCE, () -> {
            answer[0] = phone.draw(1);
            return answer[0].isResult();
        });
        return answer[0].status() + (answer[0].prize() == null ? "" : " " + answer[0].prize());
    }

    private boolean pendingIn(int campaign) {
        try (Jedis redis = cluster.draws().client()) {
            return redis.keys("tt:{" + campaign + "}:player:*").stream()
                    .anyMatch(key -> redis.hget(key, "result").startsWith("C:"));
        }
    }

    /** Each statement begins with a comment that names it. */
    private static boolean statementsWait() {
        return !"0"
                .equals(SharedCluster.ask(
                        "SELECT COUNT(*) FROM information_schema.processlist WHERE user = 'turntable_app'"
                                + " AND command NOT IN ('Sleep', 'Binlog Dump') AND (info LIKE '%INSERT INTO draw "
                                + "%' OR info LIKE '%UPDATE prize_unit%'"
                                + " OR info LIKE '%COMMIT%' OR state LIKE '%ackup%' OR state LIKE '%lock%')"));
    }

    private String playerOf(int campaign) {
        Await.until(
                "the visit is stored",
                PATIENCE,
                () -> "1"
                        .equals(SharedCluster.ask("SELECT COUNT(*) FROM turntable.player p WHERE p.campaign_id = "
                                + campaign + " AND p.player_id = " + idOfFrozen())));
        return SharedCluster.ask("SELECT HEX(player_id) FROM turntable.player WHERE campaign_id = " + campaign
                + " AND player_id = " + idOfFrozen());
    }

    private String idOfFrozen() {
        byte[] id = new org.turntable.player.IdentitySigner(
                        cluster.settings().get("identity.secret"), Duration.ofDays(1))
                .playerOf("simple:Frozen")
                .bytes();
        return "x'" + java.util.HexFormat.of().formatHex(id) + "'";
    }

    private static String slugOf(int campaign) {
        return SharedCluster.ask("SELECT slug FROM turntable.campaign WHERE id = " + campaign);
    }

    private static void awaitDraws(int campaign, String drawsAndWins) {
        Await.until(
                "the draws are stored",
                PATIENCE,
                () -> drawsAndWins.equals(SharedCluster.ask(
                        "SELECT CONCAT(COUNT(*), '/', COUNT(unit_ordinal)) FROM turntable.draw WHERE campaign_id = "
                                + campaign)));
    }

    private static String given(int campaign) {
        return SharedCluster.ask(
                "SELECT COUNT(player_id) FROM turntable.prize_unit JOIN turntable.prize ON prize.id = prize_id "
                        + "WHERE campaign_id = "
                        + campaign);
    }
}
