package org.turntable.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.turntable.campaign.Campaign;
import org.turntable.campaign.CampaignAdministration;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.web.page.Lang;

/** {@code /console}: every campaign with its state and figures, and every node. */
public final class ConsoleHomeServlet extends ConsoleServlet {
    private static final long serialVersionUID = 1L;

    private final transient CampaignAdministration campaigns;
    private final transient ConsoleStatistics figures;

    public ConsoleHomeServlet(
            ConsoleAccess access, ConsolePages pages, CampaignAdministration campaigns, ConsoleStatistics figures) {
        super(access, pages);
        this.campaigns = campaigns;
        this.figures = figures;
    }

    @Override
    protected void handle(HttpServletRequest request, HttpServletResponse response, String operator)
            throws IOException, DatabaseUnavailableException {
        Lang lang = Lang.ofAndRemember(request, response);
        List<ConsolePages.CampaignCard> cards = new ArrayList<>();
        List<Campaign> all = new ArrayList<>(campaigns.all());
        all.sort(ConsolePages.RUNNING_FIRST);
        for (Campaign campaign : all) {
            cards.add(pages.card(campaign, figures.of(campaign), lang));
        }
        pages.home(response, lang, operator, access.forms().token(request, response), cards, figures.nodes());
    }
}
