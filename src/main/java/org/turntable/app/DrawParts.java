package org.turntable.app;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.security.SecureRandom;
import java.time.Duration;
import javax.sql.DataSource;
import org.turntable.campaign.Campaigns;
import org.turntable.draw.DrawMetrics;
import org.turntable.draw.DrawService;
import org.turntable.draw.EpochKeeper;
import org.turntable.draw.Housekeeping;
import org.turntable.draw.PlanKeeper;
import org.turntable.draw.PlayerLoader;
import org.turntable.draw.Rehearsal;
import org.turntable.ledger.Breaker;
import org.turntable.ledger.Ledger;
import org.turntable.ledger.LedgerMetrics;
import org.turntable.ledger.LedgerSettings;
import org.turntable.ledger.LedgerStore;
import org.turntable.ledger.Sweeper;
import org.turntable.mariadb.MariaDbEpochStore;
import org.turntable.mariadb.MariaDbLedgerStore;
import org.turntable.mariadb.MariaDbPlayerHistory;
import org.turntable.mariadb.MariaDbRehearsalStage;
import org.turntable.redis.RedisForDraws;

/**
 * How this node draws.
 *
 * @param plans        the campaigns that it holds
 * @param epochs       which state of Redis is the one in force
 * @param housekeeping keeps both fresh
 * @param breaker      whether MariaDB answers, as far as this node knows
 * @param ledger       writes what was drawn here
 * @param sweeper      writes what was left behind elsewhere
 * @param loader       brings players into a new epoch
 * @param service      the draw
 * @param rehearsal    a draw that nobody sees
 */
record DrawParts(PlanKeeper plans, EpochKeeper epochs, Housekeeping housekeeping, Breaker breaker, Ledger ledger, Sweeper sweeper, PlayerLoader loader,
                 DrawService service, Rehearsal rehearsal) {
    private static final Duration GROUP_WAIT = Duration.ofMillis(2);
    private static final Duration IDLE_WAIT = Duration.ofMillis(20);
    private static final Duration BREAKER_PAUSE = Duration.ofMillis(500);
    /** After its own age an entry is given up by its node; the commit that it got into just before takes this long. */
    private static final Duration LAST_COMMIT = Duration.ofMillis(500);
    private static final int SWEEPER_ROWS = 1_000;
    /** No thread waits with them, but each is a player who looks at a spinning wheel: beyond that, a possible win is told later. */
    private static final int MOST_WAITING_CANDIDATES = 64;

    /**
     * Makes them, in the order in which they stand on one another.
     *
     * @param name      this node's name, for leases and beats
     * @param campaigns as MariaDB has them
     * @param opened    takes what has to be closed
     */
    static DrawParts of(Settings settings, String name, RedisForDraws redis, DataSource pool, Campaigns campaigns, PrometheusRegistry registry,
                        SecureRandom random, Opened opened) {
        DrawMetrics drawMetrics = new DrawMetrics(registry);
        LedgerMetrics ledgerMetrics = new LedgerMetrics(registry);

        // What a node holds: plans and epochs.
        PlanKeeper plans = new PlanKeeper(campaigns, redis.epochBoard(), settings.defaultCampaign());
        EpochKeeper epochs = new EpochKeeper(new MariaDbEpochStore(pool), redis.epochBoard(), name, drawMetrics,
                settings.ledger().ownAge().plus(LAST_COMMIT), System::nanoTime);
        redis.onRun(epochs::runSeen);
        Housekeeping housekeeping = opened.add(new Housekeeping(plans, epochs));

        // The ledger, and the sweeper behind it.
        LedgerStore store = new MariaDbLedgerStore(pool, name);
        // Open until a probe was acknowledged: a node that starts while commits hang must not leave one more of them behind.
        Breaker breaker = Breaker.unproven(BREAKER_PAUSE, System::nanoTime);
        LedgerSettings ledgerSettings = new LedgerSettings(settings.ledger().groupRows(), GROUP_WAIT, IDLE_WAIT, settings.ledger().ownAge(),
                settings.ledger().sweepAge(), SWEEPER_ROWS);
        Ledger ledger = opened.add(new Ledger(store, redis.drawLog(), breaker, ledgerSettings, ledgerMetrics));
        Sweeper sweeper = opened.add(new Sweeper(store, redis.drawLog(), breaker, ledgerSettings, ledgerMetrics,
                () -> plans.all().stream().map(campaign -> new Sweeper.Target(campaign.id(), campaign.slug())).toList(), name));
        PlayerLoader loader = opened.add(new PlayerLoader(new MariaDbPlayerHistory(pool, name), redis.admissions(), breaker, drawMetrics));

        // The draw, and the one that nobody sees.
        DrawService service = new DrawService(redis.admissions(), epochs, plans, housekeeping, loader, ledger, random, settings.ledger().candidateWait(),
                MOST_WAITING_CANDIDATES, drawMetrics);
        // A service with metrics of its own that nobody reads: a rehearsal is in no statistics.
        DrawService rehearsed = new DrawService(redis.admissions(), epochs, plans, housekeeping, loader, ledger, random, settings.ledger().candidateWait(),
                MOST_WAITING_CANDIDATES, new DrawMetrics(new PrometheusRegistry()));
        Rehearsal rehearsal = new Rehearsal(new MariaDbRehearsalStage(pool), redis.rehearsalProps(), redis.admissions(), epochs, rehearsed, random);
        return new DrawParts(plans, epochs, housekeeping, breaker, ledger, sweeper, loader, service, rehearsal);
    }

    /** Starts the threads behind it. */
    void start() {
        housekeeping.start();
        ledger.start();
        sweeper.start();
        loader.start();
    }
}
