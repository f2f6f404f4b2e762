package org.turntable.web.verifier;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.turntable.web.http.Redirect;

/** Signs a verifier out on this browser. */
public final class VerifierSignOutServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient VerifierSessions sessions;

    public VerifierSignOutServlet(VerifierSessions sessions) {
        this.sessions = sessions;
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) {
        sessions.require(request);
        sessions.end(request);
        Redirect.seeOther(response, "/redeem/sign-in");
    }
}
