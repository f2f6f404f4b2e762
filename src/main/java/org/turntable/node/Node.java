package org.turntable.node;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServlet;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.concurrent.Bulkhead;
import org.turntable.config.BuildVersion;
import org.turntable.config.Secret;
import org.turntable.config.Settings;
import org.turntable.draw.restart.LiveNodes;
import org.turntable.health.ClockMetrics;
import org.turntable.health.DrainState;
import org.turntable.health.NodeClocks;
import org.turntable.health.OpsToken;
import org.turntable.mariadb.DatabaseMetrics;
import org.turntable.mariadb.campaign.MariaDbCampaigns;
import org.turntable.mariadb.claim.MariaDbCouponCodes;
import org.turntable.mariadb.player.MariaDbRevocations;
import org.turntable.mariadb.pool.MariaDbPools;
import org.turntable.mariadb.pool.NodePool;
import org.turntable.mariadb.pool.PoolSettings;
import org.turntable.mariadb.schema.ExpectedSchema;
import org.turntable.mariadb.schema.SchemaMonitor;
import org.turntable.mariadb.showcase.MariaDbShowcases;
import org.turntable.node.limits.RequestWait;
import org.turntable.player.IdentitySigner;
import org.turntable.player.Revocations;
import org.turntable.redis.RedisAddress;
import org.turntable.redis.RedisAddresses;
import org.turntable.redis.RedisMetrics;
import org.turntable.redis.draw.RedisForDraws;
import org.turntable.redis.session.RedisForSessions;
import org.turntable.redis.session.RedisSharedTokens;
import org.turntable.session.SessionCodec;
import org.turntable.session.SessionFilter;
import org.turntable.session.SessionMetrics;
import org.turntable.showcase.ShowcaseCache;
import org.turntable.signal.SignalRecorder;
import org.turntable.web.campaign.PlayerStates;
import org.turntable.web.http.ErrorServlet;
import org.turntable.web.signin.Identities;
import org.turntable.web.signin.RevocationRefresher;
import org.turntable.web.signin.SignInMetrics;
import org.turntable.web.telemetry.BeaconMetrics;
import org.turntable.web.telemetry.DiagServlet;
import org.turntable.wechat.WeChatGateway;

/**
 * One running node. The constructor starts it in the order of its dependencies: Redis, MariaDB, the draw, identities,
 * pages, health, routes, background tasks, rehearsal draw. {@link #close()} ends everything in the reverse order.
 */
final class Node implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Node.class);

    private final CloseableStack opened = new CloseableStack();
    private final WebApplication application;

    Node(Settings settings, ServletContext context) {
        // Two versions in one Tomcat are two writers with separate leases, so the name includes the deployment.
        String name = settings.nodeId()
                + (DeployedVersions.deployment(context).isEmpty() ? "" : ":" + DeployedVersions.deployment(context));
        try {
            PrometheusRegistry registry = new PrometheusRegistry();
            SecureRandom random = new SecureRandom();

            // The Redis for draws, and its clock.
            RedisAddress redisAddress = RedisAddresses.of(settings.drawsRedis(), settings.redisAuthorities());
            StartupChecks.redis(redisAddress);
            RedisForDraws redis = opened.add(new RedisForDraws(
                    redisAddress,
                    settings.draw().redisConnections(),
                    settings.draw().deadline().toMillis(),
                    settings.ledger().streamHighWater(),
                    System::currentTimeMillis));
            Supplier<Instant> clock = redis.admissions()::now;
            NodeClocks clocks = NodeClocks.of(System::currentTimeMillis);
            ClockMetrics.register(registry, clocks);

            // The Redis for sessions and caches.
            RedisAddress sessionsAddress = RedisAddresses.of(settings.sessionsRedis(), settings.redisAuthorities());
            RedisForSessions sessionsRedis = opened.add(new RedisForSessions(sessionsAddress));
            RedisMetrics.register(
                    registry, Map.of("draws", redis::isUp, "sessions", sessionsRedis::isUp), redis::memoryRatio);

            // MariaDB: the pool, and the checks of the schema.
            NodePool pool = opened.add(MariaDbPools.forNode(
                    PoolSettings.of(settings.database()),
                    "turntable",
                    settings.database().poolSize(),
                    MariaDbPools.NODE_ANSWER));
            boolean databaseChecked = StartupChecks.database(pool);
            SchemaMonitor schemaMonitor =
                    opened.add(new SchemaMonitor(pool, ExpectedSchema.ofThisBuild(), clocks.mariadb()));
            DatabaseMetrics.register(registry, pool, schemaMonitor);

            // The draw, and the content of the pages. A process that is restarted has its name and not its memory.
            String process = name + "/" + Long.toHexString(random.nextLong());
            DrawModule draws = DrawModule.of(
                    settings,
                    name,
                    process,
                    () -> sessionsRedis.nodes().all(clock.get()).stream()
                            .map(heartbeat -> new LiveNodes.Sign(
                                    heartbeat.status().node(),
                                    heartbeat.status().process(),
                                    heartbeat.at()))
                            .toList(),
                    redis,
                    pool,
                    new CheckedCampaigns(new MariaDbCampaigns(pool), pool, databaseChecked),
                    clocks,
                    registry,
                    random,
                    opened);
            BooleanSupplier databaseAvailable = draws.breaker()::isClosed;
            ShowcaseCache showcases =
                    opened.add(new ShowcaseCache(new MariaDbShowcases(pool), draws.plans()::all, clock));

            // Identities of players, revocations and WeChat.
            Revocations revocations = new Revocations();
            RevocationRefresher revocationRefresher = opened.add(new RevocationRefresher(
                    new MariaDbRevocations(pool),
                    revocations,
                    settings.identity().age(),
                    clock));
            Identities identities = new Identities(
                    new IdentitySigner(
                            settings.identity().secret().reveal(),
                            settings.identity().age()),
                    revocations,
                    clock,
                    random);
            Optional<WeChatGateway> weChat =
                    WeChatGateways.of(settings, () -> opened.add(RedisSharedTokens.open(sessionsAddress)), random);

            // The pages and the session filter.
            WebModule web = WebModule.of(
                    settings, context, weChat.isPresent(), draws.plans(), showcases, identities, clock, random);
            // A lost session is restored from the identity cookie, which is signed and sufficient to identify a player.
            SessionFilter sessions = new SessionFilter(
                    sessionsRedis.sessions(),
                    new SessionCodec(Map.of()),
                    List.of(),
                    identities::seed,
                    web.responses()::sessionUnavailable,
                    new SessionMetrics(registry),
                    random,
                    System::currentTimeMillis);

            // Health, status and heartbeat.
            DrainState drain = new DrainState();
            StartupRehearsal startupRehearsal = new StartupRehearsal(draws.rehearsal());
            NodeHealth health = new NodeHealth(draws, schemaMonitor, revocations, startupRehearsal, drain, clocks);
            NodeStatusReader statusReader = new NodeStatusReader(
                    name,
                    BuildVersion.ofWebApplication(context::getResourceAsStream),
                    DeployedVersions.deployment(context),
                    health::readiness,
                    drain,
                    draws.ledger()::waiting,
                    () -> pool.writerMonitor().writer().orElse(""),
                    process,
                    clocks);
            HeartbeatPublisher heartbeat =
                    opened.add(new HeartbeatPublisher(sessionsRedis.nodes(), statusReader::now, clock));

            // What watches the draws for signals of automated play.
            SignalRecorder signals = opened.add(draws.signals(settings, pool, clock, random, registry));

            // The routes and their servlets.
            BeaconMetrics beacons = new BeaconMetrics(registry);
            SignInModule signIn =
                    SignInModule.of(weChat, settings, web, new SignInMetrics(registry), signals.signals());
            Bulkhead winners = new Bulkhead(RequestWait.WINNERS.permits());
            ClaimModule claims =
                    ClaimModule.of(settings, pool, name, databaseAvailable, winners, sessionsRedis.signIns(), random);
            PlayerStates states = new PlayerStates(draws.service(), new Bulkhead(RequestWait.PLAYER_LOAD.permits()));
            List<HttpServlet> servlets = new ArrayList<>();
            servlets.add(new ErrorServlet(web.responses()));
            servlets.addAll(CampaignModule.servlets(
                    web, draws, states, showcases, signIn.onPage(), beacons, signals.signals()));
            servlets.addAll(signIn.servlets());
            servlets.addAll(claims.servlets(
                    web,
                    states,
                    new MariaDbCouponCodes(pool, databaseAvailable, winners),
                    settings.signals().kept().toDays()));
            claims.verifierAccess().ifPresent(access -> servlets.addAll(VerifierModule.servlets(web, access)));
            servlets.addAll(TelemetryModule.servlets(
                    web,
                    new DiagServlet.NodeFacts(
                            name,
                            BuildVersion.ofWebApplication(context::getResourceAsStream),
                            health::partsForTesters,
                            () -> NodeHealth.ping(redis.epochRegistry())),
                    beacons));
            OpsToken opsToken = new OpsToken(settings.opsToken().map(Secret::reveal));
            servlets.addAll(OpsModule.servlets(
                    health::readiness, statusReader::now, drain, draws.rehearsal(), opsToken, registry));
            settings.consoleOrigin()
                    .ifPresent(origin ->
                            servlets.addAll(ConsoleModule.servlets(origin, settings, pool, redis, sessionsRedis, web)));
            application = new WebApplication(
                    web,
                    Routes.TABLE.bind(servlets),
                    sessions,
                    health::redirectsPlayers,
                    opsToken,
                    settings.consoleOrigin());

            // The background tasks.
            schemaMonitor.start();
            draws.start();
            showcases.start();
            revocationRefresher.start();
            ClaimModule.sender(settings, pool, name, databaseAvailable, random, registry)
                    .ifPresent(sender -> opened.add(sender).start());
            ClaimModule.retention(settings.claims(), pool, databaseAvailable, name, random)
                    .ifPresent(retention -> opened.add(retention).start());
            signals.start();
            heartbeat.start();

            // A rehearsal draw; a failed one stops the start.
            opened.add(startupRehearsal).run();
            LOG.info("node {} started", name);
        } catch (RuntimeException failedStart) {
            close();
            throw failedStart;
        }
    }

    /** The filters and servlets, to be registered in the container. */
    WebApplication application() {
        return application;
    }

    /** Closes what was opened, the last one first; also called when the start failed. */
    @Override
    public void close() {
        opened.close();
    }
}
