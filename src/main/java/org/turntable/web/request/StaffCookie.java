package org.turntable.web.request;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * Cookies of operators and verifiers. Over TLS their names begin with {@code __Host-}, and unlike those of players
 * ({@link HostCookie}) no plain name is read then, and other sites' links do not send them. A browser may send several
 * of one name, so all values are tried.
 */
public final class StaffCookie {
    private static final String PREFIX = "__Host-";

    private StaffCookie() {}

    /** All values that the browser sent under this name, unchecked. */
    public static List<String> values(HttpServletRequest request, String name) {
        Cookie[] cookies = request.getCookies();
        String full = name(request, name);
        return cookies == null
                ? List.of()
                : Arrays.stream(cookies)
                        .filter(cookie -> cookie.getName().equals(full))
                        .map(Cookie::getValue)
                        .toList();
    }

    /**
     * Sets a cookie that scripts cannot read and that other sites' forms do not send.
     *
     * @param lifetime zero for the time until the browser is closed
     */
    public static void set(
            HttpServletRequest request, HttpServletResponse response, String name, String value, Duration lifetime) {
        Cookie cookie = new Cookie(name(request, name), value);
        cookie.setPath("/");
        cookie.setHttpOnly(true);
        cookie.setSecure(request.isSecure());
        cookie.setAttribute("SameSite", "Strict");
        cookie.setMaxAge(lifetime.isZero() ? -1 : (int) lifetime.toSeconds());
        response.addCookie(cookie);
    }

    private static String name(HttpServletRequest request, String name) {
        return request.isSecure() ? PREFIX + name : name;
    }
}
