package org.turntable.web;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Optional;
import org.turntable.campaign.Campaign;
import org.turntable.web.page.Assets;
import org.turntable.web.page.CampaignPage;
import org.turntable.web.page.Lang;
import org.turntable.web.page.Look;
import org.turntable.web.page.Messages;

/** What the page with the wheel does inside WeChat: made from settings and the plan alone, so that no page waits for WeChat. */
public final class WeChatOnPage {
    private static final String PICTURE = "share.png";

    private final URI script;
    private final boolean followCheck;
    private final EntryLines lines;
    private final Messages messages;
    private final Assets assets;

    /**
     * @param script      address of WeChat's script
     * @param followCheck whether the page asks if the player follows the account
     */
    public WeChatOnPage(URI script, boolean followCheck, EntryLines lines, Messages messages, Assets assets) {
        this.script = script;
        this.followCheck = followCheck;
        this.lines = lines;
        this.messages = messages;
        this.assets = assets;
    }

    /** For a page of a campaign; empty in other browsers than WeChat's. */
    Optional<CampaignPage.WeChat> of(HttpServletRequest request, Campaign campaign, Campaign.Phase phase, Lang lang, boolean signedIn, Look look) {
        if (!Browsers.isWeChat(request)) {
            return Optional.empty();
        }
        // Before the opening too: who is signed in by then does not have to pass WeChat in the first minute.
        boolean byItself = !signedIn && phase != Campaign.Phase.ENDED && !SignInAttempt.wasMade(request);
        String origin = lines.of(request);
        String description = messages.text(lang, "share.description", CampaignViews.text(campaign.organiser(), lang));
        CampaignPage.Share share = new CampaignPage.Share(CampaignViews.text(campaign.name(), lang), description,
                origin + "/c/" + campaign.slug(), origin + (look.share() == null ? assets.url(PICTURE) : look.share()));
        return Optional.of(new CampaignPage.WeChat(byItself, script.toString(), share, followCheck && signedIn));
    }
}
