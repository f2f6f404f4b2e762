package org.turntable.web;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.turntable.campaign.Campaign;
import org.turntable.campaign.LocalText;
import org.turntable.campaign.Prize;
import org.turntable.draw.PlanKeeper;
import org.turntable.web.page.Lang;
import org.turntable.web.page.Messages;
import org.turntable.web.page.Notice;
import org.turntable.web.page.PrizeKind;
import org.turntable.web.page.PrizeRow;
import org.turntable.web.page.Schedule;
import org.turntable.web.page.WheelLayout;

/** What pages and answers show of a campaign's plan: its wheel and its prizes, in a language. */
public final class CampaignViews {
    private record Key(Campaign campaign, Lang lang) {
    }

    private final PlanKeeper plans;
    private final Messages messages;
    private final Map<Integer, Map<Key, WheelLayout>> wheels = new ConcurrentHashMap<>();

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
        Map<Key, WheelLayout> known = wheels.computeIfAbsent(campaign.id(), id -> new ConcurrentHashMap<>());
        Key key = new Key(campaign, lang);
        WheelLayout wheel = known.get(key);
        if (wheel == null) {
            // Another plan of this campaign: the wheels of older ones are of no more use.
            known.keySet().removeIf(other -> other.campaign().planVersion() != campaign.planVersion());
            wheel = known.computeIfAbsent(key, this::layOut);
        }
        return wheel;
    }

    private WheelLayout layOut(Key key) {
        List<WheelLayout.Prize> prizes = key.campaign().prizes().stream()
                .map(prize -> new WheelLayout.Prize(prize.id(), text(prize.name(), key.lang()), kind(prize))).toList();
        return WheelLayout.of(prizes, messages.text(key.lang(), "wheel.thanks"), messages.text(key.lang(), "wheel.more"));
    }

    /** The prizes with their published quantities and odds. */
    List<PrizeRow> prizes(Campaign campaign, Lang lang) {
        return campaign.prizes().stream().map(prize -> PrizeRow.of(text(prize.name(), lang), kind(prize), prize.stock(), prize.weight(),
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

    /** The kind as pages know it. */
    static PrizeKind kind(Prize prize) {
        return PrizeKind.of(prize.kind().word());
    }
}
