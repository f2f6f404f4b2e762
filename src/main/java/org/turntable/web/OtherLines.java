package org.turntable.web;

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
import org.turntable.web.page.CampaignPage;

/**
 * Two carriers, two host names: a page that came over one line and finds it cut asks on the other. The cookie of the one host is not sent to
 * the other, so the page carries a pass that says who taps, good for half an hour and for nothing else. As a filter it lets the pages of
 * the other lines, and nobody else's, read what is answered here. A page that was not loaded before its line was cut cannot be helped.
 */
public final class OtherLines implements Filter {
    private final EntryLines lines;
    private final Identities identities;
    private final boolean on;

    /** @param on whether pages ask on other lines at all */
    public OtherLines(EntryLines lines, Identities identities, boolean on) {
        this.lines = lines;
        this.identities = identities;
        this.on = on;
    }

    /** What a page is told of the other lines; empty where there is none, or nobody is signed in. */
    Optional<CampaignPage.OtherLines> of(HttpServletRequest request, Optional<Identity> identity) {
        if (!on || identity.isEmpty()) {
            return Optional.empty();
        }
        String here = lines.of(request);
        List<String> others = lines.all().stream().filter(origin -> !origin.equals(here)).toList();
        return others.isEmpty() ? Optional.empty() : Optional.of(new CampaignPage.OtherLines(others, identities.pass(identity.get())));
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain) throws IOException, ServletException {
        String origin = ((HttpServletRequest) request).getHeader("Origin");
        if (on && origin != null && lines.all().contains(origin)) {
            // Before anything is answered, so that a refusal can be read, too. No credentials: the pass travels in the body.
            ((HttpServletResponse) response).setHeader("Access-Control-Allow-Origin", origin);
            ((HttpServletResponse) response).addHeader("Vary", "Origin");
        }
        chain.doFilter(request, response);
    }
}
