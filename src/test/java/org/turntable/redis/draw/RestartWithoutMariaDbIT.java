package org.turntable.redis.draw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.turntable.draw.DrawAnswer;
import org.turntable.draw.restart.LiveNodes;
import org.turntable.mariadb.pool.CampaignOnPair;
import org.turntable.player.PlayerId;
import org.turntable.player.Players;
import org.turntable.testing.stack.Await;

/** Redis is killed while MariaDB is away: draws go on if it lost nothing, and stay closed if that is not proved. */
class RestartWithoutMariaDbIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int PLAYERS = 5;
    private static CampaignOnPair database;
    private static DrawsRedis redis;

    private final Map<String, LiveNodes.Sign> statuses = new ConcurrentHashMap<>();
    /** What players were told last, by player and number. */
    private final Map<String, DrawAnswer> told = new LinkedHashMap<>();

    private PlayingNode first;
    private PlayingNode second;

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

    /** Two nodes in the second epoch, in which every player had to be loaded and was. */
    @BeforeEach
    void play() throws Exception {
        redis.server().command("FLUSHALL");
        database.newCampaign();
        database.pair().primary().execute("UPDATE turntable.campaign SET state = 'open'");
        first = new PlayingNode("first", database, redis.node(), statuses);
        second = new PlayingNode("second", database, redis.node(), statuses);
        awaitOpen(1);
        drawAll(1);
        killRedis();
        awaitOpen(2);
        drawAll(2);
        Await.until("all draws are written", LIMIT, () -> database.count("draw") == 2 * PLAYERS);
        first.way.cut();
        second.way.cut();
        drawAll(3);
        Await.until(
                "MariaDB is away for both nodes", LIMIT, () -> !first.breaker.isClosed() && !second.breaker.isClosed());
    }

    @AfterEach
    void closeNodes() {
        first.close();
        second.close();
    }

    @Test
    void returningPlayersDrawAfterARestartThatLostNothing() throws Exception {
        killRedis();
        String run = redis.server().info("run_id");
        awaitOpen(2);
        int confirming = 0;
        for (int number = 4; number <= 6; number++) {
            drawAll(number);
        }
        for (DrawAnswer answer : told.values()) {
            confirming += answer instanceof DrawAnswer.Confirming ? 1 : 0;
        }
        assertTrue(confirming > 0, told::toString);
        assertEquals(2, storedEpoch(), "MariaDB was not asked");

        mend();
        Await.until("MariaDB has the run, and draws never closed", LIMIT, () -> {
            assertTrue(first.isOpenIn(database.campaignId(), 2) && second.isOpenIn(database.campaignId(), 2));
            return database.ask("SELECT run_id FROM turntable.draw_epoch").equals(run);
        });
        awaitThatAllToldStands(6);
        drawAll(7);
        assertEquals(2, storedEpoch());
    }

    @Test
    void afterOneMoreRestartTheEpochStillGoesOn() throws Exception {
        killRedis();
        awaitOpen(2);
        drawAll(4);
        killRedis();
        awaitOpen(2);
        drawAll(5);
        mend();
        awaitThatAllToldStands(5);
        Await.until(
                "MariaDB has the last run",
                LIMIT,
                () -> database.ask("SELECT run_id FROM turntable.draw_epoch")
                        .equals(redis.server().info("run_id")));
        assertEquals(2, storedEpoch());
    }

    @Test
    void anAnsweredDrawThatIsMissingKeepsDrawsClosedUntilMariaDbIsBack(@TempDir Path folder) throws Exception {
        Path copy = folder.resolve("copy");
        redis.server().copyDataTo(copy);
        drawAll(4);
        redis.server().restartFrom(copy);
        assertClosedUntilMariaDbIsBack();
        awaitThatAllToldStands(4);
    }

    @Test
    void aStreamThatLostAllItHadTakesNothingFromTheMemoryOfNodes(@TempDir Path folder) throws Exception {
        first.way.restore();
        second.way.restore();
        Path copy = folder.resolve("copy");
        Await.until("the stream is empty", LIMIT, () -> redis.streamLength(database.campaignId()) == 0);
        redis.server().copyDataTo(copy);
        first.way.cut();
        second.way.cut();
        drawAll(4);
        Await.until(
                "MariaDB is away for both nodes", LIMIT, () -> !first.breaker.isClosed() && !second.breaker.isClosed());
        redis.server().restartFrom(copy);
        assertClosedUntilMariaDbIsBack();
        awaitThatAllToldStands(4);
    }

    @Test
    void aNodeThatDiedWithRedisKeepsDrawsClosed() throws Exception {
        second.die();
        killRedis();
        assertStaysClosed(first);
        first.way.restore();
        Await.until("draws are open", LIMIT, () -> first.isOpenIn(database.campaignId(), 3));
        awaitThatAllToldStands(3);
    }

    @Test
    void aNodeThatIsFrozenOverTheRestartKeepsDrawsClosedUntilItWakes() throws Exception {
        second.freeze();
        killRedis();
        assertStaysClosed(first);
        second.wake();
        awaitOpen(2);
        drawAll(4);
        assertEquals(2, storedEpoch(), "MariaDB was not asked");
        mend();
        awaitThatAllToldStands(4);
    }

    @Test
    void aNodeOfAnOlderVersionKeepsDrawsClosed() throws Exception {
        statuses.put("older", new LiveNodes.Sign("older", null, Instant.now()));
        killRedis();
        assertClosedUntilMariaDbIsBack();
        awaitThatAllToldStands(3);
    }

    private void assertClosedUntilMariaDbIsBack() throws Exception {
        assertStaysClosed(first);
        assertStaysClosed(second);
        mend();
        awaitOpen(3);
    }

    private void assertStaysClosed(PlayingNode node) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(3);
        while (System.nanoTime() - end < 0) {
            DrawAnswer answer = node.draw(player(1), 4);
            assertFalse(answer instanceof DrawAnswer.Drawn, () -> "answered " + answer);
            assertFalse(node.isOpen(database.campaignId()), "draws are open without a proof");
        }
    }

    private void mend() {
        first.way.restore();
        second.way.restore();
    }

    private void killRedis() {
        redis.server().kill9();
        redis.server().start();
    }

    private void awaitOpen(long epoch) {
        Await.until(
                "both nodes are in epoch " + epoch,
                LIMIT,
                () -> first.isOpenIn(database.campaignId(), epoch) && second.isOpenIn(database.campaignId(), epoch));
    }

    /** That draw of every player, at both nodes by turns; a tap that is answered "busy" is repeated. */
    private void drawAll(int number) {
        for (int i = 1; i <= PLAYERS; i++) {
            PlayerId player = player(i);
            PlayingNode node = (i + number) % 2 == 0 ? first : second;
            Await.until("player " + i + " has an answer to draw " + number, LIMIT, () -> {
                DrawAnswer answer = node.draw(player, number);
                if (answer instanceof DrawAnswer.Drawn drawn) {
                    assertEquals(number, drawn.number());
                    told.put(key(player, number), answer);
                    return true;
                }
                return false;
            });
        }
    }

    private void awaitThatAllToldStands(int draws) {
        Await.until(
                "all draws are written and settled",
                LIMIT,
                () -> database.count("draw") == (long) draws * PLAYERS
                        && redis.streamLength(database.campaignId()) == 0);
        told.forEach((key, answer) -> {
            boolean won = database.count("draw WHERE unit_ordinal IS NOT NULL AND " + key) == 1;
            if (answer instanceof DrawAnswer.Lost) {
                assertFalse(won, () -> "told a loss: " + key);
            } else if (answer instanceof DrawAnswer.Won) {
                assertTrue(won, () -> "told a win: " + key);
            } else {
                assertInstanceOf(DrawAnswer.Confirming.class, answer);
            }
        });
        assertEquals(
                database.count("draw WHERE unit_ordinal IS NOT NULL"),
                database.count("prize_unit WHERE draw_number IS NOT NULL"));
    }

    private static String key(PlayerId player, int number) {
        return "player_id = x'" + HexFormat.of().formatHex(player.bytes()) + "' AND number = " + number;
    }

    private static long storedEpoch() {
        return Long.parseLong(database.ask("SELECT epoch FROM turntable.draw_epoch"));
    }

    private static PlayerId player(int number) {
        return Players.player(number);
    }
}
