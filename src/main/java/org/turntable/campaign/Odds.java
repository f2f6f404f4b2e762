package org.turntable.campaign;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The odds of a campaign: prizes with integer weights out of a base; the rest of the base loses. A roll is one unbiased
 * random integer below the base and a scan of the cumulative weights, so that the odds are exactly the published ones.
 */
public final class Odds {
    private final int base;
    private final List<Prize> prizes;

    /**
     * @param base denominator of the weights, 1 or more
     * @param prizes in any order; sorted by position
     * @throws IllegalArgumentException when the sum of the weights exceeds the base
     */
    public Odds(int base, List<Prize> prizes) {
        long sum = prizes.stream().mapToLong(Prize::weight).sum();
        if (base < 1 || sum > base) {
            throw new IllegalArgumentException("the weights come to " + sum + ", more than the base of " + base);
        }
        this.base = base;
        this.prizes =
                prizes.stream().sorted(Comparator.comparingInt(Prize::position)).toList();
    }

    /** The denominator of the weights. */
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
     * @param random a cryptographically strong source; {@link RandomGenerator#nextInt(int)} is unbiased
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
