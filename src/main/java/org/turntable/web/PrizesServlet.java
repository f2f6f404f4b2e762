package org.turntable.web;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.award.CouponCodes;
import org.turntable.award.CouponCodes.Unit;
import org.turntable.campaign.Campaign;
import org.turntable.draw.PlayerState;
import org.turntable.player.Identity;
import org.turntable.web.page.Lang;
import org.turntable.web.page.PageText;
import org.turntable.web.page.PrizesPage;
import org.turntable.web.page.Views;

/** A player's own prizes, with the codes of coupons. Which ones were won, Redis says after a commit confirmed it; the codes are MariaDB's. */
public final class PrizesServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(PrizesServlet.class);

    private final transient CampaignViews campaigns;
    private final transient Identities identities;
    private final transient PlayerStates states;
    private final transient CouponCodes codes;
    private final transient OpenInWeChat door;
    private final transient Views views;

    public PrizesServlet(CampaignViews campaigns, Identities identities, PlayerStates states, CouponCodes codes, OpenInWeChat door, Views views) {
        this.campaigns = campaigns;
        this.identities = identities;
        this.states = states;
        this.codes = codes;
        this.door = door;
        this.views = views;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Campaign campaign = campaigns.require(request);
        if (door.turnsAway(request, response, campaign)) {
            return;
        }
        Optional<Identity> identity = identities.of(request);
        if (identity.isEmpty()) {
            Redirect.seeOther(response, "/sign-in?return=" + URLEncoder.encode("/c/" + campaign.slug() + "/prizes", StandardCharsets.UTF_8));
            return;
        }
        Lang lang = Lang.ofAndRemember(request, response);
        Optional<List<PrizesPage.Row>> rows = rows(campaign, identity.get(), lang);
        if (rows.isEmpty()) {
            response.setHeader("Retry-After", "2");
        }
        views.render(response, rows.isEmpty() ? HttpServletResponse.SC_SERVICE_UNAVAILABLE : HttpServletResponse.SC_OK, Views.PRIZES, lang,
                new PrizesPage(campaign.slug(), CampaignViews.text(campaign.name(), lang), CampaignViews.text(campaign.organiser(), lang),
                        rows.orElse(List.of()), rows.isEmpty(), CampaignViews.text(campaign.howToRedeem(), lang)));
    }

    private Optional<List<PrizesPage.Row>> rows(Campaign campaign, Identity identity, Lang lang) {
        Optional<PlayerState> state = states.of(campaign, identity.player());
        if (state.isEmpty()) {
            return Optional.empty();
        }
        List<PlayerState.Win> wins = new ArrayList<>(state.get().wins());
        Collections.reverse(wins);
        try {
            Map<Unit, String> known = codes.of(identity.player(), wins.stream().map(PrizesServlet::unitOf).toList());
            List<PrizesPage.Row> rows = new ArrayList<>();
            for (PlayerState.Win win : wins) {
                String when = PageText.dateAndTime(Instant.ofEpochMilli(win.drawnAtMs()), campaign.zone(), lang);
                String code = known.get(unitOf(win));
                campaign.prize(win.prizeId()).ifPresent(prize -> rows.add(
                        PrizesPage.Row.of(CampaignViews.text(prize.name(), lang), prize.kind(), win.number(), when, code)));
            }
            return Optional.of(rows);
        } catch (CouponCodes.Unavailable away) {
            LOG.warn("no codes for now: {}", away.getMessage());
            return Optional.empty();
        }
    }

    private static Unit unitOf(PlayerState.Win win) {
        return new Unit(win.prizeId(), win.unitOrdinal());
    }
}
