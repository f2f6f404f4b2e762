package org.turntable.web.verifier;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.claim.redemption.Verifiers.Verifier;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.outage.RedisUnavailableException;
import org.turntable.staff.PasswordSignIn;
import org.turntable.staff.PasswordSignIn.Result;
import org.turntable.staff.SignInSource;
import org.turntable.web.http.RateLimiter;
import org.turntable.web.http.Redirect;
import org.turntable.web.page.Lang;
import org.turntable.web.page.Views;
import org.turntable.web.signin.Identities;
import org.turntable.web.verifier.VerifierSignInPage.Problem;

/**
 * Signs a verifier in by name and password. Attempts are limited: for each name and source by counters that all nodes
 * share, and for unknown devices of each client address by this node too. A refusal does not show its reason.
 */
public final class VerifierSignInServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(VerifierSignInServlet.class);
    private static final int LONGEST_NAME = 40;
    private static final int LONGEST_PASSWORD = 200;

    private final transient PasswordSignIn<Verifier> signIn;
    private final transient VerifierDevices devices;
    private final transient VerifierSessions sessions;
    private final transient Identities identities;
    private final transient RateLimiter attempts;
    private final transient Views views;

    /** @param attempts limits the passwords that this node compares for unknown devices */
    public VerifierSignInServlet(
            PasswordSignIn<Verifier> signIn,
            VerifierDevices devices,
            VerifierSessions sessions,
            Identities identities,
            RateLimiter attempts,
            Views views) {
        this.signIn = signIn;
        this.devices = devices;
        this.sessions = sessions;
        this.identities = identities;
        this.attempts = attempts;
        this.views = views;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (sessions.of(request).isPresent()) {
            Redirect.seeOther(response, "/redeem");
        } else {
            show(request, response, 200, "", Problem.NOTHING);
        }
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        identities.requireVisitorToken(request, request.getParameter("csrf"));
        String name = text(request.getParameter("name"), LONGEST_NAME).strip();
        String password = text(request.getParameter("password"), LONGEST_PASSWORD);
        if (name.isEmpty() || password.isEmpty()) {
            show(request, response, 400, name, Problem.WRONG);
            return;
        }
        SignInSource source = devices.source(request);
        if (!signIn.mayBeKnown(name, source, devices.now())
                && attempts.secondsUntilAllowed(request.getRemoteAddr()) > 0) {
            LOG.warn("verifier sign-in: too many tries from one address");
            show(request, response, 429, name, Problem.BUSY);
            return;
        }
        try {
            respond(request, response, name, signIn.signIn(Optional.of(name), password, source, devices.now()));
        } catch (DatabaseUnavailableException | RedisUnavailableException | PasswordSignIn.BusyException unavailable) {
            LOG.warn("verifier sign-in: {}", unavailable.getMessage());
            response.setHeader("Retry-After", "2");
            show(request, response, 503, name, Problem.BUSY);
        }
    }

    private void respond(HttpServletRequest request, HttpServletResponse response, String name, Result<Verifier> result)
            throws IOException {
        if (result instanceof Result.SignedIn<Verifier> signedIn) {
            sessions.begin(request, signedIn.account());
            devices.remember(request, response, signedIn.account(), signedIn.device());
            LOG.info("verifier {} signed in", signedIn.account().id());
            Redirect.seeOther(response, "/redeem");
        } else {
            LOG.warn(
                    "verifier sign-in refused: {}",
                    ((Result.Rejected<Verifier>) result).reason().text());
            show(request, response, 403, name, Problem.WRONG);
        }
    }

    private static String text(String value, int longest) {
        return value == null || value.length() > longest ? "" : value;
    }

    private void show(
            HttpServletRequest request, HttpServletResponse response, int status, String name, Problem problem)
            throws IOException {
        Lang lang = Lang.ofAndRemember(request, response);
        views.render(
                response,
                status,
                Views.VERIFIER_SIGN_IN,
                lang,
                new VerifierSignInPage(identities.visitorToken(request, response), name, problem));
    }
}
