package org.turntable.session;

import jakarta.servlet.ServletContext;
import jakarta.servlet.SessionCookieConfig;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;

/**
 * The cookie that carries the id, as web.xml's {@code cookie-config} has it; by default {@code JSESSIONID} for the
 * application's path, always HttpOnly, Secure where the request came over TLS, and SameSite=Lax: with Strict the
 * session would be missing after a sign-in at another site.
 */
final class SessionCookie {
    private static final String DEFAULT_NAME = "JSESSIONID";
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

    /** The id that the browser sent, unchecked; null where it sent none. */
    String requestedId(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        if (cookies != null) {
            for (Cookie cookie : cookies) {
                if (cookie.getName().equals(name)) {
                    return cookie.getValue();
                }
            }
        }
        return null;
    }

    void send(HttpServletRequest request, HttpServletResponse response, String id) {
        Cookie cookie = new Cookie(name, id);
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
