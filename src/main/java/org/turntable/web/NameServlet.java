package org.turntable.web;

import freemarker.core.HTMLOutputFormat;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;
import org.turntable.campaign.Campaign;
import org.turntable.web.page.Lang;
import org.turntable.web.page.Notice;

/**
 * What a campaign is called, as a piece of HTML: the edge keeps it, and shows it on its page "back in a moment" when no node answers.
 * Everybody gets the same, and no cookie is set.
 */
public final class NameServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient Function<HttpServletRequest, Optional<Campaign>> campaigns;

    /** @param campaigns which campaign a request asks for, if there is one */
    public NameServlet(Function<HttpServletRequest, Optional<Campaign>> campaigns) {
        this.campaigns = campaigns;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Campaign campaign = campaigns.apply(request).orElseThrow(() -> new RequestRefused(Notice.NOT_FOUND, "no such campaign"));
        byte[] name = HTMLOutputFormat.INSTANCE.escapePlainText(CampaignViews.text(campaign.name(), Lang.of(request)))
                .getBytes(StandardCharsets.UTF_8);
        response.setContentType("text/html;charset=UTF-8");
        response.setHeader("Cache-Control", "max-age=60");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setContentLength(name.length);
        response.getOutputStream().write(name);
    }
}
