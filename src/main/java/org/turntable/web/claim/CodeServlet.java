package org.turntable.web.claim;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.turntable.campaign.Campaign;
import org.turntable.campaign.Prize;
import org.turntable.campaign.PrizeKind;
import org.turntable.claim.CouponCodes.Unit;
import org.turntable.claim.redemption.RedemptionCodes;
import org.turntable.draw.PlayerState;
import org.turntable.web.campaign.CampaignModels;
import org.turntable.web.campaign.PlayerStates;
import org.turntable.web.http.DispatchServlet;
import org.turntable.web.http.EntryLines;
import org.turntable.web.http.RequestRejectedException;
import org.turntable.web.page.Lang;
import org.turntable.web.page.Notice;
import org.turntable.web.page.QrCode;
import org.turntable.web.page.Views;

/**
 * The code that a winner shows in a store. Its address contains a key of this player and win, so that browsers may
 * cache the page: once opened, it opens again without a network, but not for another player on the same phone. The code
 * itself is in no address, since addresses are logged. Uses no database.
 *
 * <p>Earlier WARs had the code in the address, and phones still have such addresses: they show the same page.
 */
public final class CodeServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final String KEPT = "private, max-age=" + Duration.ofDays(7).toSeconds();

    private final transient WinnerAccess access;
    private final transient CampaignModels campaigns;
    private final transient PlayerStates states;
    private final transient RedemptionCodes codes;
    private final transient EntryLines lines;
    private final transient Views views;

    public CodeServlet(
            WinnerAccess access,
            CampaignModels campaigns,
            PlayerStates states,
            RedemptionCodes codes,
            EntryLines lines,
            Views views) {
        this.access = access;
        this.campaigns = campaigns;
        this.states = states;
        this.codes = codes;
        this.lines = lines;
        this.views = views;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<WinnerAccess.Visit> visit = access.visit(request, response);
        if (visit.isPresent()) {
            show(request, response, visit.get());
        }
    }

    private void show(HttpServletRequest request, HttpServletResponse response, WinnerAccess.Visit visit)
            throws IOException {
        Campaign campaign = visit.campaign();
        PlayerState state = states.of(campaign, visit.identity().player())
                .orElseThrow(() -> new RequestRejectedException(Notice.BUSY, "the state is unavailable"));
        PlayerState.Win win = state.wins().stream()
                .filter(one -> one.number() == visit.number())
                .findFirst()
                .orElseThrow(CodeServlet::notOwned);
        Prize prize = campaign.prize(win.prizeId())
                .filter(one -> one.kind() == PrizeKind.COUPON)
                .orElseThrow(CodeServlet::notOwned);
        Unit unit = new Unit(win.prizeId(), win.unitOrdinal());
        String code = codes.code(unit, visit.draw());
        boolean owned = DispatchServlet.hasVariable(request, "key")
                ? DispatchServlet.variable(request, "key").equals(codes.pageKey(unit, visit.draw()))
                : DispatchServlet.variable(request, "code").equals(code);
        if (!owned) {
            throw notOwned();
        }
        Lang lang = Lang.ofAndRemember(request, response);
        response.setHeader("Cache-Control", KEPT);
        views.render(
                response,
                HttpServletResponse.SC_OK,
                Views.CODE,
                lang,
                new CodePage(
                        campaign.slug(),
                        CampaignModels.text(campaign.name(), lang),
                        CampaignModels.text(campaign.organiser(), lang),
                        CampaignModels.text(prize.name(), lang),
                        visit.number(),
                        code,
                        // The first line, as in every address that is scanned.
                        QrCode.of(lines.at(0) + "/redeem#" + code)),
                campaigns.pageTheme(campaign, lang));
    }

    private static RequestRejectedException notOwned() {
        return new RequestRejectedException(Notice.NOT_FOUND, "no coupon of this player's at that address");
    }
}
