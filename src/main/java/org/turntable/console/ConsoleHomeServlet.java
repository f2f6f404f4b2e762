package org.turntable.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.turntable.campaign.Campaign;
import org.turntable.campaign.CampaignAdministration;
import org.turntable.campaign.Campaigns;
import org.turntable.web.page.Lang;

/** {@code /console}: every campaign with its state and figures, and every node. */
public final class ConsoleHomeServlet extends ConsoleServlet {
    private static final long serialVersionUID = 1L;

    private final transient CampaignAdministration campaigns;
    private final transient ConsoleFigures figures;

    public ConsoleHomeServlet(ConsoleDoor door, ConsolePages pages, CampaignAdministration campaigns, ConsoleFigures figures) {
        super(door, pages);
        this.campaigns = campaigns;
        this.figures = figures;
    }

    @Override
    protected void answer(HttpServletRequest request, HttpServletResponse response, String operator) throws IOException, Campaigns.Unavailable {
        Lang lang = Lang.ofAndRemember(request, response);
        List<ConsolePages.CampaignCard> cards = new ArrayList<>();
        List<Campaign> all = new ArrayList<>(campaigns.all());
        all.sort(ConsolePages.THE_LIVE_ONES_FIRST);
        for (Campaign campaign : all) {
            cards.add(pages.card(campaign, figures.of(campaign), lang));
        }
        pages.home(response, lang, operator, door.csrf(request), cards, figures.nodes());
    }
}
