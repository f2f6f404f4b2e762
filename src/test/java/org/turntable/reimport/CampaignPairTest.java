package org.turntable.reimport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.turntable.reimport.row.CampaignOutline.PrizeOutline;
import org.turntable.reimport.row.CampaignOutline;

class CampaignPairTest {
    private static final CampaignOutline SPRING = new CampaignOutline(4, "spring",
            List.of(new PrizeOutline(11, "watch"), new PrizeOutline(12, "coupon")));
    private static final CampaignOutline SPRING_HERE = new CampaignOutline(70, "spring",
            List.of(new PrizeOutline(900, "coupon"), new PrizeOutline(901, "watch")));
    private static final CampaignOutline AUTUMN = new CampaignOutline(5, "autumn", List.of());

    @Test
    void campaignsAreFoundByTheirPathsAndPrizesByTheirNames() {
        CampaignPair.Pairing found = CampaignPair.pair(List.of(SPRING), List.of(SPRING_HERE), Set.of());
        assertEquals(List.of(new CampaignPair("spring", 4, 70, Map.of(11, 901, 12, 900))), found.pairs());
        assertEquals(List.of(), found.problems());
        assertEquals(List.of(0, 901), List.of(found.pairs().get(0).prizeHere(0), found.pairs().get(0).prizeHere(11)));
        assertEquals(List.of(11, 12), found.pairs().get(0).strandedPrizes());
    }

    @Test
    void whatHasNoCounterpartIsAProblemUnlessItIsNotAskedFor() {
        assertEquals(1, CampaignPair.pair(List.of(SPRING, AUTUMN), List.of(SPRING_HERE), Set.of()).problems().size());
        assertEquals(List.of(), CampaignPair.pair(List.of(SPRING, AUTUMN), List.of(SPRING_HERE), Set.of("spring")).problems());
        assertEquals(List.of("there is no campaign winter in the stranded database"),
                CampaignPair.pair(List.of(SPRING), List.of(SPRING_HERE), Set.of("winter")).problems());
        CampaignOutline bare = new CampaignOutline(70, "spring", List.of(new PrizeOutline(900, "coupon")));
        assertEquals(1, CampaignPair.pair(List.of(SPRING), List.of(bare), Set.of()).problems().size());
    }
}
