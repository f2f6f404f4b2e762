package org.turntable.web.http;

import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;

/** Redirects. Written by hand, since {@code sendRedirect} may build an absolute address from the Host header. */
public final class Redirect {
    private Redirect() {}

    /** After a POST: 303, so that going back never posts again. */
    public static void seeOther(HttpServletResponse response, String localPath) {
        to(response, HttpServletResponse.SC_SEE_OTHER, localPath);
    }

    /** A temporary redirect: 302. */
    public static void found(HttpServletResponse response, String localPath) {
        to(response, HttpServletResponse.SC_FOUND, localPath);
    }

    /** To an address of this site or of WeChat, built from settings only: 302. */
    public static void external(HttpServletResponse response, URI address) {
        to(response, HttpServletResponse.SC_FOUND, address.toASCIIString());
    }

    private static void to(HttpServletResponse response, int status, String location) {
        response.setStatus(status);
        response.setHeader("Location", location);
        response.setHeader("Cache-Control", "no-store");
        response.setContentLength(0);
    }
}
