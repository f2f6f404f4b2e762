package org.turntable.redis.draw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.turntable.campaign.Campaign;
import org.turntable.draw.DrawAnswer;
import org.turntable.draw.Epoch;
import org.turntable.draw.PlayerState;
import org.turntable.ledger.Metric;
import org.turntable.ledger.UnwrittenDraws;
import org.turntable.mariadb.pool.CampaignOnPair;
import org.turntable.player.PlayerId;
import org.turntable.player.Players;
import org.turntable.testing.stack.Await;
import org.turntable.testing.stack.TcpProxy;

/** MariaDB is restored or set up anew while nodes run and Redis keeps all it has. */
class CampaignMadeAnewIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final PlayerId RETURNING = Players.player(1);
    private static final PlayerId UNWRITTEN = Players.player(2);
    private static CampaignOnPair database;
    private static DrawsRedis redis;

    private TcpProxy way;
    private NodeParts node;
    private Campaign old;
    private Epoch epoch;

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
    void aCampaignIsPlayed() throws Exception {
        redis.server().command("FLUSHALL");
        database.newCampaign();
        open();
        way = new TcpProxy(database.pair().primary().port());
        node = new NodeParts(
                        "first",
                        database.newPool(List.of(way.address())),
                        redis.node(),
                        NodeParts.Times.ofMillis(400, 500, 700),
                        new UnwrittenDraws(1 << 20),
                        NodeParts.HITS)
                .start();
        Await.until("draws are open", LIMIT, () -> node.draw(RETURNING, 1) instanceof DrawAnswer.Won);
        assertInstanceOf(DrawAnswer.Won.class, node.draw(RETURNING, 2));
        Await.until("the draws are written", LIMIT, () -> backlog() == 0 && database.count("draw") == 2);
        old = node.campaign();
        epoch = node.epochs.current(old.id()).orElseThrow();
        // While MariaDB is away, draws stay in the stream.
        way.cut();
        for (int number = 1; number <= 7; number++) {
            node.redis.admissions().admit(old, UNWRITTEN, number, null, epoch).get(10, TimeUnit.SECONDS);
        }
    }

    @AfterEach
    void end() {
        node.close();
        way.close();
    }

    @Test
    void aCampaignThatWasMadeAnewUnderTheSameIdGetsNothingThatRedisHasOfTheOldOne() throws Exception {
        String oldUid = uid();
        database.newCampaignWithTheSameId();
        open();
        assertNotEquals(oldUid, uid());
        way.restore();

        Await.until(
                "the new campaign's first draw is won", LIMIT, () -> node.draw(RETURNING, 1) instanceof DrawAnswer.Won);
        int television = database.prizeId(1);
        PlayerState returned = view(RETURNING);
        assertEquals(1, returned.number());
        assertEquals(
                List.of(television),
                returned.wins().stream().map(PlayerState.Win::prizeId).toList());
        assertEquals(List.of(), view(UNWRITTEN).wins());
        assertEquals(0, view(UNWRITTEN).number());

        Epoch next = node.epochs.current(old.id()).orElseThrow();
        assertEquals(epoch.number() + 1, next.number());
        String aside = key("aside:" + oldUid + ":" + next.number() + ":");
        assertEquals("7", redis.server().command("XLEN", aside + "ledger"));
        assertEquals("-1", redis.server().command("PTTL", aside + "ledger"), "it does not expire");
        assertEquals(
                "2",
                redis.server()
                        .command(
                                "HGET",
                                aside + "taken",
                                String.valueOf(old.prizes().get(0).id())));
        assertEquals(
                "2", redis.server().command("HGET", key("player:" + RETURNING + ":aside:" + epoch.number()), "number"));
        assertEquals(7, Metric.of(node.registry, "turntable_draw_entries_set_aside"));
        assertEquals(uid(), redis.server().command("HGET", key("head"), "campaign"));

        Await.until("the new campaign's entries are written", LIMIT, () -> backlog() == 0);
        assertEquals("1", database.ask("SELECT COUNT(*) FROM turntable.draw"), "only the draw of the new campaign");
        assertEquals("0", redis.server().command("EXISTS", key("dead")));
    }

    @Test
    void theSameCampaignGoesOnWithWhatRedisHasWhenItGetsTheUidOfBefore() throws Exception {
        String oldUid = uid();
        database.newCampaignWithTheSameId();
        database.pair().primary().execute("UPDATE turntable.campaign SET uid = '" + oldUid + "'");
        open();
        way.restore();
        awaitTheNextEpoch();
        Await.until(
                "draws go on with the number after", LIMIT, () -> node.draw(UNWRITTEN, 8) instanceof DrawAnswer.Won);
        assertEquals("", redis.server().command("KEYS", "*aside*"));
        Await.until("what was in the stream is written", LIMIT, () -> backlog() == 0 && database.count("draw") == 8);
    }

    @Test
    void anotherPlanOfTheSameVersionIsPublishedInANewEpoch() throws Exception {
        // The backup was from before this version, and another plan was published under it: it gives no coupons.
        database.pair().primary().execute("UPDATE turntable.prize SET weight = IF(position = 1, 0, 100)");
        database.pair().primary().execute("UPDATE turntable.campaign SET plan_changed_at = UTC_TIMESTAMP(6)");
        way.restore();
        awaitTheNextEpoch();
        assertEquals(old.planVersion(), node.campaign().planVersion());
        int watch = database.prizeId(2);
        Await.until(
                "draws are by the plan in MariaDB",
                LIMIT,
                () -> node.draw(RETURNING, 3) instanceof DrawAnswer.Won won
                        && won.prize().id() == watch);
        assertEquals(
                epoch.number() + 1, node.epochs.current(old.id()).orElseThrow().number(), "and no further one");
    }

    private void awaitTheNextEpoch() {
        Await.until(
                "a new epoch is published",
                LIMIT,
                () -> node.epochs
                        .current(old.id())
                        .filter(current -> current.number() == epoch.number() + 1)
                        .isPresent());
    }

    private static void open() {
        database.pair().primary().execute("UPDATE turntable.campaign SET state = 'open'");
    }

    private static String uid() {
        return database.ask("SELECT uid FROM turntable.campaign WHERE id = " + database.campaignId());
    }

    private static String key(String name) {
        return "tt:{" + database.campaignId() + "}:" + name;
    }

    private static long backlog() {
        return redis.streamLength(database.campaignId());
    }

    private PlayerState view(PlayerId player) throws Exception {
        return node.draws
                .view(node.campaign(), player)
                .get(10, TimeUnit.SECONDS)
                .orElseThrow();
    }
}
