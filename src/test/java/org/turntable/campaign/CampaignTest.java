package org.turntable.campaign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.turntable.campaign.Campaign.Phase.ENDED;
import static org.turntable.campaign.Campaign.Phase.NOT_BEGUN;
import static org.turntable.campaign.Campaign.Phase.OPEN;
import static org.turntable.campaign.Campaign.Phase.PAUSED;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.turntable.campaign.Campaign.Phase;

class CampaignTest {
    private static final Instant OPENS = Instant.parse("2026-10-01T02:00:00.123Z");
    private static final Instant CLOSES = Instant.parse("2026-10-08T02:00:00.456Z");

    @Test
    void anOpenCampaignIsOpenFromItsOpeningInstantToTheLastMillisecondBeforeItsClosing() {
        assertPhases(CampaignState.OPEN, NOT_BEGUN, OPEN, OPEN, ENDED);
    }

    @Test
    void aPausedCampaignIsPausedOnlyWithinItsWindow() {
        assertPhases(CampaignState.PAUSED, NOT_BEGUN, PAUSED, PAUSED, ENDED);
    }

    @Test
    void aScheduledCampaignHasNotBegunUntilItsClosingInstant() {
        assertPhases(CampaignState.SCHEDULED, NOT_BEGUN, NOT_BEGUN, NOT_BEGUN, ENDED);
        assertPhases(CampaignState.DRAFT, NOT_BEGUN, NOT_BEGUN, NOT_BEGUN, ENDED);
    }

    @Test
    void aClosedCampaignHasEndedWhateverTheClockSays() {
        assertPhases(CampaignState.CLOSED, ENDED, ENDED, ENDED, ENDED);
    }

    @ParameterizedTest
    @CsvSource({
        "Asia/Shanghai,    2026-10-01T15:59:59.999Z, 2026-09-30T16:00:00Z, 24",
        "Asia/Shanghai,    2026-10-01T16:00:00Z,     2026-10-01T16:00:00Z, 24",
        "Europe/Berlin,    2026-03-29T12:00:00Z,     2026-03-28T23:00:00Z, 23",
        "Europe/Berlin,    2026-10-25T12:00:00Z,     2026-10-24T22:00:00Z, 25",
        "America/Santiago, 2026-09-06T12:00:00Z,     2026-09-06T04:00:00Z, 23"
    })
    void aDayBeginsAtMidnightOfItsZoneAndMayHave23Or25Hours(String zone, Instant now, Instant start, int hours) {
        Campaign.Day day = new CampaignBuilder().zone(zone).build().dayAt(now);
        assertEquals(start.toEpochMilli(), day.startMs());
        assertEquals(start.plus(Duration.ofHours(hours)).toEpochMilli(), day.endMs());
        assertTrue(day.holds(now.toEpochMilli()));
    }

    @Test
    void aDayIncludesItsFirstMillisecondAndExcludesItsEnd() {
        Campaign.Day day = new Campaign.Day(1, 1_000, 2_000);
        assertFalse(day.holds(999));
        assertTrue(day.holds(1_000));
        assertTrue(day.holds(1_999));
        assertFalse(day.holds(2_000));
    }

    @Test
    void daysAreNumberedFrom19700101InTheirZone() {
        Campaign campaign = new CampaignBuilder().build();
        assertEquals(0, campaign.dayAt(Instant.parse("1970-01-01T00:00:00Z")).number());
        assertEquals(1, campaign.dayAt(Instant.parse("1970-01-01T16:00:00Z")).number());
        Campaign.Day day = campaign.dayAt(OPENS);
        assertEquals(
                day.number() + 1,
                campaign.dayAt(Instant.ofEpochMilli(day.endMs())).number());
        assertEquals(
                day.number() - 1,
                campaign.dayAt(Instant.ofEpochMilli(day.startMs() - 1)).number());
    }

    @Test
    void aPrizeIsFoundByItsIdInItsCampaignOnly() {
        Campaign campaign = new CampaignBuilder().prize(5, 1, 1).prize(6, 1, 1).build();
        assertEquals(6, campaign.prize(6).orElseThrow().id());
        assertTrue(campaign.prize(7).isEmpty());
        assertEquals(List.of(5, 6), campaign.prizes().stream().map(Prize::id).toList());
    }

    @Test
    void aCampaignWithoutDrawsIsRejected() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new CampaignBuilder().window(OPENS, OPENS).build());
        assertThrows(
                IllegalArgumentException.class,
                () -> new CampaignBuilder().window(CLOSES, OPENS).build());
        assertThrows(
                IllegalArgumentException.class,
                () -> new CampaignBuilder().chances(0, 1).build());
        assertThrows(
                IllegalArgumentException.class,
                () -> new CampaignBuilder().chances(1, 0).build());
    }

    @Test
    void aPrizeWithNegativeValuesIsRejected() {
        assertThrows(IllegalArgumentException.class, () -> CampaignBuilder.prize(1, -1, 0, 0, ReleaseLine.AT_ONCE));
        assertThrows(IllegalArgumentException.class, () -> CampaignBuilder.prize(1, 0, -1, 0, ReleaseLine.AT_ONCE));
        assertThrows(IllegalArgumentException.class, () -> CampaignBuilder.prize(1, 0, 0, -1, ReleaseLine.AT_ONCE));
    }

    /** The phases one millisecond before the opening, at it, one millisecond before the closing, and at it. */
    private static void assertPhases(CampaignState state, Phase... phases) {
        Campaign campaign =
                new CampaignBuilder().window(OPENS, CLOSES).state(state).build();
        List<Instant> instants = List.of(OPENS.minusMillis(1), OPENS, CLOSES.minusMillis(1), CLOSES);
        assertEquals(List.of(phases), instants.stream().map(campaign::phaseAt).toList());
    }
}
