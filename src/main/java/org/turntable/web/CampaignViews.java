package org.turntable.web;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.turntable.campaign.Campaign;
import org.turntable.campaign.LocalText;
import org.turntable.campaign.Prize;
import org.turntable.draw.PlanKeeper;
import org.turntable.showcase.Showcase;
import org.turntable.showcase.ShowcaseKeeper;
import org.turntable.showcase.Theme;
import org.turntable.web.page.Lang;
import org.turntable.web.page.Look;
import org.turntable.web.page.Messages;
import org.turntable.web.page.Notice;
import org.turntable.web.page.PrizeRow;
import org.turntable.web.page.Schedule;
import org.turntable.web.page.WheelLayout;

/** What pages and answers show of a campaign: its wheel, its prizes and its look, in a language. */
public final class CampaignViews {
    private record Key(int campaignId, Lang lang) {
    }

    /** What is made once, for as long as plan and theme stay what they are. */
    private record Made(int planVersion, Theme theme, WheelLayout wheel, Look look, List<PrizeRow> prizes) {
    }

    private final PlanKeeper plans;
    private final ShowcaseKeeper showcases;
    private final Messages messages;
    private final String contextPath;
    private final Map<Key, Made> made = new ConcurrentHashMap<>();

    /** @param contextPath before every address of a picture */
    public CampaignViews(PlanKeeper plans, ShowcaseKeeper showcases, Messages messages, String contextPath) {
        this.plans = plans;
        this.showcases = showcases;
        this.messages = messages;
        this.contextPath = contextPath;
    }

    /** The campaign that the path names, or a refusal. */
    Campaign require(HttpServletRequest request) {
        return plans.bySlug(DispatchServlet.variable(request, "slug"))
                .orElseThrow(() -> new RequestRefused(Notice.NOT_FOUND, "no such campaign"));
    }

    /** What this node holds of the campaign besides its plan. */
    Showcase showcase(Campaign campaign) {
        return showcases.of(campaign);
    }

    /** The wheel of a plan. */
    WheelLayout wheel(Campaign campaign, Lang lang) {
        return made(campaign, lang).wheel();
    }

    /** How the campaign's pages look. */
    Look look(Campaign campaign, Lang lang) {
        return made(campaign, lang).look();
    }

    /** The prizes with their published quantities and odds, and whether any of each is left. */
    List<PrizeRow> prizes(Campaign campaign, Lang lang) {
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
    Look.Image picture(Theme theme, Prize prize) {
        return theme.prizePicture(prize.position()).map(picture -> Look.Image.of(picture, contextPath)).orElse(null);
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
        Look look = Look.of(theme, lang, contextPath);
        List<WheelLayout.Prize> slices = campaign.prizes().stream().map(prize -> {
            Look.Image picture = picture(theme, prize);
            return new WheelLayout.Prize(prize.id(), text(prize.name(), lang), prize.kind(), picture == null ? null : picture.url());
        }).toList();
        String losing = look.losing() == null ? messages.text(lang, "wheel.thanks") : look.losing();
        List<PrizeRow> rows = campaign.prizes().stream().map(prize -> PrizeRow.of(text(prize.name(), lang), prize.kind(), prize.stock(), prize.weight(),
                campaign.odds().base(), prize.releaseReason(), lang)).toList();
        return new Made(campaign.planVersion(), theme, WheelLayout.of(slices, losing, messages.text(lang, "wheel.more")), look, rows);
    }

    /** The window, and the server's clock. */
    static Schedule schedule(Campaign campaign, Instant now, Lang lang) {
        return Schedule.of(now, campaign.opensAt(), campaign.closesAt(), campaign.zone(), lang);
    }

    /** A text in a language. */
    static String text(LocalText text, Lang lang) {
        return text.in(lang == Lang.EN);
    }
}
