package org.turntable.node;

import jakarta.servlet.ServletContext;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.turntable.config.Settings;
import org.turntable.config.WeChatSettings;
import org.turntable.draw.CampaignCache;
import org.turntable.showcase.ShowcaseCache;
import org.turntable.web.campaign.CampaignModels;
import org.turntable.web.http.EntryLines;
import org.turntable.web.http.Responses;
import org.turntable.web.line.AlternateLines;
import org.turntable.web.page.Assets;
import org.turntable.web.page.Messages;
import org.turntable.web.page.Views;
import org.turntable.web.signin.Identities;
import org.turntable.web.signin.OpenInWeChat;
import org.turntable.web.warmup.TemplateWarmUp;

/**
 * The services that the pages of all features share.
 *
 * @param clock the time of the Redis for draws, which decides when campaigns open and close
 */
record WebModule(
        Assets assets,
        EntryLines lines,
        Views views,
        Responses responses,
        OpenInWeChat openInWeChat,
        Identities identities,
        AlternateLines alternateLines,
        CampaignModels campaigns,
        Supplier<Instant> clock,
        SecureRandom random) {
    /**
     * Renders every template once, so that a broken one stops the start.
     *
     * @param withWeChat whether players sign in with WeChat
     */
    static WebModule of(
            Settings settings,
            ServletContext context,
            boolean withWeChat,
            CampaignCache campaigns,
            ShowcaseCache showcases,
            Identities identities,
            Supplier<Instant> clock,
            SecureRandom random) {
        Assets assets = new Assets(context);
        EntryLines lines = new EntryLines(settings.entryOrigins());
        Views views = new Views(
                context,
                new Messages(),
                assets,
                withWeChat ? Optional.of(settings.weChat().script()) : Optional.empty(),
                settings.entryFallback() ? lines.all() : List.of());
        new TemplateWarmUp(views, views.messages()).run();
        return new WebModule(
                assets,
                lines,
                views,
                new Responses(views),
                new OpenInWeChat(settings.weChat().browser() == WeChatSettings.Browser.ANY, lines, views),
                identities,
                new AlternateLines(lines, identities, settings.entryFallback()),
                new CampaignModels(campaigns, showcases, views.messages(), context.getContextPath()),
                clock,
                random);
    }
}
