package org.turntable.web;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.turntable.campaign.Campaign;
import org.turntable.web.page.Lang;
import org.turntable.web.page.PrivacyPage;
import org.turntable.web.page.Views;

/** What is done with a winner's address: what for, for how long, and how to take it back. */
public final class PrivacyServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient CampaignViews campaigns;
    private final transient Views views;
    private final long keptDays;

    public PrivacyServlet(CampaignViews campaigns, Views views, long keptDays) {
        this.campaigns = campaigns;
        this.views = views;
        this.keptDays = keptDays;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Campaign campaign = campaigns.require(request);
        Lang lang = Lang.ofAndRemember(request, response);
        views.render(response, HttpServletResponse.SC_OK, Views.PRIVACY, lang, new PrivacyPage(campaign.slug(), CampaignViews.text(campaign.name(), lang),
                CampaignViews.text(campaign.organiser(), lang), keptDays), campaigns.look(campaign, lang));
    }
}
