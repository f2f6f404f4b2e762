package org.turntable.health;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps ops and players apart: paths for ops are served on their own connector alone, and nothing else is served there.
 * To players they do not exist (404). On a server.xml from before, which has no such connector, a bastion that shows
 * ops.token may use them on the players' connector, so that a push works there; nobody else may.
 */
public final class OpsFilter implements Filter {
    private final Set<String> opsPaths;
    private final OpsConnector connector;
    private final OpsToken token;

    /** @param opsPaths the paths for ops, without variables */
    public OpsFilter(Set<String> opsPaths, OpsConnector connector, OpsToken token) {
        this.opsPaths = Set.copyOf(opsPaths);
        this.connector = connector;
        this.token = token;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest http = (HttpServletRequest) request;
        HttpServletResponse answer = (HttpServletResponse) response;
        boolean forOps = opsPaths.contains(path(http));
        if (connector.received(http)) {
            if (forOps) {
                chain.doFilter(request, response);
            } else {
                HealthJson.send(
                        answer,
                        HttpServletResponse.SC_NOT_FOUND,
                        new HealthJson.Refusal("this connector serves ops alone: " + String.join(" ", opsPaths)));
            }
        } else if (!forOps || connector.isReplacedBy(http) && token.isShownBy(http)) {
            chain.doFilter(request, response);
        } else {
            answer.sendError(HttpServletResponse.SC_NOT_FOUND);
        }
    }

    /** As routes are looked up: decoded. */
    private static String path(HttpServletRequest request) {
        return request.getServletPath()
                + Optional.ofNullable(request.getPathInfo()).orElse("");
    }
}
