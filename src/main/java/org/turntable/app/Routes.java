package org.turntable.app;

import io.prometheus.metrics.exporter.servlet.jakarta.PrometheusMetricsServlet;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Supplier;
import org.turntable.draw.DrawService;
import org.turntable.draw.PlanKeeper;
import org.turntable.ops.LiveServlet;
import org.turntable.ops.Readiness;
import org.turntable.ops.ReadyServlet;
import org.turntable.session.SessionFilter;
import org.turntable.web.Answers;
import org.turntable.web.CampaignServlet;
import org.turntable.web.CampaignViews;
import org.turntable.web.DispatchServlet;
import org.turntable.web.DrawServlet;
import org.turntable.web.DrawStatusServlet;
import org.turntable.web.ErrorFilter;
import org.turntable.web.ErrorServlet;
import org.turntable.web.HomeServlet;
import org.turntable.web.Identities;
import org.turntable.web.OriginFilter;
import org.turntable.web.PlayerStates;
import org.turntable.web.RequestIdFilter;
import org.turntable.web.RouteTable;
import org.turntable.web.RulesServlet;
import org.turntable.web.SignInServlet;
import org.turntable.web.SignOutServlet;
import org.turntable.web.page.AssetServlet;
import org.turntable.web.page.Assets;
import org.turntable.web.page.Views;
import org.turntable.wechat.SimpleSignIn;

/** Who answers which path: the one table to read. */
final class Routes {
    private final RouteTable table;
    private final AssetServlet assetFiles;
    private final Filter[] filters;
    private final SessionFilter sessions;

    Routes(Answers answers, Views views, Identities identities, CampaignViews campaigns, PlanKeeper plans, DrawService draws, PlayerStates states,
           SimpleSignIn simple, Supplier<Instant> clock, Set<String> origins, Supplier<Readiness> readiness, PrometheusRegistry registry,
           Assets assets, SessionFilter sessions) {
        table = new RouteTable()
                // players
                .route("/", new HomeServlet(plans, views, clock))
                .route("/c/{slug}", new CampaignServlet(campaigns, identities, states, views, clock))
                .route("/c/{slug}/rules", new RulesServlet(campaigns, views, clock))
                .route("/c/{slug}/draws", new DrawServlet(campaigns, identities, draws, answers))
                .route("/c/{slug}/draws/{number}", new DrawStatusServlet(campaigns, identities, states, answers, clock))
                .route("/sign-in", new SignInServlet(simple, identities, views))
                .route("/sign-out", new SignOutServlet(identities))
                .route("/error", new ErrorServlet(answers))
                // ops: closed to the outside by nginx
                .route("/livez", new LiveServlet())
                .route("/readyz", new ReadyServlet(readiness))
                .route("/metrics", new PrometheusMetricsServlet(registry));
        assetFiles = new AssetServlet(assets);
        filters = new Filter[] {new RequestIdFilter(), new ErrorFilter(answers), new OriginFilter(origins)};
        this.sessions = sessions;
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
