package org.turntable.web.campaign;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.turntable.campaign.Campaign;
import org.turntable.showcase.RulesVersion;
import org.turntable.web.http.DispatchServlet;
import org.turntable.web.http.RequestRejectedException;
import org.turntable.web.page.Notice;

/** A published version of the rules as plain text: exactly the bytes of which its hash was computed. */
public final class RulesTextServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient CampaignModels campaigns;

    public RulesTextServlet(CampaignModels campaigns) {
        this.campaigns = campaigns;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Campaign campaign = campaigns.require(request);
        String number = DispatchServlet.variable(request, "version");
        RulesVersion version = campaigns.showcase(campaign).rules().stream()
                .filter(one -> Integer.toString(one.number()).equals(number))
                .findFirst()
                .orElseThrow(() -> new RequestRejectedException(Notice.NOT_FOUND, "no such version of the rules"));
        byte[] text = version.text().getBytes(StandardCharsets.UTF_8);
        response.setContentType("text/plain;charset=UTF-8");
        response.setHeader("Cache-Control", "public, max-age=300");
        response.setHeader(
                "Content-Disposition",
                "inline; filename=\"" + campaign.slug() + "-rules-" + version.number() + ".txt\"");
        response.setContentLength(text.length);
        response.getOutputStream().write(text);
    }
}
