package org.turntable.redis.draw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariDataSource;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.turntable.campaign.Campaign;
import org.turntable.campaign.CampaignBuilder;
import org.turntable.campaign.Prize;
import org.turntable.draw.Admission;
import org.turntable.draw.DrawMetrics;
import org.turntable.draw.Epoch;
import org.turntable.draw.EpochCoordinator;
import org.turntable.ledger.CircuitBreaker;
import org.turntable.ledger.Ledger;
import org.turntable.ledger.LedgerMetrics;
import org.turntable.ledger.LedgerSettings;
import org.turntable.ledger.LedgerStore;
import org.turntable.ledger.Sweeper;
import org.turntable.ledger.UnwrittenDraws;
import org.turntable.mariadb.draw.MariaDbEpochStore;
import org.turntable.mariadb.ledger.MariaDbLedgerStore;
import org.turntable.mariadb.pool.CampaignOnPair;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.outage.RedisUnavailableException;
import org.turntable.player.Players;
import org.turntable.testing.stack.Await;
import org.turntable.testing.stack.TcpProxy;

/** What players were told while MariaDB was away stands, also when Redis loses its state before MariaDB is back. */
class ToldDrawsIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int DRAWS = 60;
    private static CampaignOnPair database;
    private static DrawsRedis redis;
    private Campaign campaign;
    private Prize prize;

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
    }

    @Test
    void drawsOpenOnlyWhenEveryNodeHasWrittenWhatItTold() throws Exception {
        try (DrawingNode first = new DrawingNode("first");
                DrawingNode second = new DrawingNode("second")) {
            first.awaitOpen();
            second.awaitOpen();
            first.way.cut();
            second.way.cut();
            first.draw(1);
            second.draw(2);
            redis.server().command("FLUSHALL");

            first.way.restore();
            Await.until("the first node has written its own", LIMIT, () -> {
                first.ensure();
                second.ensure();
                return stored(1) == DRAWS;
            });
            // The other node still has its draws: a player of it would draw the same numbers again.
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
            while (System.nanoTime() - end < 0) {
                first.ensure();
                second.ensure();
                assertFalse(first.isOpen(), "draws are open before the second node has written what it told");
            }
            second.way.restore();
            Await.until("draws are open", LIMIT, () -> {
                first.ensure();
                second.ensure();
                return first.isOpen() && second.isOpen();
            });
            assertEquals(DRAWS, stored(1));
            assertEquals(DRAWS, stored(2));
            assertEquals(3, database.count("prize_unit WHERE draw_number IS NOT NULL"));
            assertEquals(0, first.unwritten.size() + second.unwritten.size());
        }
    }

    @Test
    void aNodeThatIsSilentDoesNotKeepDrawsClosed() throws Exception {
        try (DrawingNode first = new DrawingNode("first")) {
            first.awaitOpen();
            try (DrawingNode dead = new DrawingNode("dead")) {
                dead.awaitOpen();
                dead.way.cut();
                dead.draw(2);
                redis.server().command("FLUSHALL");
                dead.ensure();
            }
            Await.until("draws are open", LIMIT, () -> {
                first.ensure();
                return first.isOpen();
            });
        }
    }

    @Test
    void whatHasLeftTheStreamLeavesTheMemoryToo() throws Exception {
        try (DrawingNode first = new DrawingNode("first")) {
            first.awaitOpen();
            first.way.cut();
            first.draw(1);
            assertEquals(DRAWS, first.unwritten.size());
            try (DrawingNode second = new DrawingNode("second")) {
                // It sweeps what the first one cannot write.
                Await.until("the first node holds nothing any more", LIMIT, () -> first.unwritten.size() == 0);
                assertEquals(DRAWS, stored(1));
            }
        }
    }

    @Test
    void aNodeWhoseMemoryIsFullSaysSo() throws Exception {
        UnwrittenDraws small = new UnwrittenDraws(72 * 10);
        try (DrawingNode first = new DrawingNode("first", small)) {
            first.awaitOpen();
            first.way.cut();
            first.draw(1);
            assertTrue(first.ledger.isFull());
            first.way.restore();
            Await.until("it has written them", LIMIT, () -> !first.ledger.isFull());
        }
    }

    private static long stored(int player) {
        return database.count("draw WHERE player_id = x'"
                + java.util.HexFormat.of().formatHex(Players.player(player).bytes()) + "'");
    }

    /** The parts of a node that draw and write. */
    private final class DrawingNode implements AutoCloseable {
        private final TcpProxy way = new TcpProxy(database.pair().primary().port());
        private final HikariDataSource pool = database.newPool(List.of(way.address()));
        private final RedisForDraws ofNode = redis.node();
        private final UnwrittenDraws unwritten;
        private final CircuitBreaker breaker = CircuitBreaker.unproven(Duration.ofMillis(200), System::nanoTime);
        private final Ledger ledger;
        private final Sweeper sweeper;
        private final EpochCoordinator epochs;

        DrawingNode(String name) {
            this(name, new UnwrittenDraws(1 << 20));
        }

        DrawingNode(String name, UnwrittenDraws unwritten) {
            this.unwritten = unwritten;
            LedgerStore store = new MariaDbLedgerStore(pool, name);
            LedgerMetrics metrics = new LedgerMetrics(new PrometheusRegistry());
            LedgerSettings settings = new LedgerSettings(
                    500,
                    Duration.ofMillis(2),
                    Duration.ofMillis(20),
                    Duration.ofMillis(100),
                    Duration.ofMillis(200),
                    500);
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
            epochs = new EpochCoordinator(
                    new MariaDbEpochStore(pool),
                    ofNode.epochRegistry(),
                    name,
                    new DrawMetrics(new PrometheusRegistry()),
                    Duration.ofMillis(500),
                    System::nanoTime,
                    unwritten);
            ledger.start();
            sweeper.start();
        }

        boolean isOpen() {
            return epochs.current(campaign.id()).isPresent();
        }

        /** One round of the housekeeping, which also notices that Redis has lost the epoch. */
        void ensure() {
            try {
                Optional<Epoch> held = epochs.current(campaign.id());
                if (held.isPresent()
                        && ofNode.epochRegistry()
                                .published(campaign.id(), held.get().runId())
                                .isEmpty()) {
                    epochs.invalidate(campaign.id(), held.get());
                }
                epochs.ensure(campaign);
            } catch (DatabaseUnavailableException | RedisUnavailableException away) {
                // The next round tries again.
            }
        }

        void awaitOpen() {
            Await.until("draws are open and MariaDB answers", LIMIT, () -> {
                ensure();
                return isOpen() && breaker.isClosed();
            });
        }

        /** Draws while MariaDB is away: losses are told, candidates are being confirmed. */
        void draw(int player) throws Exception {
            Epoch epoch = epochs.current(campaign.id()).orElseThrow();
            for (int number = 1; number <= DRAWS; number++) {
                Admission admission = ofNode.admissions()
                        .admit(campaign, Players.player(player), number, number % 10 == 0 ? prize : null, epoch)
                        .get(10, TimeUnit.SECONDS);
                if (admission == Admission.Stale.LOAD) {
                    throw new AssertionError("the player has to be loaded");
                }
                ledger.record(((Admission.Admitted) admission).entry(), campaign.uid(), epoch.number());
            }
        }

        @Override
        public void close() {
            sweeper.close();
            ledger.close();
            ofNode.close();
            pool.close();
            way.close();
        }
    }
}
