package org.turntable.web;

import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;

/** Redirects. Written by hand, since {@code sendRedirect} may build an absolute address from the Host header. */
public final class Redirect {
    private Redirect() {
    }

    /** After a post: 303, so that going back never posts again. */
    public static void seeOther(HttpServletResponse response, String localPath) {
        to(response, HttpServletResponse.SC_SEE_OTHER, localPath);
    }

    /** To where something is found for now: 302. */
    static void found(HttpServletResponse response, String localPath) {
        to(response, HttpServletResponse.SC_FOUND, localPath);
    }

    /** To an address that is ours or WeChat's, made from settings alone: 302. */
    static void away(HttpServletResponse response, URI address) {
        to(response, HttpServletResponse.SC_FOUND, address.toASCIIString());
    }

    private static void to(HttpServletResponse response, int status, String location) {
        response.setStatus(status);
        response.setHeader("Location", location);
        response.setHeader("Cache-Control", "no-store");
        response.setContentLength(0);
    }
}
