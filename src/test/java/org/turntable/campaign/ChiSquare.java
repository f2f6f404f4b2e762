package org.turntable.campaign;

/** Pearson's test of counts against published odds. */
public final class ChiSquare {
    private ChiSquare() {}

    /** The statistic of observed counts against expected shares that come to 1. */
    public static double of(long[] observed, double[] shares) {
        long sum = 0;
        for (long count : observed) {
            sum += count;
        }
        double statistic = 0;
        for (int i = 0; i < observed.length; i++) {
            double expected = sum * shares[i];
            statistic += (observed[i] - expected) * (observed[i] - expected) / expected;
        }
        return statistic;
    }

    /**
     * What the statistic exceeds by chance once in a million times (p = 1e-6).
     *
     * @param degreesOfFreedom one less than there are outcomes; 1 to 6
     */
    public static double onceInAMillion(int degreesOfFreedom) {
        return new double[] {23.928, 27.631, 30.665, 33.377, 35.888, 38.258}[degreesOfFreedom - 1];
    }
}
