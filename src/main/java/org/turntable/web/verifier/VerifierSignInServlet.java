package org.turntable.web.verifier;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.award.ClaimsUnavailable;
import org.turntable.award.redemption.VerifierSignIn;
import org.turntable.award.redemption.VerifierSignIn.Result;
import org.turntable.web.Allowance;
import org.turntable.web.Identities;
import org.turntable.web.Redirect;
import org.turntable.web.page.Lang;
import org.turntable.web.page.VerifierSignInPage;
import org.turntable.web.page.VerifierSignInPage.Told;
import org.turntable.web.page.Views;

/** Signs a verifier in by name and password. Who tries often waits: the name by its row, on all nodes; the address on this one. */
public final class VerifierSignInServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(VerifierSignInServlet.class);
    private static final int LONGEST_NAME = 40;
    private static final int LONGEST_PASSWORD = 200;

    private final transient VerifierSignIn signIn;
    private final transient VerifierSessions sessions;
    private final transient Identities identities;
    private final transient Allowance tries;
    private final transient Views views;

    /** @param tries how many passwords this node looks at */
    public VerifierSignInServlet(VerifierSignIn signIn, VerifierSessions sessions, Identities identities, Allowance tries, Views views) {
        this.signIn = signIn;
        this.sessions = sessions;
        this.identities = identities;
        this.tries = tries;
        this.views = views;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (sessions.of(request).isPresent()) {
            Redirect.seeOther(response, "/redeem");
        } else {
            show(request, response, 200, "", Told.NOTHING);
        }
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        identities.requireVisitorToken(request, request.getParameter("csrf"));
        String name = text(request.getParameter("name"), LONGEST_NAME).strip();
        String password = text(request.getParameter("password"), LONGEST_PASSWORD);
        if (name.isEmpty() || password.isEmpty()) {
            show(request, response, 400, name, Told.WRONG);
            return;
        }
        if (tries.secondsUntilAllowed(request.getRemoteAddr()) > 0) {
            LOG.warn("verifier sign-in: too many tries from one address");
            show(request, response, 429, name, Told.LOCKED);
            return;
        }
        try {
            answer(request, response, name, signIn.attempt(name, password));
        } catch (ClaimsUnavailable away) {
            LOG.warn("verifier sign-in: {}", away.getMessage());
            response.setHeader("Retry-After", "2");
            show(request, response, 503, name, Told.BUSY);
        }
    }

    private void answer(HttpServletRequest request, HttpServletResponse response, String name, Result result) throws IOException {
        if (result instanceof Result.In in) {
            sessions.begin(request, in.verifier());
            LOG.info("verifier {} signed in", in.verifier().id());
            Redirect.seeOther(response, "/redeem");
        } else if (result instanceof Result.Locked) {
            LOG.warn("verifier sign-in: the account is locked after too many tries");
            show(request, response, 429, name, Told.LOCKED);
        } else {
            LOG.warn("verifier sign-in: name or password is wrong");
            show(request, response, 403, name, Told.WRONG);
        }
    }

    private static String text(String value, int longest) {
        return value == null || value.length() > longest ? "" : value;
    }

    private void show(HttpServletRequest request, HttpServletResponse response, int status, String name, Told told) throws IOException {
        Lang lang = Lang.ofAndRemember(request, response);
        views.render(response, status, Views.VERIFIER_SIGN_IN, lang, new VerifierSignInPage(identities.visitorToken(request, response), name, told));
    }
}
