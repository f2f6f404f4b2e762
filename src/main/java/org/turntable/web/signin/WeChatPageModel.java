package org.turntable.web.signin;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Optional;
import org.turntable.campaign.Campaign;
import org.turntable.web.campaign.CampaignModels;
import org.turntable.web.http.EntryLines;
import org.turntable.web.http.UserAgents;
import org.turntable.web.page.Assets;
import org.turntable.web.page.Lang;
import org.turntable.web.page.Messages;
import org.turntable.web.page.PageTheme;

/**
 * What the page with the wheel does inside WeChat. Built from settings and the plan only, so that no page waits for
 * WeChat.
 */
public final class WeChatPageModel {
    private static final String PICTURE = "share.png";

    private final URI script;
    private final boolean followCheck;
    private final EntryLines lines;
    private final Messages messages;
    private final Assets assets;

    /**
     * @param script address of WeChat's script
     * @param followCheck whether the page checks if the player follows the account
     */
    public WeChatPageModel(URI script, boolean followCheck, EntryLines lines, Messages messages, Assets assets) {
        this.script = script;
        this.followCheck = followCheck;
        this.lines = lines;
        this.messages = messages;
        this.assets = assets;
    }

    /** For a page of a campaign; empty in other browsers than WeChat's. */
    public Optional<WeChatPageOptions> of(
            HttpServletRequest request,
            Campaign campaign,
            Campaign.Phase phase,
            Lang lang,
            boolean signedIn,
            PageTheme pageTheme) {
        if (!UserAgents.isWeChat(request)) {
            return Optional.empty();
        }
        // Before the opening too: players who are signed in already cause no load on WeChat in the first minute.
        boolean byItself = !signedIn && phase != Campaign.Phase.ENDED && !SignInAttempt.wasMade(request);
        String origin = lines.of(request);
        String description = messages.text(lang, "share.description", CampaignModels.text(campaign.organiser(), lang));
        WeChatPageOptions.Share share = new WeChatPageOptions.Share(
                CampaignModels.text(campaign.name(), lang),
                description,
                origin + "/c/" + campaign.slug(),
                origin + (pageTheme.share() == null ? assets.url(PICTURE) : pageTheme.share()));
        return Optional.of(new WeChatPageOptions(byItself, script.toString(), share, followCheck && signedIn));
    }
}
