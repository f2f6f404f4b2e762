package org.turntable.web.http;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.turntable.web.page.Views;

/**
 * Headers of every response, set before anything else so that no answer is without them: JSON, files, redirects and
 * errors too. A page replaces the policy by its own. HSTS is the edge's, which knows the names that have TLS.
 */
public final class SecurityHeadersFilter implements Filter {
    /** For what is no page: should a browser take it for one, it loads, runs and sends nothing. */
    static final String POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final String PERMISSIONS = Views.permissions(false);

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletResponse http = (HttpServletResponse) response;
        http.setHeader("Content-Security-Policy", POLICY);
        http.setHeader("X-Content-Type-Options", "nosniff");
        http.setHeader("X-Frame-Options", "DENY");
        // The origin and never the path: the address of a page may hold a code, and servers log the Referer. Not
        // no-referrer: with that, browsers post the forms of this site with "Origin: null", and the Origin check
        // refuses them. Browsers of before 2017 do not know the second word, and take the first.
        http.setHeader("Referrer-Policy", "origin, strict-origin");
        // Nobody else's page shows or reads what is here. Requests of another line's page are not concerned: they ask
        // with CORS (AlternateLines).
        http.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        http.setHeader("Permissions-Policy", PERMISSIONS);
        if (request.isSecure()) {
            // Without TLS browsers ignore it, and complain.
            http.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        }
        chain.doFilter(request, response);
    }
}
