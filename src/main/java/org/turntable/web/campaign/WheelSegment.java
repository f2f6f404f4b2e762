package org.turntable.web.campaign;

import java.util.List;

/**
 * One slice of the wheel, ready to be drawn. The wheel's centre is (0, 0); the slice in the middle of the top is turned
 * there by {@code rotate(-angle)}.
 *
 * @param index its place, clockwise from the top, from 0: the segment in a draw's JSON
 * @param path the slice as SVG path data, already in place
 * @param colour 0 or 1, alternating round the wheel
 * @param angle the middle of the slice in degrees, clockwise from the top; the text and the picture are turned by it
 * @param lines the label in one or two lines
 * @param icon the picture: a prize kind's code, {@code more} or {@code thanks}
 * @param picture address of its own picture, shown instead of the icon; null for none
 * @param losing whether the slice has no prize
 */
public record WheelSegment(
        int index,
        String path,
        int colour,
        double angle,
        List<Line> lines,
        String icon,
        String picture,
        boolean losing) {
    /** Copies the lines. */
    public WheelSegment {
        lines = List.copyOf(lines);
    }

    /**
     * A line of a label, centred on the slice's middle.
     *
     * @param text the text
     * @param y the baseline, in the wheel's units, for a slice that is turned to the top (so negative)
     * @param size the font size in the wheel's units
     */
    public record Line(String text, int y, int size) {}
}
