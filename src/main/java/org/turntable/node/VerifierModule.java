package org.turntable.node;

import jakarta.servlet.http.HttpServlet;
import java.util.List;
import org.turntable.web.http.RateLimiter;
import org.turntable.web.verifier.RedeemCodeServlet;
import org.turntable.web.verifier.RedeemConfirmationServlet;
import org.turntable.web.verifier.RedeemServlet;
import org.turntable.web.verifier.VerifierDevices;
import org.turntable.web.verifier.VerifierSessions;
import org.turntable.web.verifier.VerifierSignInServlet;
import org.turntable.web.verifier.VerifierSignOutServlet;

/** The pages on which verifiers redeem coupons in stores. */
final class VerifierModule {
    /** One comparison takes about 0.3 s of a core. */
    private static final RateLimiter.Rate PASSWORDS_PER_NODE = new RateLimiter.Rate(30, 1);
    /** A store has one address and a few verifiers. */
    private static final RateLimiter.Rate PASSWORDS_PER_CLIENT = new RateLimiter.Rate(10, 0.1);

    private static final RateLimiter.Rate CODES_PER_NODE = new RateLimiter.Rate(500, 50);
    /** At one code a second, guessing one of 2^30 takes 17 years. */
    private static final RateLimiter.Rate CODES_PER_VERIFIER = new RateLimiter.Rate(60, 1);

    private VerifierModule() {}

    static List<HttpServlet> servlets(WebModule web, ClaimModule.VerifierAccess verifierAccess) {
        VerifierSessions sessions = new VerifierSessions(web.random());
        RateLimiter passwords = new RateLimiter(PASSWORDS_PER_NODE, PASSWORDS_PER_CLIENT, System::nanoTime);
        RateLimiter codes = new RateLimiter(CODES_PER_NODE, CODES_PER_VERIFIER, System::nanoTime);
        return List.of(
                new RedeemServlet(verifierAccess.codes(), sessions, web.views()),
                new RedeemCodeServlet(
                        verifierAccess.codes(), sessions, codes, web.responses(), web.views(), web.random()),
                new RedeemConfirmationServlet(verifierAccess.codes(), sessions, codes, web.responses(), web.views()),
                new VerifierSignInServlet(
                        verifierAccess.signIn(),
                        new VerifierDevices(verifierAccess.devices(), web.clock()),
                        sessions,
                        web.identities(),
                        passwords,
                        web.views()),
                new VerifierSignOutServlet(sessions));
    }
}
