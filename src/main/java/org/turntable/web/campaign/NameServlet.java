package org.turntable.web.campaign;

import freemarker.core.HTMLOutputFormat;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.turntable.campaign.Campaign;
import org.turntable.draw.CampaignCache;
import org.turntable.web.http.DispatchServlet;
import org.turntable.web.http.RequestRejectedException;
import org.turntable.web.page.Lang;
import org.turntable.web.page.Notice;

/**
 * The name of a campaign as an HTML fragment. The edge caches it and includes it in its static error page while no node
 * responds. The response is the same for every client and sets no cookie.
 */
public final class NameServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient CampaignCache campaigns;
    private final transient Supplier<Instant> clock;

    public NameServlet(CampaignCache campaigns, Supplier<Instant> clock) {
        this.campaigns = campaigns;
        this.clock = clock;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Campaign campaign =
                find(request).orElseThrow(() -> new RequestRejectedException(Notice.NOT_FOUND, "no such campaign"));
        byte[] name = HTMLOutputFormat.INSTANCE
                .escapePlainText(CampaignModels.text(campaign.name(), Lang.of(request)))
                .getBytes(StandardCharsets.UTF_8);
        response.setContentType("text/html;charset=UTF-8");
        response.setHeader("Cache-Control", "max-age=60");
        response.setContentLength(name.length);
        response.getOutputStream().write(name);
    }

    /** The campaign of the path; the current one where the path names none. */
    private Optional<Campaign> find(HttpServletRequest request) {
        return DispatchServlet.hasVariable(request, "slug")
                ? campaigns.bySlug(DispatchServlet.variable(request, "slug"))
                : campaigns.current(clock.get());
    }
}
