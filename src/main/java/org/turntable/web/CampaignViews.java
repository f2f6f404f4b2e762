package org.turntable.web;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.turntable.campaign.Campaign;
import org.turntable.campaign.LocalText;
import org.turntable.draw.PlanKeeper;
import org.turntable.web.page.Lang;
import org.turntable.web.page.Messages;
import org.turntable.web.page.Notice;
import org.turntable.web.page.PrizeRow;
import org.turntable.web.page.Schedule;
import org.turntable.web.page.WheelLayout;

/** What pages and answers show of a campaign's plan: its wheel and its prizes, in a language. */
public final class CampaignViews {
    private record Key(int campaignId, int planVersion, Lang lang) {
    }

    private final PlanKeeper plans;
    private final Messages messages;
    private final Map<Key, WheelLayout> wheels = new ConcurrentHashMap<>();

    public CampaignViews(PlanKeeper plans, Messages messages) {
        this.plans = plans;
        this.messages = messages;
    }

    /** The campaign that the path names, or a refusal. */
    Campaign require(HttpServletRequest request) {
        return plans.bySlug(DispatchServlet.variable(request, "slug"))
                .orElseThrow(() -> new RequestRefused(Notice.NOT_FOUND, "no such campaign"));
    }

    /** The wheel of a plan, laid out once. */
    WheelLayout wheel(Campaign campaign, Lang lang) {
        Key key = new Key(campaign.id(), campaign.planVersion(), lang);
        WheelLayout wheel = wheels.get(key);
        if (wheel == null) {
            // Another plan of this campaign: the wheels of older ones are of no more use.
            wheels.keySet().removeIf(other -> other.campaignId() == campaign.id() && other.planVersion() != campaign.planVersion());
            wheel = layOut(campaign, lang);
            wheels.put(key, wheel);
        }
        return wheel;
    }

    private WheelLayout layOut(Campaign campaign, Lang lang) {
        List<WheelLayout.Prize> prizes = campaign.prizes().stream()
                .map(prize -> new WheelLayout.Prize(prize.id(), text(prize.name(), lang), prize.kind())).toList();
        return WheelLayout.of(prizes, messages.text(lang, "wheel.thanks"), messages.text(lang, "wheel.more"));
    }

    /** The prizes with their published quantities and odds. */
    List<PrizeRow> prizes(Campaign campaign, Lang lang) {
        return campaign.prizes().stream().map(prize -> PrizeRow.of(text(prize.name(), lang), prize.kind(), prize.stock(), prize.weight(),
                campaign.odds().base(), prize.releaseReason(), lang)).toList();
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
