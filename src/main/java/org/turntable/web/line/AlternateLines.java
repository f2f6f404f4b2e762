package org.turntable.web.line;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.turntable.player.Identity;
import org.turntable.web.http.EntryLines;
import org.turntable.web.signin.Identities;

/**
 * Entry lines of two carriers with two host names: a page whose line fails sends its requests to the other. Browsers do
 * not send the cookie of one host to the other, so the page has a pass that identifies the player, valid for half an
 * hour and for this purpose only. As a filter it allows (CORS) only pages of the other lines to read responses. A page
 * must have been loaded before its line fails.
 */
public final class AlternateLines implements Filter {
    private final EntryLines lines;
    private final Identities identities;
    private final boolean on;

    /** @param on whether pages use other lines at all */
    public AlternateLines(EntryLines lines, Identities identities, boolean on) {
        this.lines = lines;
        this.identities = identities;
        this.on = on;
    }

    /** The other lines for a page; empty where there are none, or for a visitor. */
    public Optional<LinePass> of(HttpServletRequest request, Optional<Identity> identity) {
        if (!on || identity.isEmpty()) {
            return Optional.empty();
        }
        String here = lines.of(request);
        List<String> others =
                lines.all().stream().filter(origin -> !origin.equals(here)).toList();
        return others.isEmpty() ? Optional.empty() : Optional.of(new LinePass(others, identities.pass(identity.get())));
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String origin = ((HttpServletRequest) request).getHeader("Origin");
        if (on && origin != null && lines.all().contains(origin)) {
            // Before the response, so that the page can read a refusal too. No credentials: the pass is in the body.
            ((HttpServletResponse) response).setHeader("Access-Control-Allow-Origin", origin);
            ((HttpServletResponse) response).addHeader("Vary", "Origin");
        }
        chain.doFilter(request, response);
    }
}
