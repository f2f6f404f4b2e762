package org.turntable.web.campaign;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.turntable.campaign.PrizeKind;

/**
 * The position of each prize on the wheel: 4 to 12 slices of equal size, the prizes in their order with losing slices
 * distributed between them. The same prizes always give the same wheel, so every node and every page agree on a draw's
 * slice. The size of a slice is not its odds; those are in the rules.
 */
public final class WheelLayout {
    /** The radius of the coloured disc, in the wheel's units. */
    public static final int RADIUS = 206;

    private static final int MOST_SEGMENTS = 12;
    /** There is at least one losing slice, so at most this many prizes have a slice of their own. */
    private static final int MOST_PRIZE_SEGMENTS = MOST_SEGMENTS - 1;

    private final List<WheelSegment> segments;
    private final Map<Long, Integer> segmentOfPrize;
    private final List<Integer> losingSegments;

    /**
     * A prize to be put on the wheel.
     *
     * @param id its identity, for {@link #segmentOf}
     * @param label its name in the page's language
     * @param kind chooses the picture
     * @param picture address of a picture of its own; null for none
     */
    public record Prize(long id, String label, PrizeKind kind, String picture) {
        /** A prize with its kind's picture. */
        public Prize(long id, String label, PrizeKind kind) {
            this(id, label, kind, null);
        }
    }

    private WheelLayout(List<WheelSegment> segments, Map<Long, Integer> segmentOfPrize) {
        this.segments = List.copyOf(segments);
        this.segmentOfPrize = Map.copyOf(segmentOfPrize);
        this.losingSegments = segments.stream()
                .filter(WheelSegment::losing)
                .map(WheelSegment::index)
                .toList();
    }

    /**
     * Lays out a wheel. Beyond eleven prizes the eleventh and all after it share one slice with the label {@code more}.
     *
     * @param prizes in the campaign's order; may be empty
     * @param thanks the label of a losing slice
     * @param more the label of the slice that prizes share
     */
    public static WheelLayout of(List<Prize> prizes, String thanks, String more) {
        int prizeSegments = Math.min(prizes.size(), MOST_PRIZE_SEGMENTS);
        int losingSegments = losingSegmentsBeside(prizeSegments);
        int count = prizeSegments + losingSegments;
        boolean shared = prizes.size() > MOST_PRIZE_SEGMENTS;
        WheelLabel labels = new WheelLabel(count);
        List<WheelSegment> segments = new ArrayList<>();
        Map<Long, Integer> places = new HashMap<>();
        int placed = 0;
        for (int index = 0; index < count; index++) {
            // Bresenham's algorithm distributes the losing slices evenly; the first slice is a prize.
            boolean losing = (index + 1) * losingSegments / count > index * losingSegments / count;
            if (losing) {
                segments.add(segment(index, count, labels.lines(thanks), "thanks", null, true));
            } else if (shared && placed == prizeSegments - 1) {
                segments.add(segment(index, count, labels.lines(more), "more", null, false));
                for (Prize prize : prizes.subList(placed, prizes.size())) {
                    places.put(prize.id(), index);
                }
                placed++;
            } else {
                Prize prize = prizes.get(placed++);
                segments.add(segment(
                        index, count, labels.lines(prize.label()), prize.kind().word(), prize.picture(), false));
                places.put(prize.id(), index);
            }
        }
        return new WheelLayout(segments, places);
    }

    /**
     * An even number of slices, so that two colours alternate; about a third of them losing, and never fewer than four.
     */
    private static int losingSegmentsBeside(int prizeSegments) {
        if (prizeSegments <= 3) {
            return Math.max(4 - prizeSegments, prizeSegments);
        }
        int losing = prizeSegments % 2 == 0 ? 2 : 3;
        return Math.min(losing, MOST_SEGMENTS - prizeSegments);
    }

    /** The slices in order. */
    public List<WheelSegment> segments() {
        return segments;
    }

    /**
     * The slice of a prize.
     *
     * @throws IllegalArgumentException when the prize is not on this wheel
     */
    public int segmentOf(long prizeId) {
        Integer index = segmentOfPrize.get(prizeId);
        if (index == null) {
            throw new IllegalArgumentException("Prize " + prizeId + " is not on this wheel");
        }
        return index;
    }

    /**
     * The losing slice of a draw. It depends on the draw's number alone, so that a repeated draw has the same slice.
     */
    public int losingSegment(long number) {
        return losingSegments.get((int) Math.floorMod(number, (long) losingSegments.size()));
    }

    private static WheelSegment segment(
            int index, int count, List<WheelSegment.Line> lines, String icon, String picture, boolean losing) {
        double width = 360.0 / count;
        double middle = index * width;
        String path = "M0 0L" + onRim(middle - width / 2) + "A" + RADIUS + " " + RADIUS + " 0 0 1 "
                + onRim(middle + width / 2) + "Z";
        return new WheelSegment(index, path, index % 2, middle, lines, icon, picture, losing);
    }

    /** The point of the rim at an angle, clockwise from the top. */
    private static String onRim(double degrees) {
        double angle = Math.toRadians(degrees);
        return String.format(Locale.ROOT, "%.2f %.2f", RADIUS * Math.sin(angle), -RADIUS * Math.cos(angle));
    }
}
