package org.turntable.campaign;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The odds of a campaign: prizes with exact integer weights out of a base; what is left of the base loses. A roll is one unbiased
 * integer below the base and a scan of the cumulative weights, so the odds that act are the odds that are published, to the last
 * unit.
 */
public final class Odds {
    private final int base;
    private final List<Prize> prizes;

    /**
     * @param base   what the weights are out of, 1 or more
     * @param prizes in any order; kept by position
     * @throws IllegalArgumentException when the weights come to more than the base
     */
    public Odds(int base, List<Prize> prizes) {
        long sum = prizes.stream().mapToLong(Prize::weight).sum();
        if (base < 1 || sum > base) {
            throw new IllegalArgumentException("the weights come to " + sum + ", more than the base of " + base);
        }
        this.base = base;
        this.prizes = prizes.stream().sorted(Comparator.comparingInt(Prize::position)).toList();
    }

    /** What the weights are out of. */
    public int base() {
        return base;
    }

    /** The prizes in the order of their positions. */
    public List<Prize> prizes() {
        return prizes;
    }

    /**
     * Rolls once.
     *
     * @param random a source that cannot be foretold; {@link RandomGenerator#nextInt(int)} is unbiased
     * @return the prize that was hit, or empty for a loss
     */
    public Optional<Prize> roll(RandomGenerator random) {
        int left = random.nextInt(base);
        for (Prize prize : prizes) {
            left -= prize.weight();
            if (left < 0) {
                return Optional.of(prize);
            }
        }
        return Optional.empty();
    }
}
