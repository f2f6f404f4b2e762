package org.turntable.load;

import java.util.concurrent.TimeUnit;

/**
 * Latencies in buckets whose width grows with the value (a microsecond at first, then 64 for each doubling, so a percentile
 * is at most 1.6 % off), up to about an hour. Recording costs a few nanoseconds and allocates nothing. For one thread.
 */
public final class LatencyHistogram {
    private static final int SUB_BITS = 6;
    private static final int SUB = 1 << SUB_BITS;

    private final long[] counts = new long[SUB * 27];
    private long recorded;
    private long largestMicros;

    /** Records one latency; below a microsecond counts as one. */
    public void record(long nanos) {
        long micros = Math.max(1, TimeUnit.NANOSECONDS.toMicros(nanos));
        counts[Math.min(bucket(micros), counts.length - 1)]++;
        recorded++;
        largestMicros = Math.max(largestMicros, micros);
    }

    /** Adds everything that {@code other} has recorded. */
    public void add(LatencyHistogram other) {
        for (int i = 0; i < counts.length; i++) {
            counts[i] += other.counts[i];
        }
        recorded += other.recorded;
        largestMicros = Math.max(largestMicros, other.largestMicros);
    }

    /** How many latencies have been recorded. */
    public long recorded() {
        return recorded;
    }

    /** The largest latency, in milliseconds; 0 where none was recorded. */
    public double largestMillis() {
        return largestMicros / 1000.0;
    }

    /**
     * The latency that {@code percent} of all stay at or below, in milliseconds.
     *
     * @param percent above 0, at most 100
     * @return 0 where none was recorded
     */
    public double percentileMillis(double percent) {
        long wanted = (long) Math.ceil(recorded * percent / 100);
        long seen = 0;
        for (int i = 0; i < counts.length && recorded > 0; i++) {
            seen += counts[i];
            if (seen >= wanted) {
                return Math.min(upperEdge(i), largestMicros) / 1000.0;
            }
        }
        return 0;
    }

    private static int bucket(long micros) {
        int doubling = Math.max(0, 63 - Long.numberOfLeadingZeros(micros) - SUB_BITS);
        return doubling * SUB + (int) (micros >> doubling);
    }

    private static long upperEdge(int bucket) {
        // Values below 2 * SUB have buckets of their own; above, each doubling adds SUB buckets.
        int doubling = Math.max(0, bucket / SUB - 1);
        return ((long) (bucket - doubling * SUB + 1) << doubling) - 1;
    }
}
