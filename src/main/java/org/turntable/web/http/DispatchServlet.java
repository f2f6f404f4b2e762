package org.turntable.web.http;

import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.turntable.concurrent.Bulkhead;
import org.turntable.concurrent.Deadline;
import org.turntable.web.page.Notice;

/**
 * Passes each request to the servlet of its route, within the limits of the route. A path without a route is answered
 * 404.
 */
public final class DispatchServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final String VARIABLES = DispatchServlet.class.getName() + ".variables";

    private final transient Router router;
    private final transient Map<HttpServlet, RequestLimits.Limit> limits = new HashMap<>();

    /** @param router all routes of this node; they have no limits */
    public DispatchServlet(Router router) {
        this(router, RequestLimits.NONE);
    }

    /**
     * @param router all routes of this node
     * @param limits of each route
     */
    public DispatchServlet(Router router, RequestLimits limits) {
        this.router = router;
        router.templates().values().forEach(servlet -> this.limits.put(servlet, limits.of(servlet.getClass())));
    }

    @Override
    public void init(ServletConfig config) throws ServletException {
        super.init(config);
        for (HttpServlet servlet : Set.copyOf(router.templates().values())) {
            servlet.init(config);
        }
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        String path = request.getServletPath()
                + Optional.ofNullable(request.getPathInfo()).orElse("");
        Router.Match match =
                router.find(path.isEmpty() ? "/" : path).orElseThrow(() -> RequestRejectedException.notFound());
        request.setAttribute(VARIABLES, match.variables());
        serve(match.servlet(), request, response);
    }

    private void serve(HttpServlet servlet, HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        RequestLimits.Limit limit = limits.get(servlet);
        if (limit.bulkhead().isPresent() && !limit.bulkhead().get().tryEnter()) {
            throw new RequestRejectedException(Notice.BUSY, "too many requests of this kind are being served");
        }
        try (Deadline.Scope scope = limit.time().map(Deadline::begin).orElse(() -> {})) {
            servlet.service(request, response);
        } finally {
            limit.bulkhead().ifPresent(Bulkhead::leave);
        }
    }

    /** The value of a variable of the path, such as {@code slug}. */
    public static String variable(HttpServletRequest request, String name) {
        return variables(request).get(name).toString();
    }

    /** Whether the route's template has that variable. */
    public static boolean hasVariable(HttpServletRequest request, String name) {
        return variables(request).containsKey(name);
    }

    private static Map<?, ?> variables(HttpServletRequest request) {
        return (Map<?, ?>) request.getAttribute(VARIABLES);
    }
}
