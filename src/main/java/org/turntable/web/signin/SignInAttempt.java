package org.turntable.web.signin;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * A cookie that marks a recent sign-in attempt. A page starts a sign-in automatically only without this cookie, so that
 * a failed sign-in leaves a page with a button and causes no redirect loop.
 */
final class SignInAttempt {
    private static final String COOKIE = "tt_tried";
    private static final int SECONDS = 600;

    private SignInAttempt() {}

    /** Sets the cookie: for ten minutes pages start no sign-in automatically. */
    static void remember(HttpServletRequest request, HttpServletResponse response) {
        Cookie cookie = new Cookie(COOKIE, "1");
        cookie.setPath("/");
        cookie.setHttpOnly(true);
        cookie.setSecure(request.isSecure());
        cookie.setAttribute("SameSite", "Lax");
        cookie.setMaxAge(SECONDS);
        response.addCookie(cookie);
    }

    /** Whether there was an attempt. */
    static boolean wasMade(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        if (cookies != null) {
            for (Cookie cookie : cookies) {
                if (cookie.getName().equals(COOKIE)) {
                    return true;
                }
            }
        }
        return false;
    }
}
