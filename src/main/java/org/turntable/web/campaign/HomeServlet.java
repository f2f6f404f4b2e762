package org.turntable.web.campaign;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.turntable.campaign.Campaign;
import org.turntable.draw.CampaignCache;
import org.turntable.web.http.Redirect;
import org.turntable.web.page.Lang;
import org.turntable.web.page.MessagePage;
import org.turntable.web.page.Views;

/** The root path: redirects to the current campaign, or shows that there is none. */
public final class HomeServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient CampaignCache plans;
    private final transient Views views;
    private final transient Supplier<Instant> clock;

    public HomeServlet(CampaignCache plans, Views views, Supplier<Instant> clock) {
        this.plans = plans;
        this.views = views;
        this.clock = clock;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<Campaign> current = plans.current(clock.get());
        if (current.isPresent()) {
            Redirect.found(response, "/c/" + current.get().slug());
        } else {
            Lang lang = Lang.ofAndRemember(request, response);
            views.render(
                    response,
                    HttpServletResponse.SC_OK,
                    Views.MESSAGE,
                    lang,
                    MessagePage.noCampaign(views.messages(), lang));
        }
    }
}
