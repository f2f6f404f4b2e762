package org.turntable.web.signin;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.turntable.player.Identity;
import org.turntable.web.http.RequestRates;
import org.turntable.web.http.Responses;

/**
 * Limits what came through the edge by what this node has verified: requests of a player together, and requests whose
 * identity cookie is not valid together for each address. An edge without njs cannot tell the two apart. Requests
 * without an identity cookie are limited by the edge.
 *
 * <p>Also gives a page's browser the cookies that are missing, which earlier WARs did not send.
 */
public final class RequestRateFilter implements Filter {
    private static final String SEEN = RequestRateFilter.class.getName();

    private final Identities identities;
    private final RequestRates rates;
    private final Responses responses;

    public RequestRateFilter(Identities identities, RequestRates rates, Responses responses) {
        this.identities = identities;
        this.rates = rates;
        this.responses = responses;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest http = (HttpServletRequest) request;
        HttpServletResponse httpResponse = (HttpServletResponse) response;
        // Once, whichever dispatch of a request it is that comes this far.
        if (request.getAttribute(SEEN) == null) {
            request.setAttribute(SEEN, true);
            if (!isFile(http) && !isAllowed(http)) {
                responses.tooManyRequests(http, httpResponse);
                return;
            }
            if (isPage(http)) {
                identities.completeCookies(http, httpResponse);
            }
        }
        chain.doFilter(request, response);
    }

    private boolean isAllowed(HttpServletRequest request) {
        if (!RequestRates.isFromEdge(request) || !identities.isClaimed(request)) {
            return true;
        }
        Optional<Identity> signed = identities.signed(request);
        return signed.isPresent()
                ? rates.allowsPlayer(request, signed.get().player().toString())
                : rates.allowsUnverified(request);
    }

    /** The edge keeps these and would keep none with a cookie; a page has many of them at once. */
    private static boolean isFile(HttpServletRequest request) {
        String path = request.getServletPath();
        return path.startsWith("/assets/") || path.startsWith("/pictures/");
    }

    private static boolean isPage(HttpServletRequest request) {
        String accept = request.getHeader("Accept");
        return "GET".equals(request.getMethod())
                && accept != null
                && accept.startsWith("text/html")
                && !isFile(request);
    }
}
