package org.turntable.web;

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
 * While this node stands aside, players are answered 502 before anything was done for them: the one status that tells the edge "ask the
 * next node", for a post just as well. 503 stays the word of a node that serves and is busy, which no other node should be asked about.
 */
public final class StandAsideFilter implements Filter {
    private final BooleanSupplier aside;
    private final Set<String> open;
    private final Answers answers;

    /**
     * @param aside whether the node stands aside now
     * @param open  paths that are answered all the same: those of ops
     */
    public StandAsideFilter(BooleanSupplier aside, Set<String> open, Answers answers) {
        this.aside = aside;
        this.open = Set.copyOf(open);
        this.answers = answers;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain) throws IOException, ServletException {
        HttpServletRequest http = (HttpServletRequest) request;
        if (aside.getAsBoolean() && !open.contains(http.getRequestURI())) {
            answers.aside(http, (HttpServletResponse) response);
        } else {
            chain.doFilter(request, response);
        }
    }
}
