package org.turntable.app;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.servlet.ServletContext;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.mariadb.MariaDbCampaigns;
import org.turntable.mariadb.MariaDbCouponCodes;
import org.turntable.mariadb.MariaDbPools;
import org.turntable.mariadb.MariaDbRevocations;
import org.turntable.mariadb.MariaDbShowcases;
import org.turntable.mariadb.pool.NodePool;
import org.turntable.mariadb.schema.ExpectedSchema;
import org.turntable.ops.Drain;
import org.turntable.ops.OpsToken;
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

    private final Opened opened = new Opened();
    private final Routes routes;

    Node(Settings settings, ServletContext context) {
        // Two versions on one Tomcat are two writers, and hold their leases each for itself.
        String name = settings.nodeId() + (RunningVersions.deployment(context).isEmpty() ? "" : ":" + RunningVersions.deployment(context));
        try {
            PrometheusRegistry registry = new PrometheusRegistry();
            SecureRandom random = new SecureRandom();

            // Redis admits.
            RedisAddress redisAddress = RedisAddresses.of(settings.drawsRedis(), settings.redisAuthorities());
            StartChecks.redis(redisAddress);
            RedisForDraws redis = opened.add(new RedisForDraws(redisAddress, settings.draw().redisConnections(), settings.draw().deadline().toMillis(),
                    settings.ledger().streamHighWater(), System::currentTimeMillis));
            Supplier<Instant> clock = redis.admissions()::now;

            // Sessions and caches, on a Redis of their own.
            RedisAddress sessionsAddress = RedisAddresses.of(settings.sessionsRedis(), settings.redisAuthorities());
            RedisForSessions sessionsRedis = opened.add(new RedisForSessions(sessionsAddress));
            RedisMetrics.register(registry, Map.of("draws", redis::isUp, "sessions", sessionsRedis::isUp));

            // MariaDB awards.
            NodePool pool = opened.add(MariaDbPools.forNode(DatabaseAccess.of(settings.database()), "turntable", settings.database().poolSize(),
                    MariaDbPools.NODE_ANSWER));
            boolean checked = StartChecks.database(pool);
            DatabaseWatch databaseWatch = opened.add(new DatabaseWatch(pool, ExpectedSchema.ofThisBuild()));
            DatabaseMetrics.register(registry, pool, databaseWatch);

            // The draw.
            DrawParts draws = DrawParts.of(settings, name, redis, pool, new CheckedCampaigns(new MariaDbCampaigns(pool), pool, checked), registry, random,
                    opened);
            BooleanSupplier answers = draws.breaker()::isClosed;
            ShowcaseKeeper showcases = opened.add(new ShowcaseKeeper(new MariaDbShowcases(pool), draws.plans()::all, clock));

            // Who asks for it.
            Revocations revocations = new Revocations();
            RevocationRefresh revocationRefresh = opened.add(new RevocationRefresh(new MariaDbRevocations(pool), revocations, settings.identity().age(), clock));
            Identities identities = new Identities(new IdentitySigner(settings.identity().secret().reveal(), settings.identity().age()), revocations, clock, random);
            Optional<WeChatGateway> weChat = WeChatAccounts.of(settings, () -> opened.add(RedisSharedTokens.open(sessionsAddress)), random);

            // The pages: every one is rendered once before a player sees any.
            Assets assets = new Assets(context);
            EntryLines lines = new EntryLines(settings.entryOrigins());
            Views views = new Views(context, new Messages(), assets, weChat.map(account -> settings.weChat().script()),
                    settings.entryFallback() ? lines.all() : List.of());
            views.warmUp();
            Answers pages = new Answers(views);
            OpenInWeChat door = new OpenInWeChat(settings.weChat().browser() == Settings.Browser.ANY, lines, views);
            // What a session holds is small and its loss is bearable: the identity cookie says by itself who a player is, and puts it back.
            SessionFilter sessions = new SessionFilter(sessionsRedis.sessions(), new SessionCodec(Map.of()), List.of(), identities::seed, pages::away,
                    new SessionMetrics(registry), random, System::currentTimeMillis);

            // How this node fares.
            Drain drain = new Drain();
            Premiere premiere = new Premiere(draws.rehearsal());
            NodeCondition condition = new NodeCondition(draws, databaseWatch, revocations, premiere, drain);
            NodeFigures figures = new NodeFigures(name, WarVersion.of(context), RunningVersions.deployment(context), condition::readiness, drain,
                    draws.ledger()::waiting, () -> pool.watch().writer().orElse(""));
            NodeBeat beat = opened.add(new NodeBeat(sessionsRedis.nodes(), figures::now, clock));

            // Who answers which path.
            Routes.ForOps forOps = new Routes.ForOps(condition::readiness, figures::now, drain, condition::standsAside, draws.rehearsal(),
                    new OpsToken(settings.opsToken().map(Settings.Secret::reveal)), registry);
            Routes.Shared shared = new Routes.Shared(pages, views, assets, identities,
                    new CampaignViews(draws.plans(), showcases, views.messages(), context.getContextPath()), draws.plans(), draws.service(),
                    new MariaDbCouponCodes(pool, answers), ClaimsParts.of(settings, pool, name, answers, random), lines,
                    new OtherLines(lines, identities, settings.entryFallback()), door,
                    new DiagServlet.NodeFacts(name, WarVersion.of(context), condition::partsForTesters, () -> NodeCondition.ping(redis.epochBoard())),
                    clock, random, sessions, showcases, new BeaconMetrics(registry));
            SignInMetrics signInMetrics = new SignInMetrics(registry);
            routes = new Routes(shared, forOps,
                    weChat.map(account -> WeChatParts.of(account, settings, lines, identities, door, pages, assets, views.messages(), signInMetrics,
                            clock, random)),
                    settings.consoleOrigin().map(origin -> ConsoleParts.of(origin, pool, redis, sessionsRedis, views, clock, random)));

            databaseWatch.start();
            draws.start();
            showcases.start();
            revocationRefresh.start();
            ClaimsParts.sender(settings, pool, name, answers, random, registry).ifPresent(sender -> opened.add(sender).start());
            ClaimsParts.retention(settings.claims(), pool, answers, name, random).ifPresent(retention -> opened.add(retention).start());
            beat.start();

            // And the first draw is nobody's.
            opened.add(premiere).play();
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

    /** Ends what was opened, the last first, also after a start that failed half-way. */
    @Override
    public void close() {
        opened.close();
    }
}
