package org.turntable.web.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many requests this node takes from a player, and from an address without a valid identity. The figures come from
 * the edge with each request ({@code nginx/hosts/limits.conf}); where an edge sends none, those that are shipped hold.
 */
public final class RequestRates {
    /** As {@code nginx/hosts/limits.conf} sends it: requests a second of a player, and of an address. */
    static final String HEADER = "X-Request-Rates";

    static final int PLAYER_PER_SECOND = 10;
    static final int UNVERIFIED_PER_SECOND = 60;

    private static final Pattern FIGURES = Pattern.compile("([1-9]\\d{0,8})/([1-9]\\d{0,8})");
    private static final int MOST_PLAYERS = 100_000;
    private static final int MOST_ADDRESSES = 20_000;
    /** Set by RemoteIpValve when the connection came from a proxy's address that it trusts. */
    private static final String FROM_PROXY = "org.apache.tomcat.request.forwarded";

    private final VariableRateLimiter players;
    private final VariableRateLimiter addresses;

    /** @param nanos a clock that never goes back */
    public RequestRates(LongSupplier nanos) {
        players = new VariableRateLimiter(MOST_PLAYERS, nanos);
        addresses = new VariableRateLimiter(MOST_ADDRESSES, nanos);
    }

    /** Whether the edge sent this request, and not a machine inside. */
    public static boolean isFromEdge(HttpServletRequest request) {
        return Boolean.TRUE.equals(request.getAttribute(FROM_PROXY)) && request.getHeader("X-Forwarded-Proto") != null;
    }

    /** @param player whose identity was verified */
    public boolean allowsPlayer(HttpServletRequest request, String player) {
        return players.allows(player, figure(request, 1, PLAYER_PER_SECOND));
    }

    /** Counts by address: nothing else of this request is proven. */
    public boolean allowsUnverified(HttpServletRequest request) {
        return addresses.allows(request.getRemoteAddr(), figure(request, 2, UNVERIFIED_PER_SECOND));
    }

    private static int figure(HttpServletRequest request, int place, int shipped) {
        String header = request.getHeader(HEADER);
        Matcher figures = FIGURES.matcher(header == null ? "" : header);
        return figures.matches() ? Integer.parseInt(figures.group(place)) : shipped;
    }
}
