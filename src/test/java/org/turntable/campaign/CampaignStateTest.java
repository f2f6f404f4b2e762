package org.turntable.campaign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.turntable.campaign.CampaignState.CLOSED;
import static org.turntable.campaign.CampaignState.DRAFT;
import static org.turntable.campaign.CampaignState.OPEN;
import static org.turntable.campaign.CampaignState.PAUSED;
import static org.turntable.campaign.CampaignState.SCHEDULED;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CampaignStateTest {
    private record Move(CampaignState from, CampaignState to) {}

    private static final Set<Move> LEGAL = Set.of(
            new Move(DRAFT, SCHEDULED),
            new Move(SCHEDULED, OPEN),
            new Move(SCHEDULED, DRAFT),
            new Move(SCHEDULED, CLOSED),
            new Move(OPEN, PAUSED),
            new Move(OPEN, CLOSED),
            new Move(PAUSED, OPEN),
            new Move(PAUSED, CLOSED));

    @ParameterizedTest
    @EnumSource
    void onlyEightOfTheTwentyFiveTransitionsAreAllowed(CampaignState from) {
        for (CampaignState to : CampaignState.values()) {
            assertEquals(LEGAL.contains(new Move(from, to)), from.mayBecome(to), from + " to " + to);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStateIsFoundByItsWord(CampaignState state) {
        assertEquals(state, CampaignState.of(state.word()));
    }
}
