package org.turntable.web.verifier;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.claim.redemption.RedemptionService;
import org.turntable.claim.redemption.Redemptions.Coupon;
import org.turntable.claim.redemption.Redemptions.Redeemed;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.web.http.RateLimiter;
import org.turntable.web.http.RequestRejectedException;
import org.turntable.web.http.Responses;
import org.turntable.web.page.Lang;
import org.turntable.web.page.Notice;
import org.turntable.web.page.PageText;
import org.turntable.web.page.Views;
import org.turntable.web.verifier.RedeemPage.Shown;
import org.turntable.web.verifier.VerifierSessions.SignedIn;

/**
 * One step of a redemption. The form has the field {@code code}; the response is JSON where the request accepts it,
 * else the page.
 */
abstract class RedeemStepServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(RedeemStepServlet.class);

    /** Finds and confirms coupons. */
    final transient RedemptionService redemptions;

    private final transient VerifierSessions sessions;
    private final transient RateLimiter limiter;
    private final transient Responses responses;
    private final transient Views views;

    /**
     * The JSON of a response: {@code open}, {@code redeemed}, {@code unknown}; of a confirmation {@code done},
     * {@code before}, {@code unknown}.
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Json(String status, String message, String prize, String campaign, String won, String store, String at) {}

    /** @param limiter limits the codes that one verifier may send, so that codes cannot be guessed */
    RedeemStepServlet(
            RedemptionService redemptions,
            VerifierSessions sessions,
            RateLimiter limiter,
            Responses responses,
            Views views) {
        this.redemptions = redemptions;
        this.sessions = sessions;
        this.limiter = limiter;
        this.responses = responses;
        this.views = views;
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        SignedIn verifier = sessions.require(request);
        String code = request.getParameter("code");
        if (code == null || code.length() > 60) {
            throw new RequestRejectedException(Notice.BAD_REQUEST, "no code, or one that is too long");
        }
        if (limiter.secondsUntilAllowed(Integer.toString(verifier.session().id())) > 0) {
            throw new RequestRejectedException(
                    Notice.BUSY, "verifier " + verifier.session().id() + " sent too many codes");
        }
        sessions.requireAllowed(request, verifier, redemptions);
        Lang lang = Lang.of(request);
        try {
            Shown shown = perform(request, verifier, code, lang);
            if (Responses.wantsJson(request)) {
                responses.json(
                        response,
                        HttpServletResponse.SC_OK,
                        new Json(
                                shown.word(),
                                views.messages().text(lang, "redeem.status." + shown.word()),
                                shown.prize(),
                                shown.campaign(),
                                shown.won(),
                                shown.store(),
                                shown.at()));
            } else {
                views.render(
                        response,
                        HttpServletResponse.SC_OK,
                        Views.REDEEM,
                        lang,
                        RedeemPage.of(verifier.name(), verifier.store(), verifier.csrf())
                                .with(shown));
            }
        } catch (DatabaseUnavailableException unavailable) {
            LOG.warn("redemption not possible now: {}", unavailable.getMessage());
            throw new RequestRejectedException(Notice.BUSY, "the database is unavailable");
        }
    }

    /**
     * Performs this step.
     *
     * @throws RequestRejectedException when a field is missing or the verifier's account was disabled or reset
     */
    abstract Shown perform(HttpServletRequest request, SignedIn verifier, String code, Lang lang)
            throws DatabaseUnavailableException;

    static Shown shown(String word, String code, String confirmation, Coupon coupon, Redeemed redeemed, Lang lang) {
        boolean english = lang == Lang.EN;
        return new Shown(
                word,
                code,
                confirmation,
                coupon.prize().in(english),
                coupon.campaign().in(english),
                PageText.dateAndTime(coupon.wonAt(), coupon.zone(), lang),
                redeemed == null ? null : redeemed.store(),
                redeemed == null ? null : PageText.dateAndTime(redeemed.at(), coupon.zone(), lang));
    }
}
