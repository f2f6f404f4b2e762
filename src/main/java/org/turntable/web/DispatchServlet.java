package org.turntable.web;

import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** Hands each request to the servlet that the route table names; a path that nobody answers is 404. */
public final class DispatchServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final String VARIABLES = DispatchServlet.class.getName() + ".variables";

    private final transient RouteTable routes;

    /** @param routes the whole table */
    public DispatchServlet(RouteTable routes) {
        this.routes = routes;
    }

    @Override
    public void init(ServletConfig config) throws ServletException {
        super.init(config);
        for (HttpServlet servlet : routes.templates().values()) {
            servlet.init(config);
        }
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException {
        String path = request.getServletPath() + Optional.ofNullable(request.getPathInfo()).orElse("");
        RouteTable.Match match = routes.find(path.isEmpty() ? "/" : path).orElseThrow(() -> RequestRefused.notFound());
        request.setAttribute(VARIABLES, match.variables());
        match.servlet().service(request, response);
    }

    /** What a variable of the path stands for, such as {@code slug}. */
    public static String variable(HttpServletRequest request, String name) {
        return variables(request).get(name).toString();
    }

    /** Whether the route's pattern has that variable. */
    static boolean hasVariable(HttpServletRequest request, String name) {
        return variables(request).containsKey(name);
    }

    private static Map<?, ?> variables(HttpServletRequest request) {
        return (Map<?, ?>) request.getAttribute(VARIABLES);
    }
}
