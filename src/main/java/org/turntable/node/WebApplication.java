package org.turntable.node;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.turntable.health.OpsFilter;
import org.turntable.health.OpsToken;
import org.turntable.node.limits.RouteWaits;
import org.turntable.session.SessionFilter;
import org.turntable.web.http.BodyFilter;
import org.turntable.web.http.DispatchServlet;
import org.turntable.web.http.DrainFilter;
import org.turntable.web.http.ErrorFilter;
import org.turntable.web.http.OriginFilter;
import org.turntable.web.http.PlainPathFilter;
import org.turntable.web.http.RequestIdFilter;
import org.turntable.web.http.RequestRates;
import org.turntable.web.http.Route;
import org.turntable.web.http.Router;
import org.turntable.web.http.SecurityHeadersFilter;
import org.turntable.web.page.AssetServlet;
import org.turntable.web.signin.RequestRateFilter;

/** The filters and servlets of a node, registered in the container. */
final class WebApplication {
    /** Served also while the node drains. */
    private static final Set<String> OPS_PATHS = Routes.TABLE.routes().stream()
            .filter(route -> route.audience() == Route.Audience.OPS)
            .map(Route::path)
            .collect(Collectors.toUnmodifiableSet());

    private static final String CONSOLE = "/console";
    /** The edge sends a body as a whole. Others have this long for all of it. */
    private static final Duration BODY_WITHIN = Duration.ofSeconds(4);

    private final Router router;
    private final SessionFilter sessions;
    private final List<Filter> filters;
    private final AssetServlet assets;

    /**
     * @param draining whether players are sent to another node
     * @param opsToken what a bastion shows on a node without a connector for ops
     * @param consoleOrigin the only allowed origin for forms of the console; empty without a console
     */
    WebApplication(
            WebModule web,
            Router router,
            SessionFilter sessions,
            BooleanSupplier draining,
            OpsToken opsToken,
            Optional<String> consoleOrigin) {
        this.router = router;
        this.sessions = sessions;
        this.filters = List.of(
                new RequestIdFilter(),
                new SecurityHeadersFilter(),
                new PlainPathFilter(web.responses()),
                new OpsFilter(OPS_PATHS, OpsModule.connector(), opsToken),
                new BodyFilter(BODY_WITHIN, web.responses()),
                web.alternateLines(),
                new DrainFilter(draining, OPS_PATHS, web.responses()),
                new ErrorFilter(web.responses()),
                new RequestRateFilter(web.identities(), new RequestRates(System::nanoTime), web.responses()),
                new OriginFilter(
                        Set.copyOf(web.lines().all()),
                        CONSOLE,
                        consoleOrigin.map(Set::of).orElse(Set.of())));
        this.assets = new AssetServlet(web.assets());
    }

    /** Registers the filters, the outermost first, then the servlets. */
    void register(ServletContext context) {
        for (Filter filter : filters) {
            register(context, filter, EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC));
        }
        register(context, sessions, EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR));
        ServletRegistration.Dynamic files = context.addServlet("assets", assets);
        // Asynchronous for the filter that reads bodies: any request may have one.
        files.setAsyncSupported(true);
        files.addMapping("/assets/*");
        ServletRegistration.Dynamic dispatch =
                context.addServlet("dispatch", new DispatchServlet(router, RouteWaits.limits()));
        dispatch.setAsyncSupported(true);
        dispatch.setLoadOnStartup(1);
        dispatch.addMapping("/", "");
    }

    private static void register(ServletContext context, Filter filter, EnumSet<DispatcherType> dispatches) {
        FilterRegistration.Dynamic registration =
                context.addFilter(filter.getClass().getSimpleName(), filter);
        registration.setAsyncSupported(true);
        registration.addMappingForUrlPatterns(dispatches, true, "/*");
    }
}
