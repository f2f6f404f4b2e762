package org.turntable.web;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.turntable.award.CouponCodes.Unit;
import org.turntable.award.redemption.RedemptionCodes;
import org.turntable.campaign.Campaign;
import org.turntable.campaign.Prize;
import org.turntable.campaign.PrizeKind;
import org.turntable.draw.PlayerState;
import org.turntable.web.page.CodePage;
import org.turntable.web.page.Lang;
import org.turntable.web.page.Notice;
import org.turntable.web.page.QrCode;
import org.turntable.web.page.Views;

/**
 * The code that a winner shows in a store. Its address holds the code, so that the phone may keep the page: opened once, it opens again where
 * there is no network, and never for another player on the same phone. No database is asked.
 */
public final class CodeServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final String KEPT = "private, max-age=" + Duration.ofDays(7).toSeconds();

    private final transient WinnersEntrance entrance;
    private final transient CampaignViews campaigns;
    private final transient PlayerStates states;
    private final transient RedemptionCodes codes;
    private final transient EntryLines lines;
    private final transient Views views;

    public CodeServlet(WinnersEntrance entrance, CampaignViews campaigns, PlayerStates states, RedemptionCodes codes, EntryLines lines, Views views) {
        this.entrance = entrance;
        this.campaigns = campaigns;
        this.states = states;
        this.codes = codes;
        this.lines = lines;
        this.views = views;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<WinnersEntrance.Visit> visit = entrance.look(request, response);
        if (visit.isPresent()) {
            show(request, response, visit.get());
        }
    }

    private void show(HttpServletRequest request, HttpServletResponse response, WinnersEntrance.Visit visit) throws IOException {
        Campaign campaign = visit.campaign();
        PlayerState state = states.of(campaign, visit.identity().player()).orElseThrow(() -> new RequestRefused(Notice.BUSY, "no state for now"));
        PlayerState.Win win = state.wins().stream().filter(one -> one.number() == visit.number()).findFirst().orElseThrow(CodeServlet::notHis);
        Prize prize = campaign.prize(win.prizeId()).filter(one -> one.kind() == PrizeKind.COUPON).orElseThrow(CodeServlet::notHis);
        String code = codes.code(new Unit(win.prizeId(), win.unitOrdinal()), visit.draw());
        if (!code.equals(DispatchServlet.variable(request, "code"))) {
            throw notHis();
        }
        Lang lang = Lang.ofAndRemember(request, response);
        response.setHeader("Cache-Control", KEPT);
        views.render(response, HttpServletResponse.SC_OK, Views.CODE, lang, new CodePage(campaign.slug(), CampaignViews.text(campaign.name(), lang),
                CampaignViews.text(campaign.organiser(), lang), CampaignViews.text(prize.name(), lang), visit.number(), code,
                // The first line, as everywhere where an address is scanned.
                QrCode.of(lines.at(0) + "/redeem#" + code)), campaigns.look(campaign, lang));
    }

    private static RequestRefused notHis() {
        return new RequestRefused(Notice.NOT_FOUND, "no coupon of this player's with that code");
    }
}
