package org.turntable.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.turntable.campaign.Campaign;
import org.turntable.web.page.Lang;
import org.turntable.web.page.OpenInWeChatPage;
import org.turntable.web.page.QrCode;
import org.turntable.web.page.Views;

/** The door for browsers: where only WeChat's is let in, all others get a page with a QR code of the entry link. */
public final class OpenInWeChat {
    private final boolean anybody;
    private final EntryLines lines;
    private final Views views;

    /** @param anybody lets every browser in */
    public OpenInWeChat(boolean anybody, EntryLines lines, Views views) {
        this.anybody = anybody;
        this.lines = lines;
        this.views = views;
    }

    /** Answers a browser that is not let in; false when it is. */
    boolean turnsAway(HttpServletRequest request, HttpServletResponse response, String path) throws IOException {
        return turnsAway(request, response, path, null);
    }

    /** The same at the page of a campaign. */
    boolean turnsAway(HttpServletRequest request, HttpServletResponse response, Campaign campaign) throws IOException {
        return turnsAway(request, response, "/c/" + campaign.slug(), campaign);
    }

    private boolean turnsAway(HttpServletRequest request, HttpServletResponse response, String path, Campaign campaign) throws IOException {
        if (anybody || Browsers.isWeChat(request)) {
            return false;
        }
        Lang lang = Lang.ofAndRemember(request, response);
        // The first line and not the one that was asked: the code is scanned, printed and passed on.
        String address = lines.at(0) + path;
        views.render(response, HttpServletResponse.SC_OK, Views.OPEN_IN_WECHAT, lang, new OpenInWeChatPage(
                campaign == null ? null : CampaignViews.text(campaign.name(), lang), address, QrCode.of(address)));
        return true;
    }
}
