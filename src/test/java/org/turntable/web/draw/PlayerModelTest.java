package org.turntable.web.draw;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.turntable.campaign.Campaign;
import org.turntable.campaign.CampaignBuilder;
import org.turntable.campaign.CampaignState;
import org.turntable.draw.PlayerState;
import org.turntable.player.DrawOutcome;
import org.turntable.web.draw.CampaignPage.Again;
import org.turntable.web.page.Lang;

class PlayerModelTest {
    /** 15:00 in Shanghai. */
    private static final Instant NOW = Instant.parse("2026-10-03T07:00:00Z");

    private static final Instant MIDNIGHT = Instant.parse("2026-10-03T16:00:00Z");

    private final CampaignBuilder campaign = new CampaignBuilder()
            .chances(3, 12)
            .window(Instant.parse("2026-10-01T02:00:00Z"), Instant.parse("2026-10-08T02:00:00Z"));

    @Test
    void aPlayerWithoutChancesTodaySeesWhenTheNextOnesCome() {
        assertEquals(Optional.of(new Again(MIDNIGHT.toEpochMilli(), "4 Oct 2026, 00:00", 3)), again(3, 3));
    }

    @Test
    void noMoreChancesAreAnnouncedThanAreLeftInTheCampaign() {
        assertEquals(1, again(11, 3).orElseThrow().number());
        assertEquals(Optional.empty(), again(12, 3), "none are left in all");
        assertEquals(1, again(9, 1).orElseThrow().number(), "two of the three that are left are today's");
        assertEquals(Optional.empty(), again(9, 0), "all that are left are today's");
    }

    @Test
    void noChancesAreAnnouncedAfterTheEndOrWhileTheCampaignIsPaused() {
        campaign.window(Instant.parse("2026-10-01T02:00:00Z"), MIDNIGHT);
        assertEquals(Optional.empty(), again(3, 3), "it ends at midnight");
        campaign.window(Instant.parse("2026-10-01T02:00:00Z"), MIDNIGHT.plusSeconds(1));
        assertEquals(3, again(3, 3).orElseThrow().number());
        campaign.state(CampaignState.PAUSED);
        assertEquals(Optional.empty(), again(3, 3));
    }

    @Test
    void theDayIsThatOfTheCampaignsOwnZone() {
        campaign.zone("America/New_York");
        assertEquals("4 Oct 2026, 00:00", again(3, 3).orElseThrow().when());
        assertEquals(
                Instant.parse("2026-10-04T04:00:00Z").toEpochMilli(),
                again(3, 3).orElseThrow().at());
    }

    private Optional<Again> again(int number, int usedToday) {
        Campaign built = campaign.build();
        PlayerState state =
                new PlayerState(number, usedToday, built.dayAt(NOW).number(), new DrawOutcome.Loss(), List.of());
        return new PlayerModel(null, built, NOW, Lang.EN).again(state);
    }
}
