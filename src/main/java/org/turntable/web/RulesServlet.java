package org.turntable.web;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.function.Supplier;
import org.turntable.campaign.Campaign;
import org.turntable.campaign.Prize;
import org.turntable.web.page.Lang;
import org.turntable.web.page.PageText;
import org.turntable.web.page.RulesPage;
import org.turntable.web.page.Views;

/** The published rules of a campaign. */
public final class RulesServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient CampaignViews campaigns;
    private final transient Views views;
    private final transient Supplier<Instant> clock;

    public RulesServlet(CampaignViews campaigns, Views views, Supplier<Instant> clock) {
        this.campaigns = campaigns;
        this.views = views;
        this.clock = clock;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Campaign campaign = campaigns.require(request);
        Lang lang = Lang.ofAndRemember(request, response);
        long base = campaign.odds().base();
        long losing = base - campaign.prizes().stream().mapToLong(Prize::weight).sum();
        views.render(response, HttpServletResponse.SC_OK, Views.RULES, lang, new RulesPage(campaign.slug(),
                CampaignViews.text(campaign.name(), lang), CampaignViews.text(campaign.organiser(), lang),
                CampaignViews.schedule(campaign, clock.get(), lang), campaign.chancesPerDay(), campaign.chancesInAll(),
                campaigns.prizes(campaign, lang), PageText.percent(losing, base, lang),
                CampaignViews.text(campaign.howToRedeem(), lang)));
    }
}
