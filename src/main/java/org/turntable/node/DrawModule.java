package org.turntable.node;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.turntable.campaign.Campaigns;
import org.turntable.config.Settings;
import org.turntable.draw.CampaignCache;
import org.turntable.draw.DrawMetrics;
import org.turntable.draw.DrawService;
import org.turntable.draw.EpochCoordinator;
import org.turntable.draw.Housekeeper;
import org.turntable.draw.PlayerLoader;
import org.turntable.draw.Rehearsal;
import org.turntable.draw.restart.EpochContinuation;
import org.turntable.draw.restart.LiveNodes;
import org.turntable.health.NodeClocks;
import org.turntable.ledger.CircuitBreaker;
import org.turntable.ledger.Ledger;
import org.turntable.ledger.LedgerMetrics;
import org.turntable.ledger.LedgerSettings;
import org.turntable.ledger.LedgerStore;
import org.turntable.ledger.Sweeper;
import org.turntable.ledger.UnwrittenDraws;
import org.turntable.mariadb.draw.MariaDbEpochStore;
import org.turntable.mariadb.draw.MariaDbPlayerHistory;
import org.turntable.mariadb.draw.MariaDbRehearsalStore;
import org.turntable.mariadb.ledger.MariaDbLedgerStore;
import org.turntable.mariadb.signal.MariaDbPlayerSignals;
import org.turntable.redis.draw.RedisForDraws;
import org.turntable.signal.PageViews;
import org.turntable.signal.SignalMetrics;
import org.turntable.signal.SignalRecorder;
import org.turntable.signal.SignalThresholds;

/**
 * The draw on this node.
 *
 * @param plans the cache of campaigns
 * @param epochs the current epoch of each campaign
 * @param housekeeper refreshes campaigns and epochs
 * @param breaker the circuit breaker of MariaDB
 * @param ledger writes the draws of this node to MariaDB
 * @param sweeper writes the draws that other nodes left in the stream
 * @param loader loads players into a new epoch
 * @param continuation continues epochs after a restart of Redis while MariaDB is away
 * @param service the draw
 * @param rehearsal rehearsal draws, in a hidden campaign
 */
record DrawModule(
        CampaignCache plans,
        EpochCoordinator epochs,
        Housekeeper housekeeper,
        CircuitBreaker breaker,
        Ledger ledger,
        Sweeper sweeper,
        PlayerLoader loader,
        EpochContinuation continuation,
        DrawService service,
        Rehearsal rehearsal) {
    private static final Duration GROUP_WAIT = Duration.ofMillis(2);
    private static final Duration IDLE_WAIT = Duration.ofMillis(20);
    private static final Duration BREAKER_PAUSE = Duration.ofMillis(500);
    /** Time for the last commit that a node began before an entry became too old for it. */
    private static final Duration LAST_COMMIT = Duration.ofMillis(500);

    private static final int HASH_KEY_BYTES = 16;
    private static final int SWEEPER_ROWS = 1_000;
    /**
     * Candidates that wait for their commit at the same time. No thread waits with them, but each is a player in front
     * of a spinning wheel; beyond the limit the answer is "confirming" at once.
     */
    private static final int MOST_WAITING_CANDIDATES = 64;

    /**
     * Makes the parts in the order of their dependencies.
     *
     * @param name this node's name, for leases and heartbeats
     * @param process what identifies this process of the node
     * @param nodes the nodes that publish their status
     * @param campaigns the campaigns in MariaDB
     * @param clocks receives the clock of Redis, once a second
     * @param opened receives what has to be closed
     */
    static DrawModule of(
            Settings settings,
            String name,
            String process,
            LiveNodes nodes,
            RedisForDraws redis,
            DataSource pool,
            Campaigns campaigns,
            NodeClocks clocks,
            PrometheusRegistry registry,
            SecureRandom random,
            CloseableStack opened) {
        DrawMetrics drawMetrics = new DrawMetrics(registry);
        LedgerMetrics ledgerMetrics = new LedgerMetrics(registry);

        UnwrittenDraws unwritten = new UnwrittenDraws(settings.ledger().memoryBytes());

        // Campaigns and epochs in memory.
        CampaignCache plans = new CampaignCache(campaigns, redis.epochRegistry(), settings.defaultCampaign());
        EpochCoordinator epochs = new EpochCoordinator(
                new MariaDbEpochStore(pool),
                redis.epochRegistry(),
                name,
                drawMetrics,
                redis.cutOff().plus(settings.ledger().ownAge()).plus(LAST_COMMIT),
                System::nanoTime,
                unwritten);
        redis.onRun(epochs::runSeen);
        Housekeeper housekeeper = opened.add(
                new Housekeeper(plans, epochs, new RedisClockReader(redis.decidingClock(), plans, clocks)::read));

        // Ledger, sweeper and player loader.
        LedgerStore store = new MariaDbLedgerStore(pool, name);
        // Open until a probe commit was acknowledged: a node that starts while commits hang must not add another
        // commit that hangs.
        CircuitBreaker breaker = CircuitBreaker.unproven(BREAKER_PAUSE, System::nanoTime);
        LedgerSettings ledgerSettings = new LedgerSettings(
                settings.ledger().groupRows(),
                GROUP_WAIT,
                IDLE_WAIT,
                settings.ledger().ownAge(),
                settings.ledger().sweepAge(),
                SWEEPER_ROWS);
        Ledger ledger =
                opened.add(new Ledger(store, redis.drawLog(), breaker, ledgerSettings, ledgerMetrics, unwritten));
        Sweeper sweeper = opened.add(new Sweeper(
                store,
                redis.drawLog(),
                breaker,
                ledgerSettings,
                ledgerMetrics,
                () -> plans.all().stream()
                        .map(campaign -> new Sweeper.Target(campaign.id(), campaign.slug()))
                        .toList(),
                epochs::owner,
                name,
                System::nanoTime,
                unwritten));
        PlayerLoader loader = opened.add(
                new PlayerLoader(new MariaDbPlayerHistory(pool, name), redis.admissions(), breaker, drawMetrics));

        EpochContinuation continuation = opened.add(new EpochContinuation(
                redis.runs(),
                redis.epochRegistry(),
                epochs,
                nodes,
                plans::all,
                breaker::isClosed,
                process,
                redis.admissions()::now,
                drawMetrics));

        // Draws of players, and rehearsal draws.
        DrawService service = new DrawService(
                redis.admissions(),
                epochs,
                plans,
                housekeeper,
                loader,
                ledger,
                random,
                settings.ledger().candidateWait(),
                MOST_WAITING_CANDIDATES,
                drawMetrics);
        Rehearsal rehearsal = new Rehearsal(
                new MariaDbRehearsalStore(pool), redis.rehearsalCleanup(), redis.admissions(), epochs, service, random);
        return new DrawModule(
                plans, epochs, housekeeper, breaker, ledger, sweeper, loader, continuation, service, rehearsal);
    }

    /**
     * What watches the draws for signals of automated play.
     *
     * @param clock the time of the Redis for draws, the same on all nodes
     */
    SignalRecorder signals(
            Settings settings,
            DataSource pool,
            Supplier<Instant> clock,
            SecureRandom random,
            PrometheusRegistry registry) {
        Settings.Signals signals = settings.signals();
        byte[] hashKey = new byte[HASH_KEY_BYTES];
        random.nextBytes(hashKey);
        return new SignalRecorder(
                new MariaDbPlayerSignals(pool),
                breaker::isClosed,
                new SignalThresholds(signals.addressDraws(), signals.networkDraws(), signals.newPlayers(), (int)
                        signals.quickTap().toMillis()),
                signals.kept(),
                new PageViews(settings.identity().secret().reveal()),
                clock,
                System::nanoTime,
                hashKey,
                new SignalMetrics(registry));
    }

    /** Starts the background threads. */
    void start() {
        housekeeper.start();
        ledger.start();
        sweeper.start();
        loader.start();
        continuation.start();
    }
}
