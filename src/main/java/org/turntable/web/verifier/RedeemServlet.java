package org.turntable.web.verifier;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.turntable.claim.redemption.RedemptionService;
import org.turntable.web.http.Redirect;
import org.turntable.web.page.Lang;
import org.turntable.web.page.Views;
import org.turntable.web.verifier.VerifierSessions.SignedIn;

/**
 * The page on which a verifier scans or types codes. A QR code opens this page with its code in the fragment (#), which
 * browsers do not send to the server.
 */
public final class RedeemServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient RedemptionService redemptions;
    private final transient VerifierSessions sessions;
    private final transient Views views;

    public RedeemServlet(RedemptionService redemptions, VerifierSessions sessions, Views views) {
        this.redemptions = redemptions;
        this.sessions = sessions;
        this.views = views;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<SignedIn> verifier = sessions.of(request);
        if (verifier.isEmpty()) {
            Redirect.seeOther(response, "/redeem/sign-in");
            return;
        }
        sessions.requireAllowed(request, verifier.get(), redemptions);
        Lang lang = Lang.ofAndRemember(request, response);
        views.render(
                response,
                HttpServletResponse.SC_OK,
                Views.REDEEM,
                lang,
                RedeemPage.of(
                        verifier.get().name(),
                        verifier.get().store(),
                        verifier.get().csrf()));
    }
}
