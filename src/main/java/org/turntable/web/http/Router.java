package org.turntable.web.http;

import jakarta.servlet.http.HttpServlet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the servlet for a path. A template has literal segments and variables, such as <code>/c/{slug}/draws</code>. A
 * literal segment wins over a variable at the same position.
 */
public final class Router {
    private record Route(String[] segments, HttpServlet servlet) {}

    /**
     * The route of a path.
     *
     * @param servlet the servlet that serves it
     * @param variables values of the template's variables, by name
     */
    record Match(HttpServlet servlet, Map<String, String> variables) {}

    private final Map<String, HttpServlet> byTemplate = new LinkedHashMap<>();
    private final List<Route> routes = new ArrayList<>();

    /**
     * Adds a route.
     *
     * @throws IllegalArgumentException when the template does not begin with a slash, or has a servlet already
     */
    public Router route(String template, HttpServlet servlet) {
        if (!template.startsWith("/")) {
            throw new IllegalArgumentException("a path begins with a slash: " + template);
        }
        if (byTemplate.keySet().stream().anyMatch(other -> sameShape(other, template))) {
            throw new IllegalArgumentException("two servlets for one path: " + template);
        }
        byTemplate.put(template, servlet);
        routes.add(new Route(split(template), servlet));
        return this;
    }

    /** All templates with their servlets, in the order in which they were added. */
    public Map<String, HttpServlet> templates() {
        return Collections.unmodifiableMap(byTemplate);
    }

    /** The route of a path; empty when there is none. */
    Optional<Match> find(String path) {
        String[] segments = split(path);
        Match best = null;
        for (Route route : routes) {
            Map<String, String> variables = match(route.segments(), segments);
            if (variables != null
                    && (best == null || variables.size() < best.variables().size())) {
                best = new Match(route.servlet(), variables);
            }
        }
        return Optional.ofNullable(best);
    }

    private static Map<String, String> match(String[] template, String[] path) {
        if (template.length != path.length) {
            return null;
        }
        for (int i = 0; i < template.length; i++) {
            if (isVariable(template[i]) ? path[i].isEmpty() : !template[i].equals(path[i])) {
                return null;
            }
        }
        Map<String, String> variables = new HashMap<>(4);
        for (int i = 0; i < template.length; i++) {
            if (isVariable(template[i])) {
                variables.put(template[i].substring(1, template[i].length() - 1), path[i]);
            }
        }
        return variables;
    }

    private static boolean sameShape(String a, String b) {
        return a.replaceAll("\\{[^/]*}", "{}").equals(b.replaceAll("\\{[^/]*}", "{}"));
    }

    private static boolean isVariable(String segment) {
        return segment.startsWith("{") && segment.endsWith("}");
    }

    private static String[] split(String path) {
        return path.substring(1).split("/", -1);
    }
}
