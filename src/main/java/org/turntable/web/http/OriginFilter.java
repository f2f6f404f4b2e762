package org.turntable.web.http;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Set;
import org.turntable.web.page.Notice;

/**
 * Accepts requests that change something only from pages of this site. The allow list is a setting; the Host header is
 * not used. Without an Origin the Referer is checked; without both, the request is refused.
 */
public final class OriginFilter implements Filter {
    private final Set<String> origins;
    private final String apart;
    private final Set<String> originsApart;

    /**
     * @param origins such as {@code https://lottery.example.com}
     * @param apart a path that has origins of its own, with all below it, such as {@code /console}
     * @param originsApart the only origins from which that path accepts changes; pages of players are refused
     */
    public OriginFilter(Set<String> origins, String apart, Set<String> originsApart) {
        this.origins = Set.copyOf(origins);
        this.apart = apart;
        this.originsApart = Set.copyOf(originsApart);
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest http = (HttpServletRequest) request;
        if (changes(http.getMethod()) && !isOurs(http)) {
            throw new RequestRejectedException(Notice.FORBIDDEN, "foreign or missing Origin");
        }
        chain.doFilter(request, response);
    }

    private static boolean changes(String method) {
        return !method.equals("GET") && !method.equals("HEAD") && !method.equals("OPTIONS");
    }

    private boolean isOurs(HttpServletRequest request) {
        String path = request.getServletPath();
        Set<String> own = path.equals(apart) || path.startsWith(apart + "/") ? originsApart : origins;
        String origin = request.getHeader("Origin");
        if (origin != null) {
            return own.contains(origin);
        }
        String referer = request.getHeader("Referer");
        return referer != null && own.stream().anyMatch(ours -> referer.equals(ours) || referer.startsWith(ours + "/"));
    }
}
