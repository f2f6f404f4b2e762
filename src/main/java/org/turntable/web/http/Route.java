package org.turntable.web.http;

import jakarta.servlet.http.HttpServlet;
import java.lang.reflect.Method;
import java.util.Set;
import java.util.TreeSet;

/**
 * One row of the route table.
 *
 * @param audience who uses it
 * @param condition the setting that switches it on; empty for a route that every node has
 * @param path a template such as <code>/c/{slug}/draws</code>
 * @param servlet the class of the servlet that serves it
 * @param purpose one line for the reference
 */
public record Route(
        Audience audience, String condition, String path, Class<? extends HttpServlet> servlet, String purpose) {
    /** Who uses a route. */
    public enum Audience {
        /** Players, from anywhere. */
        PLAYERS,
        /** Verifiers in stores, from anywhere. */
        VERIFIERS,
        /** Operators, on the origin of the console only. */
        OPERATORS,
        /** The edge and the container, which show the response to players. */
        EDGE,
        /** Ops and monitoring, on the connector for ops only. */
        OPS
    }

    /** Whether a node has this route only with certain settings. */
    public boolean isConditional() {
        return !condition.isEmpty();
    }

    /**
     * The HTTP methods that the servlet handles, in alphabetical order. HEAD goes with GET and is not named. A servlet
     * that overrides {@code service} handles GET and POST.
     */
    public Set<String> methods() {
        Set<String> methods = new TreeSet<>();
        for (Class<?> type = servlet; type != HttpServlet.class; type = type.getSuperclass()) {
            for (Method method : type.getDeclaredMethods()) {
                switch (method.getName()) {
                    case "doGet" -> methods.add("GET");
                    case "doPost" -> methods.add("POST");
                    case "service" -> methods.addAll(Set.of("GET", "POST"));
                    default -> {
                        // Not a method that handles requests.
                    }
                }
            }
        }
        return methods;
    }
}
