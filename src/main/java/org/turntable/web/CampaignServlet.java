package org.turntable.web;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.turntable.campaign.Campaign;
import org.turntable.draw.PlayerState;
import org.turntable.player.Identity;
import org.turntable.session.SessionsUnavailable;
import org.turntable.web.page.CampaignPage;
import org.turntable.web.page.Lang;
import org.turntable.web.page.Look;
import org.turntable.web.page.Notice;
import org.turntable.web.page.Views;

/** The page with the wheel: one call to Redis, nothing from MariaDB. */
public final class CampaignServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient CampaignViews campaigns;
    private final transient Identities identities;
    private final transient PlayerStates states;
    private final transient OpenInWeChat door;
    private final transient Optional<WeChatOnPage> weChat;
    private final transient OtherLines otherLines;
    private final transient Beacons beacons;
    private final transient Views views;
    private final transient Supplier<Instant> clock;

    /** @param weChat where players sign in with WeChat */
    public CampaignServlet(CampaignViews campaigns, Identities identities, PlayerStates states, OpenInWeChat door, Optional<WeChatOnPage> weChat,
                           OtherLines otherLines, Beacons beacons, Views views, Supplier<Instant> clock) {
        this.campaigns = campaigns;
        this.identities = identities;
        this.states = states;
        this.door = door;
        this.weChat = weChat;
        this.otherLines = otherLines;
        this.beacons = beacons;
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
        views.render(response, HttpServletResponse.SC_OK, Views.CAMPAIGN, lang, page(request, campaign, lang, identity, state),
                campaigns.look(campaign, lang));
    }

    private CampaignPage page(HttpServletRequest request, Campaign campaign, Lang lang, Optional<Identity> identity, Optional<PlayerState> state) {
        Instant now = clock.get();
        Look look = campaigns.look(campaign, lang);
        PlayerOnPage onPage = new PlayerOnPage(campaigns, campaign, now, lang);
        boolean busy = identity.isPresent() && state.isEmpty();
        CampaignPage.Player player = identity.isEmpty() ? null : state.map(there -> onPage.player(nameOf(request), there))
                .orElseGet(() -> CampaignPage.Player.withUnknownChances(nameOf(request)));
        return new CampaignPage(campaign.slug(), CampaignViews.text(campaign.name(), lang), CampaignViews.text(campaign.organiser(), lang),
                CampaignPage.Phase.valueOf(campaign.phaseAt(now).name()), CampaignViews.schedule(campaign, now, lang), player,
                identity.map(identities::csrfToken).orElse(""), busy, campaigns.wheel(campaign, lang).segments(), campaigns.prizes(campaign, lang),
                state.map(onPage::wins).orElse(List.of()), state.flatMap(onPage::last).orElse(null),
                Notice.of(request.getParameter("notice")).orElse(null),
                weChat.flatMap(extras -> extras.of(request, campaign, campaign.phaseAt(now), lang, identity.isPresent(), look)).orElse(null),
                otherLines.of(request, identity).orElse(null), state.flatMap(onPage::again).orElse(null), onPage.winners(identity.map(Identity::player)),
                beacons.asks(Beacon.Page.CAMPAIGN));
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
}
