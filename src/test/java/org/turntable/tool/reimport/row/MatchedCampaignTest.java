package org.turntable.tool.reimport.row;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.turntable.tool.reimport.row.CampaignOutline.PrizeOutline;

class MatchedCampaignTest {
    private static final CampaignOutline SPRING =
            new CampaignOutline(4, "spring", List.of(new PrizeOutline(11, "watch"), new PrizeOutline(12, "coupon")));
    private static final CampaignOutline SPRING_HERE =
            new CampaignOutline(70, "spring", List.of(new PrizeOutline(900, "coupon"), new PrizeOutline(901, "watch")));
    private static final CampaignOutline AUTUMN = new CampaignOutline(5, "autumn", List.of());

    @Test
    void campaignsAreMatchedBySlugAndPrizesByName() {
        MatchedCampaign.Matching found = MatchedCampaign.match(List.of(SPRING), List.of(SPRING_HERE), Set.of());
        assertEquals(List.of(new MatchedCampaign("spring", 4, 70, Map.of(11, 901, 12, 900))), found.pairs());
        assertEquals(List.of(), found.problems());
        assertEquals(
                List.of(0, 901),
                List.of(
                        found.pairs().get(0).targetPrize(0),
                        found.pairs().get(0).targetPrize(11)));
        assertEquals(List.of(11, 12), found.pairs().get(0).strandedPrizes());
    }

    @Test
    void aMissingCounterpartIsAProblemUnlessItIsNotSelected() {
        assertEquals(
                1,
                MatchedCampaign.match(List.of(SPRING, AUTUMN), List.of(SPRING_HERE), Set.of())
                        .problems()
                        .size());
        assertEquals(
                List.of(),
                MatchedCampaign.match(List.of(SPRING, AUTUMN), List.of(SPRING_HERE), Set.of("spring"))
                        .problems());
        assertEquals(
                List.of("there is no campaign winter in the stranded database"),
                MatchedCampaign.match(List.of(SPRING), List.of(SPRING_HERE), Set.of("winter"))
                        .problems());
        CampaignOutline bare = new CampaignOutline(70, "spring", List.of(new PrizeOutline(900, "coupon")));
        assertEquals(
                1,
                MatchedCampaign.match(List.of(SPRING), List.of(bare), Set.of())
                        .problems()
                        .size());
    }
}
