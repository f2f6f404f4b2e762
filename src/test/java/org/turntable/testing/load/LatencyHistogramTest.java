package org.turntable.testing.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LatencyHistogramTest {
    private final LatencyHistogram histogram = new LatencyHistogram();

    @Test
    void percentilesAreWithinTwoInAThousandOfTheExactOnes() {
        Random random = new Random(7);
        long[] nanos = random.doubles(100_000)
                .mapToLong(x -> (long) (200_000 * Math.exp(x * 10)))
                .sorted()
                .toArray();
        Arrays.stream(nanos).forEach(histogram::record);
        for (double percent : new double[] {1, 50, 90, 99, 99.9}) {
            double exact = nanos[(int) Math.ceil(nanos.length * percent / 100) - 1] / 1e6;
            // Latencies are recorded in whole microseconds.
            assertEquals(exact, histogram.percentileMillis(percent), exact * 0.002 + 0.001, percent + " %");
        }
    }

    @Test
    void aLatencyBeyondADayCountsAsADay() {
        histogram.record(TimeUnit.DAYS.toNanos(3));
        double day = TimeUnit.DAYS.toMillis(1);
        assertEquals(day, histogram.largestMillis(), day * 0.001);
        assertEquals(1, histogram.recorded());
    }

    @Test
    void addingTwoHistogramsCountsBoth() {
        LatencyHistogram other = new LatencyHistogram();
        histogram.record(1_000_000);
        other.record(9_000_000);
        histogram.add(other);
        assertEquals(2, histogram.recorded());
        assertEquals(1, histogram.percentileMillis(50), 0.02);
        assertEquals(9, histogram.percentileMillis(100), 0.15);
    }

    @Test
    void nothingRecordedIsZero() {
        assertEquals(0, histogram.percentileMillis(99));
        assertEquals(0, histogram.largestMillis());
    }
}
