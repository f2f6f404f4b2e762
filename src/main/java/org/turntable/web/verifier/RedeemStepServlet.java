package org.turntable.web.verifier;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.award.ClaimsUnavailable;
import org.turntable.award.redemption.Redemptions.Confirmed;
import org.turntable.award.redemption.Redemptions.Coupon;
import org.turntable.award.redemption.Redemptions.Outcome;
import org.turntable.award.redemption.Redemptions.Redeemed;
import org.turntable.award.redemption.StoreDesk;
import org.turntable.web.Allowance;
import org.turntable.web.Answers;
import org.turntable.web.RequestRefused;
import org.turntable.web.page.Lang;
import org.turntable.web.page.Notice;
import org.turntable.web.page.PageText;
import org.turntable.web.page.RedeemPage;
import org.turntable.web.page.RedeemPage.Shown;
import org.turntable.web.page.Views;
import org.turntable.web.verifier.VerifierSessions.SignedIn;

/**
 * One step of a redemption: looking at a code (field {@code code}), or confirming it (also {@code confirmation}, 32 hex digits that the
 * page made for this scan). Answers as JSON where it is asked for, else as the page.
 */
public final class RedeemStepServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(RedeemStepServlet.class);

    private final transient StoreDesk desk;
    private final transient VerifierSessions sessions;
    private final transient Allowance codes;
    private final transient Answers answers;
    private final transient Views views;
    private final transient SecureRandom random;
    private final boolean confirms;

    /** The JSON of an answer: {@code open}, {@code redeemed}, {@code unknown}; of a confirmation {@code done}, {@code before}, {@code unknown}. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Json(String status, String message, String prize, String campaign, String won, String store, String at) {
    }

    /**
     * @param codes    how many codes a verifier may ask for: guessing is to be of no use
     * @param confirms whether this is the second step
     */
    public RedeemStepServlet(StoreDesk desk, VerifierSessions sessions, Allowance codes, Answers answers, Views views, SecureRandom random, boolean confirms) {
        this.desk = desk;
        this.sessions = sessions;
        this.codes = codes;
        this.answers = answers;
        this.views = views;
        this.random = random;
        this.confirms = confirms;
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        SignedIn verifier = sessions.require(request);
        String code = request.getParameter("code");
        if (code == null || code.length() > 60) {
            throw new RequestRefused(Notice.BAD_REQUEST, "no code, or one that is too long");
        }
        if (codes.secondsUntilAllowed(Integer.toString(verifier.session().id())) > 0) {
            throw new RequestRefused(Notice.BUSY, "verifier " + verifier.session().id() + " asks for too many codes");
        }
        Lang lang = Lang.of(request);
        try {
            Shown shown = confirms ? confirmed(verifier, code, confirmation(request), lang) : looked(code, lang);
            if (Answers.wantsJson(request)) {
                answers.json(response, HttpServletResponse.SC_OK, new Json(shown.word(), views.messages().text(lang, "redeem.status." + shown.word()),
                        shown.prize(), shown.campaign(), shown.won(), shown.store(), shown.at()));
            } else {
                views.render(response, HttpServletResponse.SC_OK, Views.REDEEM, lang,
                        RedeemPage.of(verifier.name(), verifier.store(), verifier.csrf()).with(shown));
            }
        } catch (ClaimsUnavailable away) {
            LOG.warn("a redemption has to wait: {}", away.getMessage());
            throw new RequestRefused(Notice.BUSY, "the database does not answer");
        }
    }

    private static byte[] confirmation(HttpServletRequest request) {
        String text = request.getParameter("confirmation");
        if (text == null || !text.matches("[0-9a-f]{32}")) {
            throw new RequestRefused(Notice.BAD_REQUEST, "a confirmation is 32 hex digits");
        }
        return HexFormat.of().parseHex(text);
    }

    private Shown looked(String code, Lang lang) throws ClaimsUnavailable {
        Optional<Coupon> found = desk.look(code);
        if (found.isEmpty()) {
            return Shown.unknown(code);
        }
        byte[] confirmation = new byte[16];
        random.nextBytes(confirmation);
        return shown(found.get().redeemed().isEmpty() ? "open" : "redeemed", code, HexFormat.of().formatHex(confirmation), found.get(),
                found.get().redeemed().orElse(null), lang);
    }

    private Shown confirmed(SignedIn verifier, String code, byte[] confirmation, Lang lang) throws ClaimsUnavailable {
        Optional<Confirmed> done = desk.confirm(code, confirmation, verifier.session());
        if (done.isEmpty()) {
            return Shown.unknown(code);
        }
        if (done.get().outcome() == Outcome.NOT_ALLOWED) {
            throw new RequestRefused(Notice.NOT_SIGNED_IN, "verifier " + verifier.session().id() + " was disabled or reset");
        }
        LOG.info("verifier {}: {}", verifier.session().id(), done.get().outcome());
        return shown(done.get().outcome() == Outcome.DONE ? "done" : "before", code, null, desk.look(code).orElseThrow(), done.get().redeemed(), lang);
    }

    private static Shown shown(String word, String code, String confirmation, Coupon coupon, Redeemed redeemed, Lang lang) {
        boolean english = lang == Lang.EN;
        return new Shown(word, code, confirmation, coupon.prize().in(english), coupon.campaign().in(english),
                PageText.dateAndTime(coupon.wonAt(), coupon.zone(), lang), redeemed == null ? null : redeemed.store(),
                redeemed == null ? null : PageText.dateAndTime(redeemed.at(), coupon.zone(), lang));
    }
}
