package org.turntable.redis.draw;

import com.zaxxer.hikari.HikariDataSource;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.turntable.campaign.Campaign;
import org.turntable.draw.CampaignCache;
import org.turntable.draw.DrawAnswer;
import org.turntable.draw.DrawMetrics;
import org.turntable.draw.DrawService;
import org.turntable.draw.Epoch;
import org.turntable.draw.EpochCoordinator;
import org.turntable.draw.Housekeeper;
import org.turntable.draw.PlayerLoader;
import org.turntable.draw.restart.EpochContinuation;
import org.turntable.draw.restart.LiveNodes;
import org.turntable.ledger.CircuitBreaker;
import org.turntable.ledger.Ledger;
import org.turntable.ledger.LedgerMetrics;
import org.turntable.ledger.LedgerSettings;
import org.turntable.ledger.LedgerStore;
import org.turntable.ledger.Sweeper;
import org.turntable.ledger.UnwrittenDraws;
import org.turntable.mariadb.campaign.MariaDbCampaigns;
import org.turntable.mariadb.draw.MariaDbEpochStore;
import org.turntable.mariadb.draw.MariaDbPlayerHistory;
import org.turntable.mariadb.ledger.MariaDbLedgerStore;
import org.turntable.mariadb.pool.CampaignOnPair;
import org.turntable.player.PlayerId;
import org.turntable.testing.stack.Await;
import org.turntable.testing.stack.TcpProxy;

/** The parts of a node that draw, write and keep epochs, with a way of its own to MariaDB. Every third draw hits. */
final class PlayingNode implements AutoCloseable {
    final TcpProxy way;
    final EpochCoordinator epochs;
    final CircuitBreaker breaker = CircuitBreaker.unproven(Duration.ofMillis(200), System::nanoTime);
    private final String process;
    private final Map<String, LiveNodes.Sign> statuses;
    private final HikariDataSource pool;
    private final RedisForDraws redis;
    private final CampaignCache plans;
    private final Housekeeper housekeeper;
    private final Ledger ledger;
    private final Sweeper sweeper;
    private final PlayerLoader loader;
    private final DrawService service;
    private final EpochContinuation continuation;
    private final AtomicInteger rolls = new AtomicInteger();
    private volatile boolean isAlive = true;
    private volatile CountDownLatch awake = new CountDownLatch(0);
    private volatile boolean isFrozen;

    /** @param statuses what nodes publish, by process */
    PlayingNode(String name, CampaignOnPair database, RedisForDraws redis, Map<String, LiveNodes.Sign> statuses) {
        this.redis = redis;
        this.statuses = statuses;
        process = name + "/1";
        way = new TcpProxy(database.pair().primary().port());
        pool = database.newPool(List.of(way.address()));
        DrawMetrics metrics = new DrawMetrics(new PrometheusRegistry());
        LedgerMetrics ledgerMetrics = new LedgerMetrics(new PrometheusRegistry());
        LedgerSettings settings = new LedgerSettings(
                500, Duration.ofMillis(2), Duration.ofMillis(20), Duration.ofMillis(500), Duration.ofMillis(800), 500);
        UnwrittenDraws unwritten = new UnwrittenDraws(1 << 20);
        LedgerStore store = new MariaDbLedgerStore(pool, name);
        plans = new CampaignCache(new MariaDbCampaigns(pool), redis.epochRegistry(), Optional.empty());
        epochs = new EpochCoordinator(
                new MariaDbEpochStore(pool),
                redis.epochRegistry(),
                name,
                metrics,
                Duration.ofMillis(1_000),
                System::nanoTime,
                unwritten);
        redis.onRun(epochs::runSeen);
        housekeeper = new Housekeeper(plans, epochs, () -> {});
        ledger = new Ledger(store, redis.drawLog(), breaker, settings, ledgerMetrics, unwritten);
        sweeper = new Sweeper(
                store,
                redis.drawLog(),
                breaker,
                settings,
                ledgerMetrics,
                () -> plans.all().stream()
                        .map(campaign -> new Sweeper.Target(campaign.id(), campaign.slug()))
                        .toList(),
                epochs::owner,
                name,
                System::nanoTime,
                unwritten);
        loader = new PlayerLoader(new MariaDbPlayerHistory(pool, name), redis.admissions(), breaker, metrics);
        RandomGenerator random = new RandomGenerator() {
            @Override
            public long nextLong() {
                throw new UnsupportedOperationException("odds are rolled with bounds");
            }

            @Override
            public int nextInt(int bound) {
                return rolls.incrementAndGet() % 3 == 0 ? 0 : bound - 1;
            }
        };
        service = new DrawService(
                redis.admissions(),
                epochs,
                plans,
                housekeeper,
                loader,
                ledger,
                random,
                Duration.ofMillis(800),
                64,
                metrics);
        continuation = new EpochContinuation(
                redis.runs(),
                redis.epochRegistry(),
                epochs,
                this::statuses,
                this::campaignsWhenAwake,
                breaker::isClosed,
                process,
                Instant::now,
                metrics);
        housekeeper.start();
        ledger.start();
        sweeper.start();
        loader.start();
        continuation.start();
    }

    private List<LiveNodes.Sign> statuses() {
        if (isAlive) {
            statuses.put(process, new LiveNodes.Sign(process, process, Instant.now()));
        }
        return List.copyOf(statuses.values());
    }

    private List<Campaign> campaignsWhenAwake() {
        try {
            isFrozen = awake.getCount() > 0;
            awake.await();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
        return plans.all();
    }

    /**
     * From now on it neither observes Redis nor reports there, as a process that is stopped; what it knows it keeps.
     */
    void freeze() {
        awake = new CountDownLatch(1);
        Await.until("it is frozen", Duration.ofSeconds(10), () -> isFrozen);
    }

    void wake() {
        awake.countDown();
    }

    boolean isOpen(int campaignId) {
        return epochs.current(campaignId).isPresent();
    }

    boolean isOpenIn(int campaignId, long epoch) {
        return epochs.current(campaignId).map(Epoch::number).equals(Optional.of(epoch));
    }

    DrawAnswer draw(PlayerId player, int number) throws Exception {
        Campaign campaign = plans.bySlug("spring").orElseThrow();
        return service.draw(campaign, player, number).get(10, TimeUnit.SECONDS);
    }

    /** Ends it as a killed process ends: what it published stays, and what it held is lost. */
    void die() {
        way.cut();
        close();
    }

    @Override
    public void close() {
        isAlive = false;
        wake();
        continuation.close();
        housekeeper.close();
        sweeper.close();
        loader.close();
        ledger.close();
        redis.close();
        pool.close();
        way.close();
    }
}
