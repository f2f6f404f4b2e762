package org.turntable.redis.draw;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.turntable.draw.DrawAnswer;
import org.turntable.ledger.UnwrittenDraws;
import org.turntable.mariadb.pool.CampaignOnPair;
import org.turntable.player.PlayerId;
import org.turntable.player.Players;
import org.turntable.redis.RequiredReplicas;
import org.turntable.testing.stack.Await;

/**
 * A cut parts the Redis master and one node from the Sentinel, the replicas and the other node: for a time there are
 * two masters. Both nodes reach MariaDB.
 */
class CutSentinelGroupIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int MOST = 100;
    private static CampaignOnPair database;

    @TempDir
    private Path folder;

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
        database.pair().primary().execute("UPDATE turntable.campaign SET state = 'open'");
    }

    @Test
    void noTwoMastersTakeDrawsAtATimeAndNoNumberHasTwoResults() throws Exception {
        try (RedisGroup group = new RedisGroup(folder, RequiredReplicas.MAX_LAG_SECONDS);
                NodeParts there = node("there", group.nodeOfSentinels(), NodeParts.HITS);
                NodeParts alone = node("alone", group.nodeOfTheFirst(), NodeParts.MISSES)) {
            Await.until(
                    "both nodes draw",
                    LIMIT,
                    () -> isDrawn(alone.draw(Players.player(1_000), 1))
                            && isDrawn(there.draw(Players.player(1_001), 1)));
            group.cutAndPromote();

            Map<PlayerId, Integer> told = new HashMap<>();
            int[] last = {0};
            Await.until("draws are open at the new master", LIMIT, () -> {
                PlayerId player = Players.player(last[0]++ % MOST);
                int number = told.getOrDefault(player, 0) + 1;
                DrawAnswer answer = alone.draw(player, number);
                if (isDrawn(answer)) {
                    told.put(player, number);
                }
                return there.epochs
                        .current(database.campaignId())
                        .filter(epoch -> epoch.number() == 2)
                        .isPresent();
            });
            assertEquals(MOST, told.size(), "the cut-off master took no draws: this test cannot tell");
            int both = 0;
            List<String> contradictions = new ArrayList<>();
            for (Map.Entry<PlayerId, Integer> entry : told.entrySet()) {
                PlayerId player = entry.getKey();
                int number = entry.getValue();
                DrawAnswer again = there.draw(player, number);
                if (!(again instanceof DrawAnswer.Lost)) {
                    contradictions.add("number " + number + ": lost, then " + again);
                }
                DrawAnswer next = there.draw(player, number + 1);
                DrawAnswer beside = alone.draw(player, number + 1);
                both += isDrawn(beside) ? 1 : 0;
                if (next instanceof DrawAnswer.Won && beside instanceof DrawAnswer.Lost) {
                    contradictions.add("number " + (number + 1) + ": won, and lost on the other node");
                }
            }
            assertEquals(List.of(), contradictions);
            assertEquals(0, both, "draws that the first master took while the second did");
        }
    }

    private static boolean isDrawn(DrawAnswer answer) {
        return answer instanceof DrawAnswer.Lost
                || answer instanceof DrawAnswer.Won
                || answer instanceof DrawAnswer.Confirming;
    }

    private static NodeParts node(String name, RedisForDraws redis, RandomGenerator random) {
        Duration ownAge = Duration.ofMillis(400);
        return new NodeParts(
                        name,
                        database.newPool(),
                        redis,
                        new NodeParts.Times(
                                ownAge,
                                Duration.ofMillis(500),
                                redis.cutOff().plus(ownAge).plusMillis(500)),
                        new UnwrittenDraws(1 << 20),
                        random)
                .start();
    }
}
