package org.turntable.node;

import jakarta.servlet.http.HttpServlet;
import java.util.List;
import java.util.Optional;
import org.turntable.showcase.ShowcaseCache;
import org.turntable.signal.RiskSignals;
import org.turntable.web.campaign.HomeServlet;
import org.turntable.web.campaign.NameServlet;
import org.turntable.web.campaign.PictureServlet;
import org.turntable.web.campaign.PlayerStates;
import org.turntable.web.campaign.RulesServlet;
import org.turntable.web.campaign.RulesTextServlet;
import org.turntable.web.draw.CampaignServlet;
import org.turntable.web.draw.DrawServlet;
import org.turntable.web.draw.DrawStatusServlet;
import org.turntable.web.signin.WeChatPageModel;
import org.turntable.web.telemetry.BeaconMetrics;
import org.turntable.web.telemetry.BeaconSampler;

/** The pages of a campaign: the wheel, the draw and the rules. */
final class CampaignModule {
    private CampaignModule() {}

    /** @param weChat empty when players sign in by a name */
    static List<HttpServlet> servlets(
            WebModule web,
            DrawModule draws,
            PlayerStates states,
            ShowcaseCache showcases,
            Optional<WeChatPageModel> weChat,
            BeaconMetrics beacons,
            RiskSignals signals) {
        return List.of(
                new HomeServlet(draws.plans(), web.views(), web.clock()),
                new NameServlet(draws.plans(), web.clock()),
                new CampaignServlet(
                        web.campaigns(),
                        web.identities(),
                        states,
                        web.openInWeChat(),
                        weChat,
                        web.alternateLines(),
                        new BeaconSampler(beacons),
                        web.views(),
                        web.clock(),
                        signals),
                new RulesServlet(web.campaigns(), web.views(), web.clock()),
                new RulesTextServlet(web.campaigns()),
                new PictureServlet(showcases),
                new DrawServlet(web.campaigns(), web.identities(), draws.service(), signals, web.responses()),
                new DrawStatusServlet(web.campaigns(), web.identities(), states, web.responses(), web.clock()));
    }
}
