package org.turntable.redis.draw;

import com.zaxxer.hikari.HikariDataSource;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.turntable.campaign.Campaign;
import org.turntable.draw.CampaignCache;
import org.turntable.draw.DrawAnswer;
import org.turntable.draw.DrawMetrics;
import org.turntable.draw.DrawService;
import org.turntable.draw.EpochCoordinator;
import org.turntable.draw.Housekeeper;
import org.turntable.draw.PlayerLoader;
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
import org.turntable.player.PlayerId;

/** The parts of a node that draw and write, assembled as a node does; for the campaign "spring". */
final class NodeParts implements AutoCloseable {
    /** Every roll hits the first prize that has a weight. */
    static final RandomGenerator HITS = () -> 0;
    /** No roll hits a prize, of weights of at most 99 in 100. */
    static final RandomGenerator MISSES = () -> 198L << 32;

    final PrometheusRegistry registry = new PrometheusRegistry();
    final HikariDataSource pool;
    final RedisForDraws redis;
    final UnwrittenDraws unwritten;
    final CircuitBreaker breaker;
    final CampaignCache plans;
    final EpochCoordinator epochs;
    final Housekeeper housekeeper;
    final Ledger ledger;
    final Sweeper sweeper;
    final PlayerLoader loader;
    final DrawService draws;

    /**
     * The times of a node.
     *
     * @param ownAge entries that are older are left to the sweeper
     * @param sweepAge the sweeper takes entries older than this
     * @param settling between closing an epoch and publishing the next
     */
    record Times(Duration ownAge, Duration sweepAge, Duration settling) {
        static Times ofMillis(long ownAge, long sweepAge, long settling) {
            return new Times(Duration.ofMillis(ownAge), Duration.ofMillis(sweepAge), Duration.ofMillis(settling));
        }
    }

    /**
     * Makes the parts; nothing runs yet.
     *
     * @param pool closed with the node
     * @param redis closed with the node
     */
    NodeParts(
            String name,
            HikariDataSource pool,
            RedisForDraws redis,
            Times times,
            UnwrittenDraws unwritten,
            RandomGenerator random) {
        this.pool = pool;
        this.redis = redis;
        this.unwritten = unwritten;
        breaker = CircuitBreaker.unproven(Duration.ofMillis(100), System::nanoTime);
        DrawMetrics metrics = new DrawMetrics(registry);
        LedgerMetrics ledgerMetrics = new LedgerMetrics(registry);
        LedgerStore store = new MariaDbLedgerStore(pool, name);
        LedgerSettings settings = new LedgerSettings(
                500, Duration.ofMillis(2), Duration.ofMillis(20), times.ownAge(), times.sweepAge(), 500);
        plans = new CampaignCache(new MariaDbCampaigns(pool), redis.epochRegistry(), Optional.empty());
        epochs = new EpochCoordinator(
                new MariaDbEpochStore(pool),
                redis.epochRegistry(),
                name,
                metrics,
                times.settling(),
                System::nanoTime,
                unwritten);
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
        draws = new DrawService(
                redis.admissions(),
                epochs,
                plans,
                housekeeper,
                loader,
                ledger,
                random,
                Duration.ofSeconds(2),
                64,
                metrics);
    }

    /** Starts everything that runs in the background of a node. */
    NodeParts start() {
        redis.onRun(epochs::runSeen);
        housekeeper.start();
        loader.start();
        return startWriting();
    }

    /** Starts only what writes to MariaDB. */
    NodeParts startWriting() {
        ledger.start();
        sweeper.start();
        return this;
    }

    Campaign campaign() {
        return plans.bySlug("spring").orElseThrow();
    }

    boolean isOpen(int campaignId) {
        return epochs.current(campaignId).isPresent();
    }

    /** One draw; null while the node has not read the campaign. */
    DrawAnswer draw(PlayerId player, int number) throws Exception {
        Optional<Campaign> campaign = plans.bySlug("spring");
        return campaign.isEmpty()
                ? null
                : draws.draw(campaign.get(), player, number).get(10, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        housekeeper.close();
        sweeper.close();
        ledger.close();
        loader.close();
        redis.close();
        pool.close();
    }
}
