package org.turntable.redis.draw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariDataSource;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.turntable.campaign.Campaign;
import org.turntable.campaign.CampaignBuilder;
import org.turntable.campaign.Prize;
import org.turntable.draw.Admission;
import org.turntable.draw.CampaignCache;
import org.turntable.draw.DrawMetrics;
import org.turntable.draw.Epoch;
import org.turntable.draw.EpochCoordinator;
import org.turntable.draw.EpochStore;
import org.turntable.draw.Housekeeper;
import org.turntable.draw.PlanStamp;
import org.turntable.ledger.CircuitBreaker;
import org.turntable.ledger.Ledger;
import org.turntable.ledger.LedgerMetrics;
import org.turntable.ledger.LedgerSettings;
import org.turntable.ledger.LedgerStore;
import org.turntable.ledger.Sweeper;
import org.turntable.ledger.UnwrittenDraws;
import org.turntable.mariadb.campaign.MariaDbCampaigns;
import org.turntable.mariadb.draw.MariaDbEpochStore;
import org.turntable.mariadb.ledger.MariaDbLedgerStore;
import org.turntable.mariadb.pool.CampaignOnPair;
import org.turntable.player.Players;
import org.turntable.testing.stack.Await;
import org.turntable.testing.stack.TcpProxy;

/** Background tasks of nodes on one Redis and one pair of MariaDB servers, each of which fails in its way. */
class RedisAndMariaDbIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int DRAWS = 60;
    private static CampaignOnPair database;
    private static DrawsRedis redis;

    private Campaign campaign;
    private Prize prize;
    private RedisForDraws admitting;
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
    void openACampaign() throws Exception {
        redis.server().command("FLUSHALL");
        database.newCampaign();
        campaign = new CampaignBuilder()
                .id(database.campaignId())
                .uid(database.ask("SELECT uid FROM turntable.campaign WHERE id = " + database.campaignId()))
                .prize(database.prizeId(1), 1, 3)
                .chances(DRAWS, DRAWS)
                .build();
        prize = campaign.prizes().get(0);
        admitting = redis.node();
        epoch = redis.open(admitting, campaign, 1);
    }

    @AfterEach
    void stopAdmitting() {
        admitting.close();
        redis.server().command("CONFIG", "SET", "maxmemory", "2gb");
    }

    @Test
    void aNodeThatLosesItsWayToMariaDbLeavesTheSweepingToAnotherNode() throws Exception {
        try (TcpProxy way = new TcpProxy(database.pair().primary().port());
                SweepingNode first = new SweepingNode("first", database.newPool(List.of(way.address())))) {
            Await.until("the first node has the lease", LIMIT, () -> "first".equals(holder()));
            try (SweepingNode second = new SweepingNode("second", database.newPool())) {
                way.cut();
                admit();
                Await.until("the other node has written all draws", LIMIT, () -> stored() == DRAWS && backlog() == 0);
                assertEquals("second", holder());
                assertEquals(3, database.count("prize_unit WHERE draw_number IS NOT NULL"));
            } finally {
                way.restore();
            }
        }
    }

    @Test
    void afterTheClockOfRedisWasPutBackTheBacklogIsWritten() throws Exception {
        // Its ids go on where they were, here an hour ahead of the clock.
        redis.server()
                .command(
                        "XADD",
                        "tt:{" + campaign.id() + "}:ledger",
                        (redis.now().toEpochMilli() + 3_600_000) + "-0",
                        "v",
                        "1",
                        "p",
                        Players.player(2).toString(),
                        "n",
                        "1",
                        "k",
                        "0");
        admit();
        try (SweepingNode node = new SweepingNode("first", database.newPool())) {
            Await.until("all draws are written", LIMIT, () -> stored() == DRAWS + 1 && backlog() == 0);
            assertEquals("first", holder());
        }
    }

    @Test
    void atItsMemoryLimitRedisGetsRidOfTheBacklog() throws Exception {
        admit();
        redis.server().command("CONFIG", "SET", "maxmemory", "1mb");
        try (SweepingNode node = new SweepingNode("first", database.newPool())) {
            Await.until("all draws are written and removed", LIMIT, () -> stored() == DRAWS && backlog() == 0);
            assertEquals("first", holder());
        }
    }

    @Test
    void afterARestoreOfMariaDbAloneDrawsGoOnInANewEpoch() throws Exception {
        // Redis was kept: its epoch is a later one, and its plan was changed after the copy that was restored.
        Epoch kept = redis.open(admitting, campaign, 5);
        admitting
                .epochRegistry()
                .announcePlan(
                        campaign.id(),
                        PlanStamp.of(new CampaignBuilder()
                                .uid(campaign.uid())
                                .plan(1_000)
                                .build()),
                        kept.runId());
        database.pair().primary().execute("UPDATE turntable.campaign SET state = 'open'");
        try (HikariDataSource pool = database.newPool();
                RedisForDraws ofNode = redis.node()) {
            EpochStore store = new MariaDbEpochStore(pool);
            assertTrue(store.move(campaign.id(), null, new Epoch(5, kept.runId())));
            CampaignCache plans =
                    new CampaignCache(new MariaDbCampaigns(pool), ofNode.epochRegistry(), Optional.empty());
            EpochCoordinator epochs = new EpochCoordinator(
                    store,
                    ofNode.epochRegistry(),
                    "first",
                    new DrawMetrics(new PrometheusRegistry()),
                    Duration.ofMillis(100),
                    System::nanoTime);
            try (Housekeeper housekeeper = new Housekeeper(plans, epochs, () -> {})) {
                housekeeper.start();
                // Epoch and plan are accepted: only the player has to be loaded into the new epoch.
                Await.until("draws are open", LIMIT, () -> {
                    Optional<Epoch> current = epochs.current(campaign.id());
                    return current.isPresent()
                            && ofNode.admissions()
                                            .admit(
                                                    plans.bySlug("spring").orElseThrow(),
                                                    Players.player(1),
                                                    1,
                                                    null,
                                                    current.get())
                                            .get(10, TimeUnit.SECONDS)
                                    == Admission.Stale.LOAD;
                });
                assertEquals(6, epochs.current(campaign.id()).orElseThrow().number());
            }
        }
    }

    /** Draws of a node that stopped before it wrote them; every candidate after the third finds no unit. */
    private void admit() throws Exception {
        for (int number = 1; number <= DRAWS; number++) {
            admitting
                    .admissions()
                    .admit(campaign, Players.player(1), number, number % 10 == 0 ? prize : null, epoch)
                    .get(10, TimeUnit.SECONDS);
        }
    }

    private long backlog() {
        return redis.streamLength(campaign.id());
    }

    private static long stored() {
        return database.count("draw");
    }

    private String holder() {
        return redis.server().command("GET", "tt:{" + campaign.id() + "}:sweeper");
    }

    private final class SweepingNode implements AutoCloseable {
        private final HikariDataSource pool;
        private final RedisForDraws ofNode = redis.node();
        private final Ledger ledger;
        private final Sweeper sweeper;

        SweepingNode(String name, HikariDataSource pool) {
            this.pool = pool;
            UnwrittenDraws unwritten = new UnwrittenDraws(1 << 20);
            LedgerStore store = new MariaDbLedgerStore(pool, name);
            LedgerMetrics metrics = new LedgerMetrics(new PrometheusRegistry());
            CircuitBreaker breaker = CircuitBreaker.unproven(Duration.ofMillis(500), System::nanoTime);
            LedgerSettings settings = new LedgerSettings(
                    500, Duration.ofMillis(2), Duration.ofMillis(20), Duration.ofMillis(1), Duration.ofMillis(200), 20);
            ledger = new Ledger(store, ofNode.drawLog(), breaker, settings, metrics, unwritten);
            sweeper = new Sweeper(
                    store,
                    ofNode.drawLog(),
                    breaker,
                    settings,
                    metrics,
                    () -> List.of(new Sweeper.Target(campaign.id(), campaign.slug())),
                    id -> Optional.of(campaign.uid()),
                    name,
                    System::nanoTime,
                    unwritten);
            ledger.start();
            sweeper.start();
        }

        @Override
        public void close() {
            sweeper.close();
            ledger.close();
            ofNode.close();
            pool.close();
        }
    }
}
