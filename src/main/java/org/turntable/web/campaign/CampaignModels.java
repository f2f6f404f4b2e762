package org.turntable.web.campaign;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.turntable.campaign.Campaign;
import org.turntable.campaign.LocalizedText;
import org.turntable.campaign.Prize;
import org.turntable.draw.CampaignCache;
import org.turntable.showcase.Showcase;
import org.turntable.showcase.ShowcaseCache;
import org.turntable.showcase.Theme;
import org.turntable.web.http.DispatchServlet;
import org.turntable.web.http.RequestRejectedException;
import org.turntable.web.page.Lang;
import org.turntable.web.page.Messages;
import org.turntable.web.page.Notice;
import org.turntable.web.page.PageTheme;

/** What pages and JSON responses show of a campaign: its wheel, its prizes and its theme, in one language. */
public final class CampaignModels {
    private record Key(int campaignId, Lang lang) {}

    /** Computed once for each version of plan and theme. */
    private record Made(int planVersion, Theme theme, WheelLayout wheel, PageTheme pageTheme, List<PrizeRow> prizes) {}

    private final CampaignCache plans;
    private final ShowcaseCache showcases;
    private final Messages messages;
    private final String contextPath;
    private final Map<Key, Made> made = new ConcurrentHashMap<>();

    /** @param contextPath the prefix of the address of a picture */
    public CampaignModels(CampaignCache plans, ShowcaseCache showcases, Messages messages, String contextPath) {
        this.plans = plans;
        this.showcases = showcases;
        this.messages = messages;
        this.contextPath = contextPath;
    }

    /** The campaign that the path names, or a refusal. */
    public Campaign require(HttpServletRequest request) {
        return plans.bySlug(DispatchServlet.variable(request, "slug"))
                .orElseThrow(() -> new RequestRejectedException(Notice.NOT_FOUND, "no such campaign"));
    }

    /** What this node's memory has of the campaign besides its plan. */
    public Showcase showcase(Campaign campaign) {
        return showcases.of(campaign);
    }

    /** The wheel of a plan. */
    public WheelLayout wheel(Campaign campaign, Lang lang) {
        return made(campaign, lang).wheel();
    }

    /** The theme of the campaign's pages. */
    public PageTheme pageTheme(Campaign campaign, Lang lang) {
        return made(campaign, lang).pageTheme();
    }

    /** The prizes with their published quantities and odds, and whether any of each is left. */
    public List<PrizeRow> prizes(Campaign campaign, Lang lang) {
        Showcase showcase = showcases.of(campaign);
        List<PrizeRow> rows = made(campaign, lang).prizes();
        List<PrizeRow> now = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            Prize prize = campaign.prizes().get(i);
            now.add(rows.get(i).now(showcase.soldOut().contains(prize.id()), picture(showcase.theme(), prize)));
        }
        return now;
    }

    /** The picture of a prize; null where it has none of its own. */
    public PageTheme.Image picture(Theme theme, Prize prize) {
        return theme.prizePicture(prize.position())
                .map(picture -> PageTheme.Image.of(picture, contextPath))
                .orElse(null);
    }

    private Made made(Campaign campaign, Lang lang) {
        Theme theme = showcases.of(campaign).theme();
        Made there = made.get(new Key(campaign.id(), lang));
        if (there == null || there.planVersion() != campaign.planVersion() || there.theme() != theme) {
            there = make(campaign, theme, lang);
            made.put(new Key(campaign.id(), lang), there);
        }
        return there;
    }

    private Made make(Campaign campaign, Theme theme, Lang lang) {
        PageTheme pageTheme = PageTheme.of(theme, lang, contextPath);
        List<WheelLayout.Prize> slices = campaign.prizes().stream()
                .map(prize -> {
                    PageTheme.Image picture = picture(theme, prize);
                    return new WheelLayout.Prize(
                            prize.id(), text(prize.name(), lang), prize.kind(), picture == null ? null : picture.url());
                })
                .toList();
        String losing = pageTheme.losing() == null ? messages.text(lang, "wheel.thanks") : pageTheme.losing();
        List<PrizeRow> rows = campaign.prizes().stream()
                .map(prize -> PrizeRow.of(
                        text(prize.name(), lang),
                        prize.kind(),
                        prize.stock(),
                        prize.weight(),
                        campaign.odds().base(),
                        prize.releaseReason(),
                        lang))
                .toList();
        return new Made(
                campaign.planVersion(),
                theme,
                WheelLayout.of(slices, losing, messages.text(lang, "wheel.more")),
                pageTheme,
                rows);
    }

    /** The campaign's window and the server's time. */
    public static Schedule schedule(Campaign campaign, Instant now, Lang lang) {
        return Schedule.of(now, campaign.opensAt(), campaign.closesAt(), campaign.zone(), lang);
    }

    /** A text in a language. */
    public static String text(LocalizedText text, Lang lang) {
        return text.in(lang == Lang.EN);
    }
}
