package org.turntable.web.campaign;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.turntable.campaign.Campaign;
import org.turntable.campaign.Prize;
import org.turntable.showcase.RulesText;
import org.turntable.showcase.RulesVersion;
import org.turntable.web.page.Lang;
import org.turntable.web.page.PageText;
import org.turntable.web.page.Views;

/** The published rules of a campaign, with every version that was published. */
public final class RulesServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient CampaignModels campaigns;
    private final transient Views views;
    private final transient Supplier<Instant> clock;

    public RulesServlet(CampaignModels campaigns, Views views, Supplier<Instant> clock) {
        this.campaigns = campaigns;
        this.views = views;
        this.clock = clock;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Campaign campaign = campaigns.require(request);
        Lang lang = Lang.ofAndRemember(request, response);
        views.render(
                response,
                HttpServletResponse.SC_OK,
                Views.RULES,
                lang,
                page(campaign, lang),
                campaigns.pageTheme(campaign, lang));
    }

    private RulesPage page(Campaign campaign, Lang lang) {
        long base = campaign.odds().base();
        long losing = base - campaign.prizes().stream().mapToLong(Prize::weight).sum();
        List<RulesVersion> published = campaigns.showcase(campaign).rules();
        // The published text is binding, also where the plan was changed since.
        Optional<String> verbatim = published.stream()
                .limit(1)
                .map(RulesVersion::text)
                .filter(text -> !text.equals(RulesText.of(campaign)))
                .findFirst();
        return new RulesPage(
                campaign.slug(),
                CampaignModels.text(campaign.name(), lang),
                CampaignModels.text(campaign.organiser(), lang),
                CampaignModels.schedule(campaign, clock.get(), lang),
                campaign.chancesPerDay(),
                campaign.chancesInAll(),
                campaigns.prizes(campaign, lang),
                PageText.percent(losing, base, lang),
                CampaignModels.text(campaign.howToRedeem(), lang),
                published.stream()
                        .map(version -> new RulesPage.Version(
                                version.number(),
                                version.sha256(),
                                version.notice() == null ? null : CampaignModels.text(version.notice(), lang),
                                PageText.dateAndTime(version.publishedAt(), campaign.zone(), lang)))
                        .toList(),
                verbatim.orElse(null));
    }
}
