package org.turntable.web.claim;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.turntable.campaign.Campaign;
import org.turntable.claim.redemption.Redemptions;
import org.turntable.claim.redemption.Redemptions.Redeemed;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.web.http.RequestRejectedException;
import org.turntable.web.http.Responses;
import org.turntable.web.page.Lang;
import org.turntable.web.page.Notice;
import org.turntable.web.page.PageText;

/** Whether a coupon has been redeemed, as JSON. The page with the code polls it while it is visible. */
public final class RedemptionStatusServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient WinnerAccess access;
    private final transient Redemptions redemptions;
    private final transient Responses responses;

    /** The JSON: {@code open} or {@code redeemed}. */
    record Json(String status, String store, String at) {}

    public RedemptionStatusServlet(WinnerAccess access, Redemptions redemptions, Responses responses) {
        this.access = access;
        this.redemptions = redemptions;
        this.responses = responses;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        WinnerAccess.Visit visit = access.require(request);
        Campaign campaign = visit.campaign();
        try {
            Redeemed redeemed =
                    redemptions.of(campaign.id(), visit.identity().player()).get(visit.number());
            responses.json(
                    response,
                    HttpServletResponse.SC_OK,
                    redeemed == null
                            ? new Json("open", null, null)
                            : new Json(
                                    "redeemed",
                                    redeemed.store(),
                                    PageText.dateAndTime(redeemed.at(), campaign.zone(), Lang.of(request))));
        } catch (DatabaseUnavailableException unavailable) {
            throw new RequestRejectedException(Notice.BUSY, unavailable.getMessage());
        }
    }
}
