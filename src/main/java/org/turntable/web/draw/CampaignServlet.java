package org.turntable.web.draw;

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
import org.turntable.outage.RedisUnavailableException;
import org.turntable.player.Identity;
import org.turntable.signal.RiskSignals;
import org.turntable.web.campaign.CampaignModels;
import org.turntable.web.campaign.PlayerStates;
import org.turntable.web.line.AlternateLines;
import org.turntable.web.page.Lang;
import org.turntable.web.page.Notice;
import org.turntable.web.page.PageTheme;
import org.turntable.web.page.Views;
import org.turntable.web.signin.Identities;
import org.turntable.web.signin.OpenInWeChat;
import org.turntable.web.signin.SignInServlet;
import org.turntable.web.signin.WeChatPageModel;
import org.turntable.web.telemetry.Beacon;
import org.turntable.web.telemetry.BeaconSampler;

/** The page with the wheel: one call to Redis, nothing from MariaDB. */
public final class CampaignServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient CampaignModels campaigns;
    private final transient Identities identities;
    private final transient PlayerStates states;
    private final transient OpenInWeChat openInWeChat;
    private final transient Optional<WeChatPageModel> weChat;
    private final transient AlternateLines otherLines;
    private final transient BeaconSampler beacons;
    private final transient Views views;
    private final transient Supplier<Instant> clock;
    private final transient RiskSignals signals;

    /** @param weChat where players sign in with WeChat */
    public CampaignServlet(
            CampaignModels campaigns,
            Identities identities,
            PlayerStates states,
            OpenInWeChat openInWeChat,
            Optional<WeChatPageModel> weChat,
            AlternateLines otherLines,
            BeaconSampler beacons,
            Views views,
            Supplier<Instant> clock,
            RiskSignals signals) {
        this.campaigns = campaigns;
        this.identities = identities;
        this.states = states;
        this.openInWeChat = openInWeChat;
        this.weChat = weChat;
        this.otherLines = otherLines;
        this.beacons = beacons;
        this.views = views;
        this.clock = clock;
        this.signals = signals;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Campaign campaign = campaigns.require(request);
        if (openInWeChat.rejects(request, response, campaign)) {
            return;
        }
        Lang lang = Lang.ofAndRemember(request, response);
        Optional<Identity> identity = identities.of(request);
        Optional<PlayerState> state = identity.flatMap(who -> states.of(campaign, who.player()));
        views.render(
                response,
                HttpServletResponse.SC_OK,
                Views.CAMPAIGN,
                lang,
                page(request, campaign, lang, identity, state),
                campaigns.pageTheme(campaign, lang));
    }

    private CampaignPage page(
            HttpServletRequest request,
            Campaign campaign,
            Lang lang,
            Optional<Identity> identity,
            Optional<PlayerState> state) {
        Instant now = clock.get();
        PageTheme pageTheme = campaigns.pageTheme(campaign, lang);
        PlayerModel onPage = new PlayerModel(campaigns, campaign, now, lang);
        boolean busy = identity.isPresent() && state.isEmpty();
        CampaignPage.Player player = identity.isEmpty()
                ? null
                : state.map(there -> onPage.player(nameOf(request), there))
                        .orElseGet(() -> CampaignPage.Player.withUnknownChances(nameOf(request)));
        return new CampaignPage(
                campaign.slug(),
                CampaignModels.text(campaign.name(), lang),
                CampaignModels.text(campaign.organiser(), lang),
                CampaignPage.Phase.valueOf(campaign.phaseAt(now).name()),
                CampaignModels.schedule(campaign, now, lang),
                player,
                identity.map(identities::csrfToken).orElse(""),
                busy,
                campaigns.wheel(campaign, lang).segments(),
                campaigns.prizes(campaign, lang),
                state.map(onPage::wins).orElse(List.of()),
                state.flatMap(onPage::last).orElse(null),
                Notice.of(request.getParameter("notice")).orElse(null),
                weChat.flatMap(extras -> extras.of(
                                request, campaign, campaign.phaseAt(now), lang, identity.isPresent(), pageTheme))
                        .orElse(null),
                otherLines.of(request, identity).orElse(null),
                state.flatMap(onPage::again).orElse(null),
                onPage.winners(identity.map(Identity::player)),
                beacons.asks(Beacon.Page.CAMPAIGN),
                identity.map(who -> signals.pageView(campaign.id(), who.player()))
                        .orElse(""));
    }

    /**
     * The name that was typed at the simple sign-in. WeChat sends no name, so no session is read for it. Without the
     * Redis for sessions the page is shown without a name.
     */
    private String nameOf(HttpServletRequest request) {
        if (weChat.isPresent()) {
            return null;
        }
        try {
            HttpSession session = request.getSession(false);
            return session == null ? null : (String) session.getAttribute(SignInServlet.NAME);
        } catch (RedisUnavailableException unavailable) {
            return null;
        }
    }
}
