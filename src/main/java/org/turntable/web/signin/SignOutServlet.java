package org.turntable.web.signin;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import org.turntable.web.http.Redirect;
import org.turntable.web.request.LocalPath;

/** Signs a player out on this browser. */
public final class SignOutServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient Identities identities;

    public SignOutServlet(Identities identities) {
        this.identities = identities;
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        identities.requireCsrfToken(identities.require(request), request.getParameter("csrf"));
        identities.signOut(request, response);
        // Otherwise the next page would sign the player in again at once.
        SignInAttempt.remember(request, response);
        HttpSession session = request.getSession(false);
        if (session != null) {
            session.invalidate();
        }
        Redirect.seeOther(response, LocalPath.of(request.getParameter("return")));
    }
}
