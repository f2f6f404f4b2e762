package org.turntable.campaign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class OddsTest {
    private static final Odds ODDS = new Odds(10, List.of(prize(1, 2), prize(2, 0), prize(3, 3)));

    @Test
    void eachRollOfTheBaseBelongsToExactlyThePrizeThatItsWeightSays() {
        int[] hits = new int[10];
        for (int i = 0; i < 10; i++) {
            hits[i] = ODDS.roll(rolls(10, i)).map(Prize::id).orElse(0);
        }
        assertEquals(
                List.of(1, 1, 3, 3, 3, 0, 0, 0, 0, 0),
                java.util.Arrays.stream(hits).boxed().toList());
    }

    @Test
    void weightsThatFillTheBaseNeverLose() {
        Odds full = new Odds(3, List.of(prize(1, 1), prize(2, 2)));
        assertEquals(1, full.roll(rolls(3, 0)).orElseThrow().id());
        assertEquals(2, full.roll(rolls(3, 1)).orElseThrow().id());
        assertEquals(2, full.roll(rolls(3, 2)).orElseThrow().id());
    }

    @Test
    void aCampaignWithoutPrizesOrWithoutWeightsAlwaysLoses() {
        assertTrue(new Odds(1, List.of()).roll(rolls(1, 0)).isEmpty());
        assertTrue(new Odds(1, List.of(prize(1, 0))).roll(rolls(1, 0)).isEmpty());
    }

    @Test
    void prizesAreKeptInTheOrderOfTheirPositionsHoweverTheyAreGiven() {
        Odds odds = new Odds(10, List.of(prize(3, 3), prize(1, 2), prize(2, 0)));
        assertEquals(List.of(1, 2, 3), odds.prizes().stream().map(Prize::id).toList());
        assertEquals(10, odds.base());
    }

    @Test
    void weightsAboveTheBaseAreRejectedAndTheBaseItselfIsNot() {
        assertEquals(2, new Odds(10, List.of(prize(1, 6), prize(2, 4))).prizes().size());
        assertThrows(IllegalArgumentException.class, () -> new Odds(10, List.of(prize(1, 7), prize(2, 4))));
        // 2,147,483,647 twice is -2 in 32 bits.
        assertThrows(
                IllegalArgumentException.class,
                () -> new Odds(10, List.of(prize(1, Integer.MAX_VALUE), prize(2, Integer.MAX_VALUE))));
        assertThrows(IllegalArgumentException.class, () -> new Odds(0, List.of()));
    }

    @Test
    void aMillionDrawsMatchThePublishedWeightsIncludingLosses() {
        assertTrue(statistic(new Odds(100_000, List.of(prize(1, 1_000), prize(2, 20_000), prize(3, 12_345))))
                < ChiSquare.onceInAMillion(3));
    }

    @Test
    void theMillionDrawsWouldShowAWeightRoundedToAWholePerCent() {
        // What a table of 100 slots would make of the same weights: the test above is worth something because this one
        // is far off.
        assertTrue(statistic(new Odds(100, List.of(prize(1, 1), prize(2, 20), prize(3, 12))))
                > ChiSquare.onceInAMillion(3));
    }

    /** A million rolls of these odds against the weights 1,000, 20,000 and 12,345 of 100,000. */
    private static double statistic(Odds odds) {
        SecureRandom random = new SecureRandom();
        long[] observed = new long[4];
        for (int i = 0; i < 1_000_000; i++) {
            observed[odds.roll(random).map(Prize::id).orElse(0)]++;
        }
        return ChiSquare.of(observed, new double[] {0.66655, 0.01, 0.2, 0.12345});
    }

    private static Prize prize(int id, int weight) {
        return CampaignBuilder.prize(id, weight, 0, 1, ReleaseLine.AT_ONCE);
    }

    /** A source that is asked for one number below the base and gives this one. */
    private static RandomGenerator rolls(int base, int value) {
        return new RandomGenerator() {
            @Override
            public int nextInt(int bound) {
                assertEquals(base, bound);
                return value;
            }

            @Override
            public long nextLong() {
                throw new AssertionError("a roll is one number below the base");
            }
        };
    }
}
