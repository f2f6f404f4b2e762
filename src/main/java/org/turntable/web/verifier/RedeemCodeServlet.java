package org.turntable.web.verifier;

import jakarta.servlet.http.HttpServletRequest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import org.turntable.claim.redemption.RedemptionService;
import org.turntable.claim.redemption.Redemptions.Coupon;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.web.http.RateLimiter;
import org.turntable.web.http.Responses;
import org.turntable.web.page.Lang;
import org.turntable.web.page.Views;
import org.turntable.web.verifier.RedeemPage.Shown;
import org.turntable.web.verifier.VerifierSessions.SignedIn;

/** {@code POST /redeem/codes}: shows the status of a code. The page gets a new confirmation id for each code. */
public final class RedeemCodeServlet extends RedeemStepServlet {
    private static final long serialVersionUID = 1L;
    private static final int CONFIRMATION_BYTES = 16;

    private final transient SecureRandom random;

    /** @param limiter limits the codes that one verifier may send, so that codes cannot be guessed */
    public RedeemCodeServlet(
            RedemptionService redemptions,
            VerifierSessions sessions,
            RateLimiter limiter,
            Responses responses,
            Views views,
            SecureRandom random) {
        super(redemptions, sessions, limiter, responses, views);
        this.random = random;
    }

    @Override
    Shown perform(HttpServletRequest request, SignedIn verifier, String code, Lang lang)
            throws DatabaseUnavailableException {
        Optional<Coupon> found = redemptions.look(code);
        if (found.isEmpty()) {
            return Shown.unknown(code);
        }
        byte[] confirmation = new byte[CONFIRMATION_BYTES];
        random.nextBytes(confirmation);
        return shown(
                found.get().redeemed().isEmpty() ? "open" : "redeemed",
                code,
                HexFormat.of().formatHex(confirmation),
                found.get(),
                found.get().redeemed().orElse(null),
                lang);
    }
}
