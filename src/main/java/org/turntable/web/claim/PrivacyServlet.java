package org.turntable.web.claim;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.turntable.campaign.Campaign;
import org.turntable.web.campaign.CampaignModels;
import org.turntable.web.page.Lang;
import org.turntable.web.page.Views;

/**
 * How a winner's address is processed: its purpose, for how long it is kept, and how to withdraw it; and what is kept
 * of draws that look like those of a script.
 */
public final class PrivacyServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient CampaignModels campaigns;
    private final transient Views views;
    private final long keptDays;
    private final long signalDays;

    public PrivacyServlet(CampaignModels campaigns, Views views, long keptDays, long signalDays) {
        this.campaigns = campaigns;
        this.views = views;
        this.keptDays = keptDays;
        this.signalDays = signalDays;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Campaign campaign = campaigns.require(request);
        Lang lang = Lang.ofAndRemember(request, response);
        views.render(
                response,
                HttpServletResponse.SC_OK,
                Views.PRIVACY,
                lang,
                new PrivacyPage(
                        campaign.slug(),
                        CampaignModels.text(campaign.name(), lang),
                        CampaignModels.text(campaign.organiser(), lang),
                        keptDays,
                        signalDays),
                campaigns.pageTheme(campaign, lang));
    }
}
