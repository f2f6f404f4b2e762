package org.turntable.web;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.turntable.campaign.Campaign;
import org.turntable.draw.DrawResult;
import org.turntable.draw.PlayerState;
import org.turntable.player.Identity;
import org.turntable.session.SessionsUnavailable;
import org.turntable.web.page.CampaignPage;
import org.turntable.web.page.Lang;
import org.turntable.web.page.Notice;
import org.turntable.web.page.PageText;
import org.turntable.web.page.Views;
import org.turntable.web.page.WheelLayout;

/** The page with the wheel. */
public final class CampaignServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient CampaignViews campaigns;
    private final transient Identities identities;
    private final transient PlayerStates states;
    private final transient OpenInWeChat door;
    private final transient Optional<WeChatOnPage> weChat;
    private final transient OtherLines otherLines;
    private final transient Views views;
    private final transient Supplier<Instant> clock;

    /** @param weChat where players sign in with WeChat */
    public CampaignServlet(CampaignViews campaigns, Identities identities, PlayerStates states, OpenInWeChat door, Optional<WeChatOnPage> weChat,
                           OtherLines otherLines, Views views, Supplier<Instant> clock) {
        this.campaigns = campaigns;
        this.identities = identities;
        this.states = states;
        this.door = door;
        this.weChat = weChat;
        this.otherLines = otherLines;
        this.views = views;
        this.clock = clock;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Campaign campaign = campaigns.require(request);
        if (door.turnsAway(request, response, campaign)) {
            return;
        }
        Lang lang = Lang.ofAndRemember(request, response);
        Optional<Identity> identity = identities.of(request);
        Optional<PlayerState> state = identity.flatMap(who -> states.of(campaign, who.player()));
        views.render(response, HttpServletResponse.SC_OK, Views.CAMPAIGN, lang, page(request, campaign, lang, identity, state));
    }

    private CampaignPage page(HttpServletRequest request, Campaign campaign, Lang lang, Optional<Identity> identity, Optional<PlayerState> state) {
        Instant now = clock.get();
        WheelLayout wheel = campaigns.wheel(campaign, lang);
        boolean busy = identity.isPresent() && state.isEmpty();
        CampaignPage.Player player = identity.isEmpty() ? null
                : state.map(there -> player(request, campaign, there, now)).orElseGet(() -> CampaignPage.Player.withUnknownChances(nameOf(request)));
        return new CampaignPage(campaign.slug(), CampaignViews.text(campaign.name(), lang), CampaignViews.text(campaign.organiser(), lang),
                CampaignPage.Phase.valueOf(campaign.phaseAt(now).name()), CampaignViews.schedule(campaign, now, lang), player,
                identity.map(identities::csrfToken).orElse(""), busy, wheel.segments(), campaigns.prizes(campaign, lang),
                state.map(there -> wins(campaign, there, lang)).orElse(List.of()),
                state.flatMap(there -> last(campaign, there, wheel, lang)).orElse(null),
                Notice.of(request.getParameter("notice")).orElse(null),
                weChat.flatMap(extras -> extras.of(request, campaign, campaign.phaseAt(now), lang, identity.isPresent())).orElse(null),
                otherLines.of(request, identity).orElse(null));
    }

    private CampaignPage.Player player(HttpServletRequest request, Campaign campaign, PlayerState state, Instant now) {
        int usedToday = state.usedOn(campaign.dayAt(now));
        return new CampaignPage.Player(nameOf(request), state.number() + 1L, DrawJson.chancesToday(campaign, state.number(), usedToday),
                DrawJson.chancesInAll(campaign, state.number()));
    }

    /**
     * The name that was typed at the simple sign-in; WeChat tells none, and no session is looked up for it. A greeting is not worth an
     * error: without the Redis for sessions the page goes without.
     */
    private String nameOf(HttpServletRequest request) {
        if (weChat.isPresent()) {
            return null;
        }
        try {
            HttpSession session = request.getSession(false);
            return session == null ? null : (String) session.getAttribute(SignInServlet.NAME);
        } catch (SessionsUnavailable away) {
            return null;
        }
    }

    private static List<CampaignPage.WinRow> wins(Campaign campaign, PlayerState state, Lang lang) {
        List<CampaignPage.WinRow> rows = new ArrayList<>();
        for (PlayerState.Win win : state.wins()) {
            campaign.prize(win.prizeId()).ifPresent(prize -> rows.add(new CampaignPage.WinRow(CampaignViews.text(prize.name(), lang),
                    prize.kind(), win.number(), PageText.dateAndTime(Instant.ofEpochMilli(win.drawnAtMs()), campaign.zone(), lang))));
        }
        Collections.reverse(rows);
        return rows;
    }

    private static Optional<CampaignPage.LastDraw> last(Campaign campaign, PlayerState state, WheelLayout wheel, Lang lang) {
        if (state.number() == 0) {
            return Optional.empty();
        }
        int number = state.number();
        if (state.last() instanceof DrawResult.Win win) {
            return campaign.prize(win.prizeId()).map(prize -> new CampaignPage.LastDraw(number, CampaignPage.LastDraw.Status.WIN,
                    CampaignViews.text(prize.name(), lang), wheel.segmentOf(prize.id())));
        }
        if (state.last() instanceof DrawResult.Candidate) {
            return Optional.of(new CampaignPage.LastDraw(number, CampaignPage.LastDraw.Status.CONFIRMING, null, null));
        }
        return Optional.of(new CampaignPage.LastDraw(number, CampaignPage.LastDraw.Status.LOSS, null, wheel.losingSegment(number)));
    }
}
