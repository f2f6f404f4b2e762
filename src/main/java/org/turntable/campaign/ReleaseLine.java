package org.turntable.campaign;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;

/**
 * The share of a prize's stock that may have been won by a given instant: linear between breakpoints, zero before the
 * first one and constant after the last one.
 *
 * @param points in ascending time, shares never falling; empty means that everything is released from the start
 */
public record ReleaseLine(List<Point> points) {
    /** All of the stock. Shares are in millionths, so that they are exact. */
    public static final int WHOLE = 1_000_000;

    /** The whole stock from the start. */
    public static final ReleaseLine AT_ONCE = new ReleaseLine(List.of());

    /**
     * A breakpoint.
     *
     * @param at the instant
     * @param sharePpm the share released then, 0 to {@value #WHOLE} millionths
     */
    public record Point(Instant at, int sharePpm) {
        public Point {
            if (sharePpm < 0 || sharePpm > WHOLE) {
                throw new IllegalArgumentException(
                        "a released share is 0 to " + WHOLE + " millionths, not " + sharePpm);
            }
        }
    }

    public ReleaseLine {
        points = List.copyOf(points);
        for (int i = 1; i < points.size(); i++) {
            Point before = points.get(i - 1);
            Point after = points.get(i);
            if (!before.at().isBefore(after.at()) || before.sharePpm() > after.sharePpm()) {
                throw new IllegalArgumentException(
                        "a release line goes forward in time and never falls: " + before + ", " + after);
            }
        }
    }

    /**
     * Units that may have been won by {@code now}, rounded down.
     *
     * @param stock all units of the prize, 0 or more
     */
    public long released(Instant now, long stock) {
        if (points.isEmpty()) {
            return stock;
        }
        long ms = now.toEpochMilli();
        Point before = null;
        for (Point point : points) {
            if (ms < point.at().toEpochMilli()) {
                return before == null ? 0 : between(before, point, ms, stock);
            }
            before = point;
        }
        return stock * before.sharePpm() / WHOLE;
    }

    private static long between(Point a, Point b, long ms, long stock) {
        long span = b.at().toEpochMilli() - a.at().toEpochMilli();
        long share = a.sharePpm() * span + (b.sharePpm() - a.sharePpm()) * (ms - a.at().toEpochMilli());
        // Millionths times milliseconds times units may exceed a long.
        return BigInteger.valueOf(share)
                .multiply(BigInteger.valueOf(stock))
                .divide(BigInteger.valueOf(span * WHOLE))
                .longValueExact();
    }
}
