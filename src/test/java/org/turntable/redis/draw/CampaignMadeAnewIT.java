package org.turntable.redis.draw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.zaxxer.hikari.HikariDataSource;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.turntable.campaign.Campaign;
import org.turntable.draw.CampaignCache;
import org.turntable.draw.DrawAnswer;
import org.turntable.draw.DrawMetrics;
import org.turntable.draw.DrawService;
import org.turntable.draw.Epoch;
import org.turntable.draw.EpochCoordinator;
import org.turntable.draw.Housekeeper;
import org.turntable.draw.PlayerLoader;
import org.turntable.draw.PlayerState;
import org.turntable.ledger.CircuitBreaker;
import org.turntable.ledger.Ledger;
import org.turntable.ledger.LedgerMetrics;
import org.turntable.ledger.LedgerSettings;
import org.turntable.ledger.LedgerStore;
import org.turntable.ledger.Metric;
import org.turntable.ledger.Sweeper;
import org.turntable.ledger.UnwrittenDraws;
import org.turntable.mariadb.campaign.MariaDbCampaigns;
import org.turntable.mariadb.draw.MariaDbEpochStore;
import org.turntable.mariadb.draw.MariaDbPlayerHistory;
import org.turntable.mariadb.ledger.MariaDbLedgerStore;
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
    private PlayingNode node;
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
        node = new PlayingNode();
        Await.until("draws are open", LIMIT, () -> node.draw(RETURNING, 1) instanceof DrawAnswer.Won);
        assertInstanceOf(DrawAnswer.Won.class, node.draw(RETURNING, 2));
        Await.until("the draws are written", LIMIT, () -> backlog() == 0 && database.count("draw") == 2);
        old = node.campaign();
        epoch = node.epochs.current(old.id()).orElseThrow();
        // While MariaDB is away, draws stay in the stream.
        way.cut();
        for (int number = 1; number <= 7; number++) {
            node.ofNode.admissions().admit(old, UNWRITTEN, number, null, epoch).get(10, TimeUnit.SECONDS);
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
        PlayerState returned = node.view(RETURNING);
        assertEquals(1, returned.number());
        assertEquals(
                List.of(television),
                returned.wins().stream().map(PlayerState.Win::prizeId).toList());
        assertEquals(List.of(), node.view(UNWRITTEN).wins());
        assertEquals(0, node.view(UNWRITTEN).number());

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

    /** The draw of a node; every roll hits the first prize that has a weight. */
    private final class PlayingNode implements AutoCloseable {
        private final PrometheusRegistry registry = new PrometheusRegistry();
        private final HikariDataSource pool = database.newPool(List.of(way.address()));
        private final RedisForDraws ofNode = redis.node();
        private final CampaignCache plans =
                new CampaignCache(new MariaDbCampaigns(pool), ofNode.epochRegistry(), Optional.empty());
        private final DrawMetrics metrics = new DrawMetrics(registry);
        private final UnwrittenDraws unwritten = new UnwrittenDraws(1 << 20);
        private final EpochCoordinator epochs = new EpochCoordinator(
                new MariaDbEpochStore(pool),
                ofNode.epochRegistry(),
                "first",
                metrics,
                Duration.ofMillis(700),
                System::nanoTime,
                unwritten);
        private final Housekeeper housekeeper = new Housekeeper(plans, epochs, () -> {});
        private final Ledger ledger;
        private final Sweeper sweeper;
        private final PlayerLoader loader;
        private final DrawService draws;

        PlayingNode() {
            LedgerStore store = new MariaDbLedgerStore(pool, "first");
            LedgerMetrics ledgerMetrics = new LedgerMetrics(registry);
            CircuitBreaker breaker = CircuitBreaker.unproven(Duration.ofMillis(100), System::nanoTime);
            LedgerSettings settings = new LedgerSettings(
                    500,
                    Duration.ofMillis(2),
                    Duration.ofMillis(20),
                    Duration.ofMillis(400),
                    Duration.ofMillis(500),
                    20);
            ledger = new Ledger(store, ofNode.drawLog(), breaker, settings, ledgerMetrics, unwritten);
            sweeper = new Sweeper(
                    store,
                    ofNode.drawLog(),
                    breaker,
                    settings,
                    ledgerMetrics,
                    () -> plans.all().stream()
                            .map(campaign -> new Sweeper.Target(campaign.id(), campaign.slug()))
                            .toList(),
                    epochs::owner,
                    "first",
                    System::nanoTime,
                    unwritten);
            loader = new PlayerLoader(new MariaDbPlayerHistory(pool, "first"), ofNode.admissions(), breaker, metrics);
            RandomGenerator lowest = () -> 0;
            draws = new DrawService(
                    ofNode.admissions(),
                    epochs,
                    plans,
                    housekeeper,
                    loader,
                    ledger,
                    lowest,
                    Duration.ofSeconds(2),
                    64,
                    metrics);
            ofNode.onRun(epochs::runSeen);
            housekeeper.start();
            ledger.start();
            sweeper.start();
            loader.start();
        }

        Campaign campaign() {
            return plans.bySlug("spring").orElseThrow();
        }

        DrawAnswer draw(PlayerId player, int number) throws Exception {
            Optional<Campaign> campaign = plans.bySlug("spring");
            return campaign.isEmpty()
                    ? null
                    : draws.draw(campaign.get(), player, number).get(10, TimeUnit.SECONDS);
        }

        PlayerState view(PlayerId player) throws Exception {
            return draws.view(campaign(), player).get(10, TimeUnit.SECONDS).orElseThrow();
        }

        @Override
        public void close() {
            housekeeper.close();
            sweeper.close();
            ledger.close();
            loader.close();
            ofNode.close();
            pool.close();
        }
    }
}
