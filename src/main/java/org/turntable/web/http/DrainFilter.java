package org.turntable.web.http;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * While this node is draining, requests of players get 502 before any work is done: the only status for which the edge
 * tries the next node, also for a POST. 503 is the status of a busy node, for which the edge must not try another.
 */
public final class DrainFilter implements Filter {
    private final BooleanSupplier draining;
    private final Set<String> open;
    private final Responses responses;

    /**
     * @param draining whether the node is draining now
     * @param open paths that are served all the same: those of ops
     */
    public DrainFilter(BooleanSupplier draining, Set<String> open, Responses responses) {
        this.draining = draining;
        this.open = Set.copyOf(open);
        this.responses = responses;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest http = (HttpServletRequest) request;
        if (draining.getAsBoolean() && !open.contains(http.getRequestURI())) {
            responses.nodeDraining(http, (HttpServletResponse) response);
        } else {
            chain.doFilter(request, response);
        }
    }
}
