package org.turntable.web.verifier;

import jakarta.servlet.http.HttpServletRequest;
import java.util.HexFormat;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.claim.redemption.RedemptionService;
import org.turntable.claim.redemption.Redemptions.Confirmed;
import org.turntable.claim.redemption.Redemptions.Outcome;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.web.http.RateLimiter;
import org.turntable.web.http.RequestRejectedException;
import org.turntable.web.http.Responses;
import org.turntable.web.page.Lang;
import org.turntable.web.page.Notice;
import org.turntable.web.page.Views;
import org.turntable.web.verifier.RedeemPage.Shown;
import org.turntable.web.verifier.VerifierSessions.SignedIn;

/**
 * {@code POST /redeem/confirmations}: redeems a coupon once. The field {@code confirmation} has the 32 hex digits that
 * the page got for this code; a repeated request with the same digits gets the same response.
 */
public final class RedeemConfirmationServlet extends RedeemStepServlet {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(RedeemConfirmationServlet.class);

    /** @param limiter limits the codes that one verifier may send, so that codes cannot be guessed */
    public RedeemConfirmationServlet(
            RedemptionService redemptions,
            VerifierSessions sessions,
            RateLimiter limiter,
            Responses responses,
            Views views) {
        super(redemptions, sessions, limiter, responses, views);
    }

    @Override
    Shown perform(HttpServletRequest request, SignedIn verifier, String code, Lang lang)
            throws DatabaseUnavailableException {
        Optional<Confirmed> done = redemptions.confirm(code, confirmation(request), verifier.session());
        if (done.isEmpty()) {
            return Shown.unknown(code);
        }
        if (done.get().outcome() == Outcome.NOT_ALLOWED) {
            throw new RequestRejectedException(
                    Notice.NOT_SIGNED_IN, "verifier " + verifier.session().id() + " was disabled or reset");
        }
        LOG.info("verifier {}: {}", verifier.session().id(), done.get().outcome());
        return shown(
                done.get().outcome() == Outcome.DONE ? "done" : "before",
                code,
                null,
                redemptions.look(code).orElseThrow(),
                done.get().redeemed(),
                lang);
    }

    private static byte[] confirmation(HttpServletRequest request) {
        String text = request.getParameter("confirmation");
        if (text == null || !text.matches("[0-9a-f]{32}")) {
            throw new RequestRejectedException(Notice.BAD_REQUEST, "a confirmation is 32 hex digits");
        }
        return HexFormat.of().parseHex(text);
    }
}
