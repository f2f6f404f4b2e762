package org.turntable.web.signin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.turntable.campaign.Campaign;
import org.turntable.web.campaign.CampaignModels;
import org.turntable.web.http.EntryLines;
import org.turntable.web.http.UserAgents;
import org.turntable.web.page.Lang;
import org.turntable.web.page.QrCode;
import org.turntable.web.page.Views;

/** Checks the browser: where only WeChat is permitted, others get a page with a QR code of the entry link. */
public final class OpenInWeChat {
    private final boolean anyBrowser;
    private final EntryLines lines;
    private final Views views;

    /** @param anyBrowser whether every browser is permitted */
    public OpenInWeChat(boolean anyBrowser, EntryLines lines, Views views) {
        this.anyBrowser = anyBrowser;
        this.lines = lines;
        this.views = views;
    }

    /** Sends the page to a browser that is not permitted, and returns true; else returns false. */
    public boolean rejects(HttpServletRequest request, HttpServletResponse response, String path) throws IOException {
        return rejects(request, response, path, null);
    }

    /** The same for the page of a campaign. */
    public boolean rejects(HttpServletRequest request, HttpServletResponse response, Campaign campaign)
            throws IOException {
        return rejects(request, response, "/c/" + campaign.slug(), campaign);
    }

    private boolean rejects(HttpServletRequest request, HttpServletResponse response, String path, Campaign campaign)
            throws IOException {
        if (anyBrowser || UserAgents.isWeChat(request)) {
            return false;
        }
        Lang lang = Lang.ofAndRemember(request, response);
        // Always the first line: the code is scanned, printed and shared.
        String address = lines.at(0) + path;
        views.render(
                response,
                HttpServletResponse.SC_OK,
                Views.OPEN_IN_WECHAT,
                lang,
                new OpenInWeChatPage(
                        campaign == null ? null : CampaignModels.text(campaign.name(), lang),
                        address,
                        QrCode.of(address)));
        return true;
    }
}
