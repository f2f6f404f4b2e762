package org.turntable.web.request;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.List;

/**
 * A cookie of this host alone. Over TLS its name has the prefix {@code __Host-}: browsers accept such a cookie from no
 * other host, while a plain name may be set by any host of the same domain. Of several values the first that proves to
 * be ours counts, so a foreign cookie of the same name hides none.
 */
public final class HostCookie {
    /** Browsers accept a cookie with this prefix only with Secure, with the path "/" and without a Domain. */
    private static final String PREFIX = "__Host-";
    /** Most values of each of both names that are looked at. A browser sends one for each domain and path. */
    private static final int MOST_VALUES = 8;

    private final String name;
    private final boolean readByEarlierWars;

    /**
     * @param name without the prefix
     * @param readByEarlierWars whether a WAR that knows the plain name alone may run beside this one: then it is
     *     written over TLS too
     */
    public HostCookie(String name, boolean readByEarlierWars) {
        this.name = name;
        this.readByEarlierWars = readByEarlierWars;
    }

    /** The values that the browser sent, unchecked: those of this host alone first, and 16 at most. */
    public List<String> values(HttpServletRequest request) {
        List<String> values = new ArrayList<>(valuesOf(request, PREFIX + name));
        values.addAll(valuesOf(request, name));
        return values;
    }

    private static List<String> valuesOf(HttpServletRequest request, String name) {
        List<String> values = new ArrayList<>(1);
        Cookie[] cookies = request.getCookies();
        for (int i = 0; cookies != null && i < cookies.length && values.size() < MOST_VALUES; i++) {
            if (name.equals(cookies[i].getName())) {
                values.add(cookies[i].getValue());
            }
        }
        return values;
    }

    /** Whether the browser sent this value under every name that {@link #send} would use. */
    public boolean has(HttpServletRequest request, String value) {
        return namesFor(request).stream()
                .allMatch(each -> valuesOf(request, each).contains(value));
    }

    /** @param maxAge in seconds; negative until the browser is closed */
    public void send(HttpServletRequest request, HttpServletResponse response, String value, int maxAge) {
        for (String each : namesFor(request)) {
            Cookie cookie = new Cookie(each, value);
            cookie.setPath("/");
            cookie.setHttpOnly(true);
            cookie.setSecure(request.isSecure());
            cookie.setAttribute("SameSite", "Lax");
            cookie.setMaxAge(maxAge);
            response.addCookie(cookie);
        }
    }

    /** Removes it from this browser. */
    public void remove(HttpServletRequest request, HttpServletResponse response) {
        send(request, response, "", 0);
    }

    private List<String> namesFor(HttpServletRequest request) {
        if (!request.isSecure()) {
            return List.of(name);
        }
        return readByEarlierWars ? List.of(PREFIX + name, name) : List.of(PREFIX + name);
    }
}
