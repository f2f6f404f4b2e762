package org.turntable.web;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * {@code POST /enter}: a player whose own line is cut comes over with the pass of his page, and is signed in here as he was there. Only
 * from our own pages ({@link OriginFilter}), so nobody is signed in as somebody else by a foreign page. A pass that does not hold leads to
 * the same page, as a visitor.
 */
public final class EnterServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient Identities identities;

    public EnterServlet(Identities identities) {
        this.identities = identities;
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        identities.ofPass(request.getParameter("pass")).ifPresent(identity -> identities.bringOver(request, response, identity));
        Redirect.seeOther(response, LocalPath.of(request.getParameter("path")));
    }
}
