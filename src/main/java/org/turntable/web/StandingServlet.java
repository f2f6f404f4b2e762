package org.turntable.web;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.turntable.award.ClaimsUnavailable;
import org.turntable.award.redemption.Redemptions;
import org.turntable.award.redemption.Redemptions.Redeemed;
import org.turntable.campaign.Campaign;
import org.turntable.web.page.Lang;
import org.turntable.web.page.Notice;
import org.turntable.web.page.PageText;

/** Whether a coupon has been redeemed, as JSON: the page with the code asks while it is looked at, and shows the winner what the verifier sees. */
public final class StandingServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient WinnersEntrance entrance;
    private final transient Redemptions redemptions;
    private final transient Answers answers;

    /** The JSON: {@code open} or {@code redeemed}. */
    record Json(String status, String store, String at) {
    }

    public StandingServlet(WinnersEntrance entrance, Redemptions redemptions, Answers answers) {
        this.entrance = entrance;
        this.redemptions = redemptions;
        this.answers = answers;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        WinnersEntrance.Visit visit = entrance.require(request);
        Campaign campaign = visit.campaign();
        try {
            Redeemed redeemed = redemptions.of(campaign.id(), visit.identity().player()).get(visit.number());
            answers.json(response, HttpServletResponse.SC_OK, redeemed == null ? new Json("open", null, null)
                    : new Json("redeemed", redeemed.store(), PageText.dateAndTime(redeemed.at(), campaign.zone(), Lang.of(request))));
        } catch (ClaimsUnavailable away) {
            throw new RequestRefused(Notice.BUSY, away.getMessage());
        }
    }
}
