package org.turntable.redis.draw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.turntable.campaign.Campaign;
import org.turntable.campaign.Prize;
import org.turntable.draw.Admission;
import org.turntable.draw.Epoch;
import org.turntable.ledger.UnwrittenDraws;
import org.turntable.mariadb.campaign.MariaDbCampaigns;
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
        database.pair()
                .primary()
                .execute("UPDATE turntable.campaign SET state = 'open', chances_per_day = " + DRAWS
                        + ", chances_in_all = " + DRAWS);
        campaign = new MariaDbCampaigns(database.pool()).published().get(0);
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
            assertEquals(0, first.unwritten() + second.unwritten());
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
            assertEquals(DRAWS, first.unwritten());
            try (DrawingNode second = new DrawingNode("second")) {
                // It sweeps what the first one cannot write.
                Await.until("the first node holds nothing any more", LIMIT, () -> first.unwritten() == 0);
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
            assertTrue(first.parts.ledger.isFull());
            first.way.restore();
            Await.until("it has written them", LIMIT, () -> !first.parts.ledger.isFull());
        }
    }

    private static long stored(int player) {
        return database.count("draw WHERE player_id = x'"
                + java.util.HexFormat.of().formatHex(Players.player(player).bytes()) + "'");
    }

    /** A node whose housekeeping runs when a test says so, with a way of its own to MariaDB. */
    private final class DrawingNode implements AutoCloseable {
        private final TcpProxy way = new TcpProxy(database.pair().primary().port());
        private final NodeParts parts;

        DrawingNode(String name) throws DatabaseUnavailableException {
            this(name, new UnwrittenDraws(1 << 20));
        }

        DrawingNode(String name, UnwrittenDraws unwritten) throws DatabaseUnavailableException {
            parts = new NodeParts(
                    name,
                    database.newPool(List.of(way.address())),
                    redis.node(),
                    NodeParts.Times.ofMillis(100, 200, 500),
                    unwritten,
                    NodeParts.MISSES);
            // What the sweeper sweeps.
            parts.plans.reload();
            parts.startWriting();
        }

        long unwritten() {
            return parts.unwritten.size();
        }

        boolean isOpen() {
            return parts.isOpen(campaign.id());
        }

        /** One round of the housekeeping, which also notices that Redis has lost the epoch. */
        void ensure() {
            try {
                Optional<Epoch> held = parts.epochs.current(campaign.id());
                if (held.isPresent()
                        && parts.redis
                                .epochRegistry()
                                .published(campaign.id(), held.get().runId())
                                .isEmpty()) {
                    parts.epochs.invalidate(campaign.id(), held.get());
                }
                parts.epochs.ensure(campaign);
            } catch (DatabaseUnavailableException | RedisUnavailableException away) {
                // The next round tries again.
            }
        }

        void awaitOpen() {
            Await.until("draws are open and MariaDB answers", LIMIT, () -> {
                ensure();
                return isOpen() && parts.breaker.isClosed();
            });
        }

        /** Draws while MariaDB is away: losses are told, candidates are being confirmed. */
        void draw(int player) throws Exception {
            Epoch epoch = parts.epochs.current(campaign.id()).orElseThrow();
            for (int number = 1; number <= DRAWS; number++) {
                Admission admission = parts.redis
                        .admissions()
                        .admit(campaign, Players.player(player), number, number % 10 == 0 ? prize : null, epoch)
                        .get(10, TimeUnit.SECONDS);
                if (admission == Admission.Stale.LOAD) {
                    throw new AssertionError("the player has to be loaded");
                }
                parts.ledger.record(((Admission.Admitted) admission).entry(), campaign.uid(), epoch.number());
            }
        }

        @Override
        public void close() {
            parts.close();
            way.close();
        }
    }
}
