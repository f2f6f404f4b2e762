package org.turntable.web;

import jakarta.servlet.http.HttpServletResponse;

/** Redirects to local paths. Written by hand, since {@code sendRedirect} may build an absolute address from the Host header. */
final class Redirect {
    private Redirect() {
    }

    /** After a post: 303, so that going back never posts again. */
    static void seeOther(HttpServletResponse response, String localPath) {
        to(response, HttpServletResponse.SC_SEE_OTHER, localPath);
    }

    /** To where something is found for now: 302. */
    static void found(HttpServletResponse response, String localPath) {
        to(response, HttpServletResponse.SC_FOUND, localPath);
    }

    private static void to(HttpServletResponse response, int status, String localPath) {
        response.setStatus(status);
        response.setHeader("Location", localPath);
        response.setHeader("Cache-Control", "no-store");
        response.setContentLength(0);
    }
}
