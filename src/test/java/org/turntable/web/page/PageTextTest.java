package org.turntable.web.page;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class PageTextTest {
    private static final Instant OPENING = Instant.parse("2026-09-24T02:00:00Z");
    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");

    @Test
    void instantsAreFormattedInTheCampaignsTimeZone() {
        assertEquals("2026年9月24日 10:00", PageText.dateAndTime(OPENING, SHANGHAI, Lang.ZH_CN));
        assertEquals("24 Sep 2026, 10:00", PageText.dateAndTime(OPENING, SHANGHAI, Lang.EN));
        assertEquals("23 Sep 2026, 22:00", PageText.dateAndTime(OPENING, ZoneId.of("America/New_York"), Lang.EN));
    }

    @Test
    void theZoneIsNamedWithItsOffset() {
        assertEquals("北京时间（UTC+08:00）", PageText.zone(SHANGHAI, OPENING, Lang.ZH_CN));
        assertEquals("Beijing time (UTC+08:00)", PageText.zone(SHANGHAI, OPENING, Lang.EN));
        assertEquals("UTC+08:00", PageText.zone(ZoneId.of("+08:00"), OPENING, Lang.EN));
        assertEquals("UTC", PageText.zone(ZoneId.of("Z"), OPENING, Lang.EN));
    }

    @Test
    void oddsAreExactWhereTheyCanBeAndNeverRoundedToNothing() {
        assertEquals("50,000", PageText.oneIn(2, 100_000, Lang.EN));
        assertEquals("0.002%", PageText.percent(2, 100_000, Lang.EN));
        assertEquals("333.3", PageText.oneIn(300, 100_000, Lang.EN));
        assertEquals("0.3%", PageText.percent(300, 100_000, Lang.EN));
        assertEquals("33.3333%", PageText.percent(1, 3, Lang.EN));
        assertEquals("4,294,967,295", PageText.oneIn(1, 4_294_967_295L, Lang.EN));
        assertEquals("0.0000000232831%", PageText.percent(1, 4_294_967_295L, Lang.EN));
        assertEquals("89.098%", PageText.percent(89_098, 100_000, Lang.EN));
        assertEquals("1", PageText.oneIn(7, 7, Lang.EN));
        assertEquals("100%", PageText.percent(7, 7, Lang.EN));
        assertEquals("–", PageText.oneIn(0, 7, Lang.EN));
        assertEquals("0%", PageText.percent(0, 7, Lang.EN));
    }
}
