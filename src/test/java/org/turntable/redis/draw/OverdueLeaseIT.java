package org.turntable.redis.draw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.turntable.concurrent.PeriodicTask;
import org.turntable.draw.DrawAnswer;
import org.turntable.draw.PlayerState;
import org.turntable.ledger.UnwrittenDraws;
import org.turntable.mariadb.pool.CampaignOnPair;
import org.turntable.player.DrawOutcome;
import org.turntable.player.PlayerId;
import org.turntable.player.Players;
import org.turntable.testing.stack.Await;
import org.turntable.testing.stack.TcpProxy;

/** A node keeps the sweeper's lease and writes nothing, as an older WAR does that has lost its way to MariaDB. */
class OverdueLeaseIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final long LEASE_MS = 10_000;
    private static final Duration SWEEP_AGE = Duration.ofMillis(500);
    /** The last part is for two rounds of the sweeper and a write, on a busy machine. */
    private static final Duration ANSWERED = SWEEP_AGE.plusMillis(LEASE_MS).plusSeconds(4);

    private static final int PLAYERS = 20;
    private static final int EARLIER = 2;
    private static final int COUPONS = 3;
    private static CampaignOnPair database;
    private static DrawsRedis redis;

    @BeforeAll
    static void start() {
        database = new CampaignOnPair().start();
        redis = new DrawsRedis();
    }

    @AfterAll
    static void stop() {
        redis.close();
        database.close();
    }

    @BeforeEach
    void openACampaign() throws Exception {
        redis.server().command("FLUSHALL");
        database.newCampaign();
        database.pair().primary().execute("UPDATE turntable.campaign SET state = 'open'");
    }

    @Test
    void whatTheHolderOfTheLeaseLeavesIsWrittenByAnotherNodeAndItsPlayersAreAnswered() throws Exception {
        try (TcpProxy way = new TcpProxy(database.pair().primary().port());
                NodeParts older = node("older", database.newPool(List.of(way.address())));
                PeriodicTask lease = new PeriodicTask(
                        "older-sweeper",
                        "keeping the lease",
                        Duration.ofMillis(250),
                        () -> older.redis.drawLog().holdSweeperLease(database.campaignId(), "older", LEASE_MS));
                NodeParts newer = node("newer", database.newPool())) {
            older.redis.onRun(older.epochs::runSeen);
            older.housekeeper.start();
            older.ledger.start();
            lease.start();
            Await.until("the older node has the lease", LIMIT, () -> "older".equals(holder()));
            newer.start();
            Await.until("both nodes are ready", LIMIT, () -> isReady(older) && isReady(newer));

            way.cut();
            long first = System.nanoTime();
            Map<PlayerId, DrawAnswer> told = draw(older, 1, EARLIER);
            // Seconds later, when the other node has observed the entries of the earlier ones.
            long second = System.nanoTime();
            told.putAll(draw(older, EARLIER + 1, PLAYERS));
            List<PlayerId> waiting = told.keySet().stream()
                    .filter(player -> told.get(player) instanceof DrawAnswer.Confirming)
                    .toList();
            assertEquals(COUPONS, waiting.size(), told::toString);
            assertEquals(PLAYERS, redis.streamLength(database.campaignId()), "entries that nobody has written");

            // Their pages only look: a repeated tap would make the other node write the candidate itself.
            awaitAnswers(newer, waiting.subList(0, EARLIER), first);
            awaitAnswers(newer, waiting.subList(EARLIER, COUPONS), second);
            assertEquals("older", holder());
            for (PlayerId player : waiting) {
                assertInstanceOf(DrawOutcome.Win.class, view(newer, player).last());
            }
            Await.until(
                    "what the other players were told is stored",
                    LIMIT,
                    () -> database.count("draw") == PLAYERS && redis.streamLength(database.campaignId()) == 0);
            assertEquals(COUPONS, database.count("prize_unit WHERE draw_number IS NOT NULL"));
            Await.until(
                    "the second lease is given up",
                    LIMIT,
                    () -> redis.server().command("EXISTS", key("overdue")).equals("0"));
            way.restore();
        }
    }

    private static NodeParts node(String name, HikariDataSource pool) {
        return new NodeParts(
                name,
                pool,
                redis.node(),
                new NodeParts.Times(Duration.ofMillis(400), SWEEP_AGE, Duration.ofMillis(700)),
                new UnwrittenDraws(1 << 20),
                NodeParts.HITS);
    }

    private static boolean isReady(NodeParts node) {
        return node.isOpen(database.campaignId()) && node.breaker.isClosed();
    }

    /** The first draw of each of these players, at the same time. */
    private static Map<PlayerId, DrawAnswer> draw(NodeParts node, int from, int to) throws Exception {
        Map<PlayerId, CompletableFuture<DrawAnswer>> taps = new LinkedHashMap<>();
        for (int i = from; i <= to; i++) {
            taps.put(Players.player(i), node.draws.draw(node.campaign(), Players.player(i), 1));
        }
        Map<PlayerId, DrawAnswer> told = new LinkedHashMap<>();
        for (Map.Entry<PlayerId, CompletableFuture<DrawAnswer>> tap : taps.entrySet()) {
            told.put(tap.getKey(), tap.getValue().get(10, TimeUnit.SECONDS));
        }
        return told;
    }

    private static void awaitAnswers(NodeParts node, List<PlayerId> players, long drawnAt) {
        Await.until(
                "players who wait have an answer",
                ANSWERED.minusNanos(System.nanoTime() - drawnAt),
                () -> players.stream().noneMatch(player -> view(node, player).last() instanceof DrawOutcome.Candidate));
    }

    private static PlayerState view(NodeParts node, PlayerId player) {
        return node.draws.view(node.campaign(), player).join().orElseThrow();
    }

    private static String holder() {
        return redis.server().command("GET", key("sweeper"));
    }

    private static String key(String name) {
        return "tt:{" + database.campaignId() + "}:" + name;
    }
}
