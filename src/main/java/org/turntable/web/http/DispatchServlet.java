package org.turntable.web.http;

import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Passes each request to the servlet of its route. A path without a route is answered 404. */
public final class DispatchServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final String VARIABLES = DispatchServlet.class.getName() + ".variables";

    private final transient Router router;

    /** @param router all routes of this node */
    public DispatchServlet(Router router) {
        this.router = router;
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
        match.servlet().service(request, response);
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
