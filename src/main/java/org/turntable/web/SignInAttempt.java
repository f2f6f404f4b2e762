package org.turntable.web;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Remembers in the browser that a sign-in was tried lately. A page that nobody is signed in on begins one by itself only where none
 * was: so a sign-in that fails leaves a page with a button, and never goes in a circle.
 */
final class SignInAttempt {
    private static final String COOKIE = "tt_tried";
    private static final int SECONDS = 600;

    private SignInAttempt() {
    }

    /** From now on for ten minutes pages leave it to the player. */
    static void remember(HttpServletRequest request, HttpServletResponse response) {
        Cookie cookie = new Cookie(COOKIE, "1");
        cookie.setPath("/");
        cookie.setHttpOnly(true);
        cookie.setSecure(request.isSecure());
        cookie.setAttribute("SameSite", "Lax");
        cookie.setMaxAge(SECONDS);
        response.addCookie(cookie);
    }

    /** Whether one was tried. */
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
