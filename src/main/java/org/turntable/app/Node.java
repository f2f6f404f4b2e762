package org.turntable.app;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.servlet.ServletContext;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.draw.Admissions;
import org.turntable.draw.DrawMetrics;
import org.turntable.draw.DrawService;
import org.turntable.draw.EpochBoard;
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
import org.turntable.mariadb.MariaDbCampaigns;
import org.turntable.mariadb.MariaDbCouponCodes;
import org.turntable.mariadb.MariaDbEpochStore;
import org.turntable.mariadb.MariaDbLedgerStore;
import org.turntable.mariadb.MariaDbPlayerHistory;
import org.turntable.mariadb.MariaDbPools;
import org.turntable.mariadb.MariaDbRehearsalStage;
import org.turntable.mariadb.MariaDbRevocations;
import org.turntable.mariadb.MariaDbShowcases;
import org.turntable.mariadb.pool.NodePool;
import org.turntable.mariadb.schema.ExpectedSchema;
import org.turntable.ops.Drain;
import org.turntable.ops.OpsToken;
import org.turntable.ops.Readiness;
import org.turntable.player.IdentitySigner;
import org.turntable.player.Revocations;
import org.turntable.redis.RedisAddress;
import org.turntable.redis.RedisForDraws;
import org.turntable.redis.RedisForSessions;
import org.turntable.redis.RedisSharedTokens;
import org.turntable.session.SessionCodec;
import org.turntable.session.SessionFilter;
import org.turntable.showcase.ShowcaseKeeper;
import org.turntable.web.Answers;
import org.turntable.web.BeaconMetrics;
import org.turntable.web.CampaignViews;
import org.turntable.web.DiagServlet;
import org.turntable.web.EntryLines;
import org.turntable.web.Identities;
import org.turntable.web.OpenInWeChat;
import org.turntable.web.OtherLines;
import org.turntable.web.SignInMetrics;
import org.turntable.web.page.Assets;
import org.turntable.web.page.Messages;
import org.turntable.web.page.Views;
import org.turntable.wechat.WeChatGateway;

/** One running node: everything that is made once, in the order in which it stands on one another, and ended in the reverse order. */
final class Node implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Node.class);
    private static final Duration GROUP_WAIT = Duration.ofMillis(2);
    private static final Duration IDLE_WAIT = Duration.ofMillis(20);
    private static final Duration BREAKER_PAUSE = Duration.ofMillis(500);
    private static final int SWEEPER_ROWS = 1_000;
    /** No thread waits with them, but each is a player who looks at a spinning wheel: beyond that, a possible win is told later. */
    private static final int MOST_WAITING_CANDIDATES = 64;

    private final Deque<Runnable> opened = new ArrayDeque<>();
    private final PlanKeeper plans;
    private final EpochKeeper epochs;
    private final Breaker breaker;
    private final Premiere premiere;
    private final DatabaseWatch databaseWatch;
    private final Drain drain = new Drain();
    private final Revocations revocations = new Revocations();
    private final Routes routes;

    Node(Settings settings, ServletContext context) {
        // Two versions on one Tomcat are two writers, and hold their leases each for itself.
        String name = settings.nodeId() + (RunningVersions.deployment(context).isEmpty() ? "" : ":" + RunningVersions.deployment(context));
        try {
            PrometheusRegistry registry = new PrometheusRegistry();
            DrawMetrics drawMetrics = new DrawMetrics(registry);
            LedgerMetrics ledgerMetrics = new LedgerMetrics(registry);

            // Redis admits.
            RedisAddress redisAddress = RedisAddresses.of(settings.drawsRedis(), settings.redisAuthorities());
            StartChecks.redis(redisAddress);
            RedisForDraws redis = open(new RedisForDraws(redisAddress, settings.draw().redisConnections(), settings.draw().deadline().toMillis(),
                    settings.ledger().streamHighWater(), System::currentTimeMillis));

            // Sessions and caches, on a Redis of their own.
            RedisAddress sessionsAddress = RedisAddresses.of(settings.sessionsRedis(), settings.redisAuthorities());
            RedisForSessions sessionsRedis = open(new RedisForSessions(sessionsAddress));
            RedisMetrics.register(registry, Map.of("draws", redis::isUp, "sessions", sessionsRedis::isUp));

            // MariaDB awards.
            NodePool pool = open(MariaDbPools.forNode(access(settings.database()), "turntable", settings.database().poolSize(),
                    MariaDbPools.NODE_ANSWER));
            boolean checked = StartChecks.database(pool);
            LedgerStore store = new MariaDbLedgerStore(pool, name);
            databaseWatch = open(new DatabaseWatch(pool, ExpectedSchema.ofThisBuild()));
            DatabaseMetrics.register(registry, pool, databaseWatch);

            // What a node holds: plans and epochs.
            plans = new PlanKeeper(new CheckedCampaigns(new MariaDbCampaigns(pool), pool, checked), redis.epochBoard(), settings.defaultCampaign());
            epochs = new EpochKeeper(new MariaDbEpochStore(pool), redis.epochBoard(), name, drawMetrics);
            redis.onRun(epochs::runSeen);
            ShowcaseKeeper showcases = open(new ShowcaseKeeper(new MariaDbShowcases(pool), plans::all, redis.admissions()::now));
            Housekeeping housekeeping = open(new Housekeeping(plans, epochs));

            // The ledger, and the sweeper behind it.
            // Open until a probe was acknowledged: a node that starts while commits hang must not leave one more of them behind.
            breaker = Breaker.unproven(BREAKER_PAUSE, System::nanoTime);
            LedgerSettings ledgerSettings = new LedgerSettings(settings.ledger().groupRows(), GROUP_WAIT, IDLE_WAIT, settings.ledger().ownAge(),
                    settings.ledger().sweepAge(), SWEEPER_ROWS);
            Ledger ledger = open(new Ledger(store, redis.drawLog(), breaker, ledgerSettings, ledgerMetrics));
            Sweeper sweeper = open(new Sweeper(store, redis.drawLog(), breaker, ledgerSettings, ledgerMetrics, this::sweeperTargets, name));
            PlayerLoader loader = open(new PlayerLoader(new MariaDbPlayerHistory(pool, name), redis.admissions(), breaker, drawMetrics));

            // The draw, and who asks for it.
            SecureRandom random = new SecureRandom();
            DrawService draws = new DrawService(redis.admissions(), epochs, plans, housekeeping, loader, ledger, random,
                    settings.ledger().candidateWait(), MOST_WAITING_CANDIDATES, drawMetrics);
            // A service with metrics of its own that nobody reads: a rehearsal is in no statistics.
            DrawService rehearsed = new DrawService(redis.admissions(), epochs, plans, housekeeping, loader, ledger, random,
                    settings.ledger().candidateWait(), MOST_WAITING_CANDIDATES, new DrawMetrics(new PrometheusRegistry()));
            Rehearsal rehearsal = new Rehearsal(new MariaDbRehearsalStage(pool), redis.rehearsalProps(), redis.admissions(), epochs, rehearsed, random);
            Supplier<Instant> clock = redis.admissions()::now;
            RevocationRefresh revocationRefresh = open(new RevocationRefresh(new MariaDbRevocations(pool), revocations, settings.identity().age(), clock));
            Identities identities = new Identities(new IdentitySigner(settings.identity().secret().reveal(), settings.identity().age()), revocations, clock, random);

            // WeChat, where players sign in with it.
            Optional<WeChatGateway> weChat = WeChatAccounts.of(settings, () -> open(RedisSharedTokens.open(sessionsAddress)), random);

            // The pages: every one is rendered once before a player sees any.
            Assets assets = new Assets(context);
            EntryLines lines = new EntryLines(settings.entryOrigins());
            OtherLines otherLines = new OtherLines(lines, identities, settings.entryFallback());
            Views views = new Views(context, new Messages(), assets, weChat.map(account -> settings.weChat().script()),
                    settings.entryFallback() ? lines.all() : List.of());
            views.warmUp();
            Answers answers = new Answers(views);
            // What a session holds is small and its loss is bearable: the identity cookie says by itself who a player is, and puts it back.
            SessionFilter sessions = new SessionFilter(sessionsRedis.sessions(), new SessionCodec(Map.of()), List.of(), identities::seed, answers::away,
                    new SessionMetrics(registry), random, System::currentTimeMillis);
            OpenInWeChat door = new OpenInWeChat(settings.weChat().browser() == Settings.Browser.ANY, lines, views);
            SignInMetrics signInMetrics = new SignInMetrics(registry);
            NodeFigures figures = new NodeFigures(name, WarVersion.of(context), RunningVersions.deployment(context), this::readiness, drain, ledger::waiting,
                    () -> pool.watch().writer().orElse(""));
            // A node without plans knows no campaign: another may, and "there is no such page" would be a lie.
            Routes.ForOps forOps = new Routes.ForOps(this::readiness, figures::now, drain, () -> drain.isOn() || !plans.isLoaded(), rehearsal,
                    new OpsToken(settings.opsToken().map(Settings.Secret::reveal)), registry);
            routes = new Routes(new Routes.Shared(answers, views, assets, identities, new CampaignViews(plans, showcases, views.messages(), context.getContextPath()), plans, draws,
                    new MariaDbCouponCodes(pool, breaker::isClosed), ClaimsParts.of(settings, pool, name, breaker::isClosed, random), lines, otherLines, door,
                    new DiagServlet.NodeFacts(name, WarVersion.of(context), this::partsForTesters, () -> ping(redis.epochBoard())),
                    clock, random, sessions, showcases, new BeaconMetrics(registry)), forOps,
                    weChat.map(account -> WeChatParts.of(account, settings, lines, identities, door, answers, assets, views.messages(), signInMetrics,
                            clock, random)),
                    settings.consoleOrigin().map(origin -> ConsoleParts.of(origin, pool, redis, sessionsRedis, views, clock, random)));
            NodeBeat beat = open(new NodeBeat(sessionsRedis.nodes(), figures::now, clock));

            databaseWatch.start();
            housekeeping.start();
            showcases.start();
            ledger.start();
            sweeper.start();
            loader.start();
            revocationRefresh.start();
            ClaimsParts.sender(settings, pool, name, breaker::isClosed, random, registry).ifPresent(sender -> open(sender).start());
            ClaimsParts.retention(settings.claims(), pool, breaker::isClosed, name, random).ifPresent(retention -> open(retention).start());
            beat.start();

            // And the first draw is nobody's.
            premiere = open(new Premiere(rehearsal));
            premiere.play();
            LOG.info("node {} started", name);
        } catch (RuntimeException failedStart) {
            close();
            throw failedStart;
        }
    }

    /** Who answers which path. */
    Routes routes() {
        return routes;
    }

    private List<Sweeper.Target> sweeperTargets() {
        return plans.all().stream().map(campaign -> new Sweeper.Target(campaign.id(), campaign.slug())).toList();
    }

    private Readiness readiness() {
        boolean redisHeld = plans.all().stream().allMatch(campaign -> epochs.current(campaign.id()).isPresent());
        Map<String, String> components = new LinkedHashMap<>();
        components.put("plans", plans.isLoaded() ? "loaded" : "not loaded yet");
        components.put("redis", redisHeld ? "ok" : "away");
        components.put("mariadb", breaker.isClosed() ? "ok" : "away");
        components.put("schema", databaseWatch.word());
        components.put("rehearsal", premiere.word());
        components.put("players", drain.isOn() ? "sent on: this node stands aside" : "welcome");
        components.put("revocations", revocations.isLoaded() ? "loaded" : "not loaded yet");
        return new Readiness(plans.isLoaded() && revocations.isLoaded() && premiere.mayServe() && !drain.isOn(), components);
    }

    /** The same for /diag, which anybody may open: what is missing in the database is for ops alone. */
    private Map<String, String> partsForTesters() {
        Map<String, String> components = readiness().components();
        components.replaceAll((part, word) -> part.equals("schema") && databaseWatch.missing() > 0 ? "degraded" : word);
        return components;
    }

    /** How long Redis takes to answer over the line that no player waits for; empty when it does not. */
    private static Optional<Duration> ping(EpochBoard board) {
        long from = System.nanoTime();
        try {
            board.runId();
            return Optional.of(Duration.ofNanos(System.nanoTime() - from));
        } catch (Admissions.Unavailable away) {
            return Optional.empty();
        }
    }

    private static MariaDbPools.Access access(Settings.Database database) {
        return new MariaDbPools.Access(database.hosts().stream().map(Settings.HostAndPort::toString).toList(), database.name(), database.user(),
                database.password().reveal());
    }

    private <T extends AutoCloseable> T open(T part) {
        opened.push(() -> {
            try {
                part.close();
            } catch (Exception failure) {
                LOG.warn("{} did not close cleanly", part.getClass().getSimpleName(), failure);
            }
        });
        return part;
    }

    /** Ends what was opened, the last first, also after a start that failed half-way. */
    @Override
    public void close() {
        while (!opened.isEmpty()) {
            opened.pop().run();
        }
    }
}
