package org.turntable.web.draw;

import org.turntable.campaign.Campaign;
import org.turntable.draw.DrawAnswer;
import org.turntable.web.campaign.CampaignModels;
import org.turntable.web.campaign.WheelLayout;
import org.turntable.web.page.Lang;

/**
 * The JSON response to a draw.
 *
 * @param status win, loss or confirming
 * @param number the draw's number
 * @param segment the segment on which the wheel stops; null while confirming
 * @param prize what was won; null otherwise
 * @param next the number of the next draw
 * @param chancesToday chances left today
 * @param chancesInAll chances left in the campaign
 * @param retryAfterMs when to ask again; null unless confirming
 */
record DrawJson(
        String status,
        int number,
        Integer segment,
        PrizeJson prize,
        int next,
        int chancesToday,
        int chancesInAll,
        Integer retryAfterMs) {
    private static final int ASK_AGAIN_MS = 600;

    /**
     * A prize.
     *
     * @param name in the player's language
     * @param kind coupon, posted or red_packet
     */
    record PrizeJson(String name, String kind) {}

    static DrawJson of(Campaign campaign, WheelLayout wheel, Lang lang, DrawAnswer.Drawn drawn) {
        Integer segment = null;
        PrizeJson prize = null;
        if (drawn instanceof DrawAnswer.Won won) {
            segment = wheel.segmentOf(won.prize().id());
            prize = new PrizeJson(
                    CampaignModels.text(won.prize().name(), lang),
                    won.prize().kind().word());
        } else if (drawn instanceof DrawAnswer.Lost) {
            segment = wheel.losingSegment(drawn.number());
        }
        return new DrawJson(
                drawn.word(),
                drawn.number(),
                segment,
                prize,
                drawn.number() + 1,
                chancesToday(campaign, drawn.number(), drawn.usedToday()),
                chancesInAll(campaign, drawn.number()),
                drawn instanceof DrawAnswer.Confirming ? ASK_AGAIN_MS : null);
    }

    /** Chances left today: at most those left in the campaign. */
    static int chancesToday(Campaign campaign, int number, int usedToday) {
        return Math.min(Math.max(0, campaign.chancesPerDay() - usedToday), chancesInAll(campaign, number));
    }

    /** Chances left in the campaign. */
    static int chancesInAll(Campaign campaign, int number) {
        return Math.max(0, campaign.chancesInAll() - number);
    }
}
