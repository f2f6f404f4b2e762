package org.turntable.web.verifier;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.turntable.web.Redirect;
import org.turntable.web.page.Lang;
import org.turntable.web.page.RedeemPage;
import org.turntable.web.page.Views;
import org.turntable.web.verifier.VerifierSessions.SignedIn;

/** The page on which a verifier scans codes, or types them. A QR code leads here with its code behind a #, which no log and no server sees. */
public final class RedeemServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient VerifierSessions sessions;
    private final transient Views views;

    public RedeemServlet(VerifierSessions sessions, Views views) {
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
        Lang lang = Lang.ofAndRemember(request, response);
        views.render(response, HttpServletResponse.SC_OK, Views.REDEEM, lang,
                RedeemPage.of(verifier.get().name(), verifier.get().store(), verifier.get().csrf()));
    }
}
