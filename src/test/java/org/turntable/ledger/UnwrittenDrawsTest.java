package org.turntable.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.turntable.ledger.Entries.CAMPAIGN;
import static org.turntable.ledger.Entries.candidate;
import static org.turntable.ledger.Entries.loss;

import java.util.List;
import org.junit.jupiter.api.Test;

class UnwrittenDrawsTest {
    private final UnwrittenDraws draws = new UnwrittenDraws(3L * UnwrittenDraws.BYTES);

    private List<DrawEntry> lost() {
        return draws.nextLost(10).stream().map(UnwrittenDraws.Held::entry).toList();
    }

    @Test
    void anEntryComesOutAsItWentIn() {
        DrawEntry first = DrawEntry.candidate(candidate(1, 2, 5).key(), "1790000000000-4294", 5, true);
        draws.add(first, "spring", 1);
        draws.add(loss(3, 4), "spring", 1);
        assertEquals(2, draws.lost(CAMPAIGN, "spring", 2));
        assertEquals(List.of(first, loss(3, 4)), lost());
    }

    @Test
    void itIsFullAtItsLimitAndHasRoomAgainWhenTheOldestAreWritten() {
        UnwrittenDraws.Held one = draws.add(loss(1, 1), "spring", 1);
        UnwrittenDraws.Held two = draws.add(loss(1, 2), "spring", 1);
        assertFalse(draws.isFull());
        draws.add(loss(1, 3), "spring", 1);
        assertTrue(draws.isFull());
        draws.written(two);
        assertTrue(draws.isFull(), "they leave from the oldest on");
        draws.written(one);
        assertEquals(1, draws.size());
    }

    @Test
    void onlyDrawsOfEarlierEpochsAreLost() {
        draws.add(loss(1, 1), "spring", 1);
        draws.add(loss(1, 2), "spring", 2);
        assertEquals(0, draws.lost(CAMPAIGN, "spring", 1));
        assertEquals(1, draws.lost(CAMPAIGN, "spring", 2));
        assertEquals(List.of(loss(1, 1)), lost());
        draws.lost(CAMPAIGN, "spring", 3);
        draws.opened(CAMPAIGN, "spring", 2);
        assertEquals(List.of(loss(1, 1)), lost(), "the stream of the open epoch has the other one");
    }

    @Test
    void whatIsWrittenIsNotLost() {
        UnwrittenDraws.Held draw = draws.add(loss(1, 1), "spring", 1);
        draws.add(loss(1, 2), "spring", 1);
        draws.written(draw);
        draws.written(draw);
        assertEquals(1, draws.lost(CAMPAIGN, "spring", 2));
        assertEquals(List.of(loss(1, 2)), lost());
    }

    @Test
    void whatHasLeftTheStreamOfItsEpochIsDropped() {
        draws.add(loss(1, 1), "spring", 1);
        draws.add(loss(1, 2), "spring", 1);
        long mark = draws.mark(CAMPAIGN);
        draws.trim(CAMPAIGN, 1, loss(1, 2).entryId(), mark);
        assertEquals(1, draws.size());
        draws.trim(CAMPAIGN, 1, null, mark);
        assertEquals(0, draws.size());
    }

    @Test
    void anEmptyStreamOfAnotherEpochDropsNothing() {
        draws.add(loss(1, 1), "spring", 1);
        draws.trim(CAMPAIGN, 0, null, draws.mark(CAMPAIGN));
        draws.trim(CAMPAIGN, 2, null, draws.mark(CAMPAIGN));
        assertEquals(1, draws.size());
    }

    @Test
    void whatWasAddedAfterTheStreamWasReadIsKept() {
        draws.add(loss(1, 1), "spring", 1);
        long mark = draws.mark(CAMPAIGN);
        draws.add(loss(1, 2), "spring", 1);
        draws.trim(CAMPAIGN, 1, null, mark);
        assertEquals(1, draws.size());
        assertEquals(1, draws.lost(CAMPAIGN, "spring", 2));
    }

    @Test
    void drawsOfAnotherCampaignThatHadTheNumberAreNeverWritten() {
        draws.add(loss(1, 1), "of before", 1);
        draws.add(loss(1, 2), "spring", 1);
        assertEquals(1, draws.lost(CAMPAIGN, "spring", 2));
        assertEquals(List.of(loss(1, 2)), lost());
        assertEquals(1, draws.size());
    }
}
