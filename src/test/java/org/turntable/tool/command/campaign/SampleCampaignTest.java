package org.turntable.tool.command.campaign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.turntable.campaign.CampaignAdministration.CampaignDefinition;
import org.turntable.campaign.CampaignAdministration.PrizeDefinition;
import org.turntable.campaign.PrizeKind;
import org.turntable.campaign.ReleaseLine;

class SampleCampaignTest {
    private static final Instant OPENING = Instant.parse("2026-10-01T02:00:00Z");

    private final CampaignDefinition sample = SampleCampaign.of("golden-week", OPENING, 3, 12, new Random(1));

    @Test
    void oneDrawInFourWins() {
        assertEquals(
                sample.oddsBase() / 4,
                sample.prizes().stream().mapToInt(PrizeDefinition::weight).sum());
    }

    @Test
    void itLastsSevenDays() {
        assertEquals(Duration.ofDays(7), Duration.between(sample.opensAt(), sample.closesAt()));
    }

    @Test
    void everyCouponHasItsOwnCode() {
        Set<String> codes = new HashSet<>();
        for (PrizeDefinition prize : sample.prizes()) {
            assertEquals(
                    prize.kind() == PrizeKind.COUPON ? prize.units() : 0,
                    prize.codes().size(),
                    prize.name().chinese());
            codes.addAll(prize.codes());
        }
        assertEquals(27_000, codes.size());
    }

    @Test
    void everyPrizeExceptTheThreeLargestCanBeWonAgain() {
        assertEquals(
                List.of(1, 1, 1, 0, 0, 0),
                sample.prizes().stream().map(PrizeDefinition::perPlayerLimit).toList());
    }

    @Test
    void aFifthIsReleasedAtTheOpeningAndAllUnitsBeforeTheEnd() {
        assertEquals(1, sample.release().released(OPENING, 5));
        assertEquals(4_000, sample.release().released(OPENING, 20_000));
        assertEquals(0, sample.release().released(OPENING.minusMillis(1), 20_000));
        assertEquals(20_000, sample.release().released(sample.closesAt().minus(Duration.ofHours(12)), 20_000));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-10-01T02:00:00Z",
                "2026-10-01T15:30:00Z",
                "2026-10-01T00:59:59Z",
                "2026-10-01T01:00:00Z",
                "2026-10-01T18:00:00Z"
            })
    void theReleaseNeverDecreasesAndIsConstantAtNight(String opening) {
        Instant from = Instant.parse(opening);
        ReleaseLine line = SampleCampaign.release(from, from.plus(Duration.ofHours(156)));
        Instant threeAtNight = Instant.parse("2026-10-03T19:00:00Z");

        assertEquals(
                line.released(threeAtNight, 20_000), line.released(threeAtNight.plus(Duration.ofHours(3)), 20_000));
        assertTrue(
                line.released(threeAtNight.plus(Duration.ofHours(12)), 20_000) > line.released(threeAtNight, 20_000));
    }
}
