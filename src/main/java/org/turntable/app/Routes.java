package org.turntable.app;

import io.prometheus.metrics.exporter.servlet.jakarta.PrometheusMetricsServlet;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServlet;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.turntable.award.CouponCodes;
import org.turntable.draw.DrawService;
import org.turntable.draw.PlanKeeper;
import org.turntable.draw.Rehearsal;
import org.turntable.ops.Drain;
import org.turntable.ops.DrainServlet;
import org.turntable.ops.LiveServlet;
import org.turntable.ops.NodeStatus;
import org.turntable.ops.OpsToken;
import org.turntable.ops.Readiness;
import org.turntable.ops.ReadyServlet;
import org.turntable.ops.RehearsalServlet;
import org.turntable.ops.StatusServlet;
import org.turntable.session.SessionFilter;
import org.turntable.showcase.ShowcaseKeeper;
import org.turntable.web.AddressServlet;
import org.turntable.web.Allowance;
import org.turntable.web.Answers;
import org.turntable.web.BeaconMetrics;
import org.turntable.web.BeaconServlet;
import org.turntable.web.Beacons;
import org.turntable.web.CampaignServlet;
import org.turntable.web.CampaignViews;
import org.turntable.web.CodeServlet;
import org.turntable.web.CollectServlet;
import org.turntable.web.DiagServlet;
import org.turntable.web.DispatchServlet;
import org.turntable.web.DrawServlet;
import org.turntable.web.DrawStatusServlet;
import org.turntable.web.EnterServlet;
import org.turntable.web.EntryLines;
import org.turntable.web.ErrorFilter;
import org.turntable.web.ErrorServlet;
import org.turntable.web.HomeServlet;
import org.turntable.web.Identities;
import org.turntable.web.NameServlet;
import org.turntable.web.OpenInWeChat;
import org.turntable.web.OriginFilter;
import org.turntable.web.OtherLines;
import org.turntable.web.PictureServlet;
import org.turntable.web.PlayerStates;
import org.turntable.web.PrivacyServlet;
import org.turntable.web.PrizesServlet;
import org.turntable.web.RequestIdFilter;
import org.turntable.web.RouteTable;
import org.turntable.web.RulesServlet;
import org.turntable.web.RulesTextServlet;
import org.turntable.web.SignInServlet;
import org.turntable.web.SignOutServlet;
import org.turntable.web.StandAsideFilter;
import org.turntable.web.StandingServlet;
import org.turntable.web.page.AssetServlet;
import org.turntable.web.WinnersEntrance;
import org.turntable.web.page.Assets;
import org.turntable.web.page.Views;
import org.turntable.web.verifier.RedeemServlet;
import org.turntable.web.verifier.RedeemStepServlet;
import org.turntable.web.verifier.VerifierSessions;
import org.turntable.web.verifier.VerifierSignInServlet;
import org.turntable.web.verifier.VerifierSignOutServlet;
import org.turntable.wechat.SimpleSignIn;

/** Who answers which path: the one table to read. */
final class Routes {
    /** /diag is for a tester or two, and for a few players whom ops ask. */
    private static final Allowance.Rate NODES_DIAGNOSES = new Allowance.Rate(60, 10);
    private static final Allowance.Rate ONE_CLIENTS_DIAGNOSES = new Allowance.Rate(20, 0.5);

    /** Each costs a third of a second of a processor; a shop has one address and a few verifiers. */
    private static final Allowance.Rate NODES_PASSWORDS = new Allowance.Rate(30, 1);
    private static final Allowance.Rate ONE_CLIENTS_PASSWORDS = new Allowance.Rate(10, 0.1);
    /** At one code a second, guessing one of 2^30 takes a verifier 17 years. */
    private static final Allowance.Rate NODES_CODES = new Allowance.Rate(500, 50);
    private static final Allowance.Rate ONE_VERIFIERS_CODES = new Allowance.Rate(60, 1);
    /** Every tenth page tells once, and what fails; an address may be a carrier's, with thousands of phones behind it. */
    private static final Allowance.Rate NODES_BEACONS = new Allowance.Rate(1_000, 200);
    private static final Allowance.Rate ONE_ADDRESS_BEACONS = new Allowance.Rate(200, 20);

    private static final Set<String> OPEN_WHILE_ASIDE = Set.of("/livez", "/readyz", "/metrics", "/status", "/drain", "/rehearsal");

    private final RouteTable table;
    private final AssetServlet assetFiles;
    private final Filter[] filters;
    private final SessionFilter sessions;

    /**
     * What the routes share.
     *
     * @param claims what becomes of prizes
     * @param door which browsers are let in
     * @param node what /diag tells of this node
     */
    record Shared(Answers answers, Views views, Assets assets, Identities identities, CampaignViews campaigns, PlanKeeper plans, DrawService draws,
                  CouponCodes codes, ClaimsParts claims, EntryLines lines, OtherLines otherLines, OpenInWeChat door, DiagServlet.NodeFacts node, Supplier<Instant> clock, SecureRandom random,
                  SessionFilter sessions, ShowcaseKeeper showcases, BeaconMetrics beacons) {
    }

    /**
     * What ops ask a node, and what they tell it.
     *
     * @param aside whether players are to be sent on to another node now
     */
    record ForOps(Supplier<Readiness> readiness, Supplier<NodeStatus> status, Drain drain, BooleanSupplier aside, Rehearsal rehearsal, OpsToken token,
                  PrometheusRegistry registry) {
    }

    /**
     * @param weChat  empty where players sign in by a name
     * @param console empty where there is none
     */
    Routes(Shared shared, ForOps ops, Optional<WeChatParts> weChat, Optional<ConsoleParts> console) {
        Answers answers = shared.answers();
        Views views = shared.views();
        Identities identities = shared.identities();
        CampaignViews campaigns = shared.campaigns();
        PlayerStates states = new PlayerStates(shared.draws());
        WinnersEntrance winners = new WinnersEntrance(campaigns, identities, shared.door());
        Allowance diagnoses = new Allowance(NODES_DIAGNOSES, ONE_CLIENTS_DIAGNOSES, System::nanoTime);
        table = new RouteTable()
                // players
                .route("/", new HomeServlet(shared.plans(), views, shared.clock()))
                .route("/c/{slug}", new CampaignServlet(campaigns, identities, states, shared.door(), weChat.map(WeChatParts::onPage),
                        shared.otherLines(), new Beacons(shared.beacons()), views, shared.clock()))
                .route("/c/{slug}/rules", new RulesServlet(campaigns, views, shared.clock()))
                .route("/c/{slug}/rules/{version}", new RulesTextServlet(campaigns))
                .route("/c/{slug}/prizes", new PrizesServlet(winners, campaigns, identities, states, shared.codes(), shared.claims().own(), views))
                .route("/c/{slug}/prizes/privacy", new PrivacyServlet(campaigns, views, shared.claims().keptDays()))
                .route("/c/{slug}/draws", new DrawServlet(campaigns, identities, shared.draws(), answers))
                .route("/c/{slug}/draws/{number}", new DrawStatusServlet(campaigns, identities, states, answers, shared.clock()))
                // for the edge, which shows it while no node answers
                .route("/name", new NameServlet(request -> shared.plans().current(shared.clock().get())))
                .route("/c/{slug}/name", new NameServlet(request -> shared.plans().bySlug(DispatchServlet.variable(request, "slug"))))
                .route("/sign-in", weChat.<HttpServlet>map(WeChatParts::signIn)
                        .orElseGet(() -> new SignInServlet(new SimpleSignIn(), identities, shared.door(), views)))
                .route("/enter", new EnterServlet(identities))
                .route("/sign-out", new SignOutServlet(identities))
                .route("/pictures/{name}", new PictureServlet(shared.showcases()))
                .route("/beacon", new BeaconServlet(shared.beacons(), new Allowance(NODES_BEACONS, ONE_ADDRESS_BEACONS, System::nanoTime), answers))
                .route("/diag", new DiagServlet(shared.node(), shared.lines(), identities, diagnoses, shared.clock(), shared.random(), views, answers))
                .route("/error", new ErrorServlet(answers))
                // ops: closed to the outside by nginx
                .route("/livez", new LiveServlet())
                .route("/readyz", new ReadyServlet(ops.readiness()))
                .route("/metrics", new PrometheusMetricsServlet(ops.registry()))
                .route("/status", new StatusServlet(ops.status()))
                .route("/drain", new DrainServlet(ops.drain(), ops.token()))
                .route("/rehearsal", new RehearsalServlet(ops.rehearsal(), ops.token()));
        // where winners are asked for an address
        shared.claims().addresses().ifPresent(addresses -> table
                .route("/c/{slug}/prizes/{number}/address", new AddressServlet(winners, campaigns, identities, states, addresses, views, shared.claims().keptDays())));
        // where coupons are redeemed by verifiers
        shared.claims().store().ifPresent(store -> table
                .route("/c/{slug}/prizes/{number}/code/{code}", new CodeServlet(winners, campaigns, states, store.codes(), shared.lines(), views))
                .route("/c/{slug}/prizes/{number}/standing", new StandingServlet(winners, store.redemptions(), answers)));
        // where the partner pays red packets
        shared.claims().packets().ifPresent(packets -> table.route("/c/{slug}/prizes/{number}/collect", new CollectServlet(winners, identities, packets)));
        shared.claims().desk().ifPresent(desk -> {
            VerifierSessions sessions = new VerifierSessions(shared.random());
            Allowance tries = new Allowance(NODES_PASSWORDS, ONE_CLIENTS_PASSWORDS, System::nanoTime);
            Allowance codes = new Allowance(NODES_CODES, ONE_VERIFIERS_CODES, System::nanoTime);
            table
                    .route("/redeem", new RedeemServlet(sessions, views))
                    .route("/redeem/codes", new RedeemStepServlet(desk.codes(), sessions, codes, answers, views, shared.random(), false))
                    .route("/redeem/confirmations", new RedeemStepServlet(desk.codes(), sessions, codes, answers, views, shared.random(), true))
                    .route("/redeem/sign-in", new VerifierSignInServlet(desk.signIn(), sessions, identities, tries, views))
                    .route("/redeem/sign-out", new VerifierSignOutServlet(sessions));
        });
        weChat.ifPresent(parts -> table
                // where players sign in with WeChat
                .route("/wechat/callback", parts.callback())
                .route("/wechat/signature", parts.signature())
                .route("/wechat/following", parts.following()));
        console.ifPresent(parts -> table
                // operators: on an entrance of their own
                .route("/console", parts.home())
                .route("/console/campaigns/{slug}", parts.campaign())
                .route("/console/sign-in", parts.signIn())
                .route("/console/sign-out", parts.signOut()));
        assetFiles = new AssetServlet(shared.assets());
        filters = new Filter[] {new RequestIdFilter(), shared.otherLines(), new StandAsideFilter(ops.aside(), OPEN_WHILE_ASIDE, answers), new ErrorFilter(answers),
                 new OriginFilter(Set.copyOf(shared.lines().all()), "/console", console.map(ConsoleParts::origin).map(Set::of).orElse(Set.of()))};
        sessions = shared.sessions();
    }

    /** Registers the filters, outermost first, and the servlet that reads the table beside the one for static files. */
    void register(ServletContext context) {
        for (Filter filter : filters) {
            register(context, filter, EnumSet.of(DispatcherType.REQUEST));
        }
        register(context, sessions, EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR));
        context.addServlet("assets", assetFiles).addMapping("/assets/*");
        ServletRegistration.Dynamic dispatch = context.addServlet("dispatch", new DispatchServlet(table));
        dispatch.setAsyncSupported(true);
        dispatch.setLoadOnStartup(1);
        dispatch.addMapping("/", "");
    }

    private static void register(ServletContext context, Filter filter, EnumSet<DispatcherType> dispatches) {
        FilterRegistration.Dynamic registration = context.addFilter(filter.getClass().getSimpleName(), filter);
        registration.setAsyncSupported(true);
        registration.addMappingForUrlPatterns(dispatches, true, "/*");
    }
}
