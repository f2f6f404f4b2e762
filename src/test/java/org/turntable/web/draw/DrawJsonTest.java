package org.turntable.web.draw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.turntable.campaign.Campaign;
import org.turntable.campaign.CampaignBuilder;
import org.turntable.campaign.PrizeKind;
import org.turntable.draw.DrawAnswer;
import org.turntable.web.campaign.WheelLayout;
import org.turntable.web.page.Lang;

class DrawJsonTest {
    private final Campaign campaign =
            new CampaignBuilder().chances(3, 5).prize(5, 1, 10).prize(6, 1, 10).build();
    private final WheelLayout wheel = WheelLayout.of(
            List.of(new WheelLayout.Prize(5, "A", PrizeKind.COUPON), new WheelLayout.Prize(6, "B", PrizeKind.COUPON)),
            "thanks",
            "more");

    @Test
    void aWinHasItsPrizeInThePlayersLanguageAndItsSegment() throws Exception {
        DrawJson json = json(new DrawAnswer.Won(2, 1, campaign.prize(6).orElseThrow()), Lang.EN);
        assertEquals(wheel.segmentOf(6), json.segment());
        assertEquals(new DrawJson.PrizeJson("Prize 6", "coupon"), json.prize());
        assertEquals(
                "奖品6",
                json(new DrawAnswer.Won(2, 1, campaign.prize(6).orElseThrow()), Lang.ZH_CN)
                        .prize()
                        .name());
        assertEquals(
                "{\"status\":\"win\",\"number\":2,\"segment\":" + wheel.segmentOf(6)
                        + ",\"prize\":{\"name\":\"Prize 6\",\"kind\":\"coupon\"},\"next\":3,"
                        + "\"chancesToday\":2,\"chancesInAll\":3,\"retryAfterMs\":null}",
                new ObjectMapper().writeValueAsString(json));
    }

    @Test
    void aLossHasALosingSegmentAndNoPrize() {
        DrawJson json = json(new DrawAnswer.Lost(2, 1), Lang.EN);
        assertEquals("loss", json.status());
        assertNull(json.prize());
        assertTrue(json.segment() != wheel.segmentOf(5) && json.segment() != wheel.segmentOf(6));
        assertNull(json.retryAfterMs());
    }

    @Test
    void aDrawThatIsBeingConfirmedHasNoSegmentNoPrizeAndARetryTime() {
        DrawJson json = json(new DrawAnswer.Confirming(2, 1), Lang.EN);
        assertEquals("confirming", json.status());
        assertNull(json.segment());
        assertNull(json.prize());
        assertEquals(600, json.retryAfterMs());
    }

    @Test
    void chancesLeftTodayAreNeverMoreThanAreLeftInTheCampaignAndNeverNegative() {
        assertEquals(3, DrawJson.chancesToday(campaign, 0, 0));
        assertEquals(0, DrawJson.chancesToday(campaign, 3, 3));
        assertEquals(1, DrawJson.chancesToday(campaign, 4, 1), "one is left in all");
        assertEquals(0, DrawJson.chancesToday(campaign, 4, 4), "the operators lowered the limit");
        assertEquals(5, DrawJson.chancesInAll(campaign, 0));
        assertEquals(0, DrawJson.chancesInAll(campaign, 5));
        assertEquals(0, DrawJson.chancesInAll(campaign, 6));
    }

    private DrawJson json(DrawAnswer.Drawn drawn, Lang lang) {
        return DrawJson.of(campaign, wheel, lang, drawn);
    }
}
