package org.turntable.session;

import jakarta.servlet.ServletContext;
import jakarta.servlet.SessionCookieConfig;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The cookie that carries the id, as web.xml's {@code cookie-config} has it; by default {@code JSESSIONID} for the
 * application's path, always HttpOnly, Secure where the request came over TLS, and SameSite=Lax: with Strict the
 * session would be missing after a sign-in at another site. Over TLS it is also sent with the prefix {@code __Host-},
 * which browsers accept from no other host, and then that one is used: another host of the same domain may set a cookie
 * of the plain name.
 */
final class SessionCookie {
    private static final String DEFAULT_NAME = "JSESSIONID";
    private static final String HOST_PREFIX = "__Host-";
    private static final String SAME_SITE = "SameSite";

    private final SessionCookieConfig config;
    private final String name;
    private final String path;

    SessionCookie(ServletContext context) {
        config = context.getSessionCookieConfig();
        name = Optional.ofNullable(config.getName())
                .filter(given -> !given.isBlank())
                .orElse(DEFAULT_NAME);
        String contextPath = context.getContextPath();
        path = Optional.ofNullable(config.getPath())
                .filter(given -> !given.isBlank())
                .orElse(contextPath.isEmpty() ? "/" : contextPath);
    }

    /**
     * The ids that the browser sent under each name, unchecked, those of this host alone first. There are more than one
     * where another host of the same domain, or another path, has a cookie of the same name.
     */
    List<String> requestedIds(HttpServletRequest request) {
        List<String> ids = new ArrayList<>(2);
        Cookie[] cookies = request.getCookies();
        for (String each : List.of(HOST_PREFIX + name, name)) {
            for (int i = 0; cookies != null && i < cookies.length; i++) {
                if (each.equals(cookies[i].getName()) && !ids.contains(cookies[i].getValue())) {
                    ids.add(cookies[i].getValue());
                }
            }
        }
        return ids;
    }

    /** Sends the id; where the prefix is possible, also under the plain name, which is all that earlier WARs read. */
    void send(HttpServletRequest request, HttpServletResponse response, String id) {
        boolean hasDomain = config.getDomain() != null && !config.getDomain().isBlank();
        if ((config.isSecure() || request.isSecure()) && "/".equals(path) && !hasDomain) {
            send(request, response, HOST_PREFIX + name, id);
        }
        send(request, response, name, id);
    }

    private void send(HttpServletRequest request, HttpServletResponse response, String fullName, String id) {
        Cookie cookie = new Cookie(fullName, id);
        cookie.setPath(path);
        cookie.setHttpOnly(true);
        cookie.setSecure(config.isSecure() || request.isSecure());
        cookie.setAttribute(SAME_SITE, "Lax");
        config.getAttributes().forEach((attribute, value) -> {
            if (!isTaken(attribute) && !(attribute.equalsIgnoreCase(SAME_SITE) && value.equalsIgnoreCase("Strict"))) {
                cookie.setAttribute(attribute, value);
            }
        });
        if (config.getDomain() != null && !config.getDomain().isBlank()) {
            cookie.setDomain(config.getDomain());
        }
        cookie.setMaxAge(config.getMaxAge());
        response.addCookie(cookie);
    }

    /** Attributes that are set above by the API's methods, and those that would expose the cookie. */
    private static boolean isTaken(String attribute) {
        return attribute.equalsIgnoreCase("HttpOnly")
                || attribute.equalsIgnoreCase("Secure")
                || attribute.equalsIgnoreCase("Path")
                || attribute.equalsIgnoreCase("Domain")
                || attribute.equalsIgnoreCase("Max-Age");
    }
}
