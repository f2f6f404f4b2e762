package org.turntable.web.http;

import jakarta.servlet.http.HttpServlet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.turntable.web.http.Route.Audience;

/**
 * The declared routes: which class serves which path. It needs no running node, so that documents and tests can read
 * it. A node binds it to the servlets that it made.
 */
public final class RouteTable {
    private final List<Route> routes = new ArrayList<>();
    private Audience audience;
    private String condition = "";

    /** The routes that follow are for this audience, and every node has them. */
    public RouteTable group(Audience forWhom) {
        return group(forWhom, "");
    }

    /**
     * The routes that follow are for this audience.
     *
     * @param setting the setting that switches them on, such as {@code claims.redemption=verifier}
     */
    public RouteTable group(Audience forWhom, String setting) {
        this.audience = forWhom;
        this.condition = setting;
        return this;
    }

    /**
     * Adds a route to the present group. One path may have two routes with different conditions.
     *
     * @param purpose one line for the reference
     * @throws IllegalStateException before the first group
     */
    public RouteTable route(String path, Class<? extends HttpServlet> servlet, String purpose) {
        if (audience == null) {
            throw new IllegalStateException("a route needs a group: " + path);
        }
        routes.add(new Route(audience, condition, path, servlet, purpose));
        return this;
    }

    /** All routes, in the order of the table. */
    public List<Route> routes() {
        return Collections.unmodifiableList(routes);
    }

    /**
     * Binds the table to servlets.
     *
     * @param servlets one for each class; those of conditional routes may be missing
     * @throws IllegalArgumentException when two servlets have one class, a servlet has no route, a route that every
     *     node has got no servlet, or two servlets serve one path
     */
    public Router bind(Collection<? extends HttpServlet> servlets) {
        Map<Class<?>, HttpServlet> byClass = new HashMap<>();
        for (HttpServlet servlet : servlets) {
            if (byClass.put(servlet.getClass(), servlet) != null) {
                throw new IllegalArgumentException("two servlets of " + servlet.getClass());
            }
            if (routes.stream().noneMatch(route -> route.servlet() == servlet.getClass())) {
                throw new IllegalArgumentException("no route for " + servlet.getClass());
            }
        }
        Router router = new Router();
        for (Route route : routes) {
            HttpServlet servlet = byClass.get(route.servlet());
            if (servlet != null) {
                router.route(route.path(), servlet);
            } else if (!route.isConditional()) {
                throw new IllegalArgumentException("no servlet for " + route.path());
            }
        }
        return router;
    }
}
