package org.turntable.web.campaign;

import java.util.ArrayList;
import java.util.List;

/**
 * Fits names on the slices of a wheel: one line where it fits in the normal size, else two lines, else a smaller size,
 * and finally a name cut with "…" (the lists below the wheel show the whole name). Widths are estimated, since the
 * server has no fonts: a Chinese character is as wide as it is high.
 */
final class WheelLabel {
    private static final int[] SIZES = {24, 22, 20, 18, 16};
    private static final int SMALLER_BUT_WHOLE = 4;
    private static final int ONE_LINE_Y = -156;
    private static final int FIRST_LINE_Y = -169;
    private static final int MARGIN = 10;

    private final double halfSegment;

    /** @param segments how many slices share the wheel, 4 or more */
    WheelLabel(int segments) {
        this.halfSegment = Math.PI / segments;
    }

    /** The one or two lines of a name. */
    List<WheelSegment.Line> lines(String name) {
        List<String> characters =
                name.strip().codePoints().mapToObj(Character::toString).toList();
        for (int size : SIZES) {
            if (fitsOneLine(characters, size)) {
                return List.of(new WheelSegment.Line(name.strip(), ONE_LINE_Y, size));
            }
            int split = bestSplit(characters, size);
            boolean word = split > 0 && (isSpace(characters.get(split - 1)) || isSpace(characters.get(split)));
            // A broken word is harder to read than a smaller one.
            if (split > 0 && (word || !fitsOneLine(characters, size - SMALLER_BUT_WHOLE))) {
                return twoLines(
                        join(characters.subList(0, split)), join(characters.subList(split, characters.size())), size);
            }
        }
        return cut(characters, SIZES[SIZES.length - 1]);
    }

    private boolean fitsOneLine(List<String> characters, int size) {
        return width(characters) * size <= roomAt(ONE_LINE_Y, size);
    }

    /**
     * Where to break so that both lines fit and the longer one is shortest; 0 when nothing fits. A space is preferred.
     */
    private int bestSplit(List<String> characters, int size) {
        int best = 0;
        double bestCost = Double.MAX_VALUE;
        for (int at = 1; at < characters.size(); at++) {
            boolean space = isSpace(characters.get(at - 1)) || isSpace(characters.get(at));
            if (!space && isLatin(characters.get(at - 1)) && isLatin(characters.get(at))) {
                continue;
            }
            double first = width(characters.subList(0, at));
            double second = width(characters.subList(at, characters.size()));
            if (first * size > roomAt(FIRST_LINE_Y, size) || second * size > roomAt(secondLineY(size), size)) {
                continue;
            }
            double cost = Math.max(first, second) - (space ? 1.5 : 0);
            // The first line has more space, so of two equal breaks the later one is used.
            if (cost <= bestCost) {
                best = at;
                bestCost = cost;
            }
        }
        return best;
    }

    private List<WheelSegment.Line> cut(List<String> characters, int size) {
        int most = fitting(characters, roomAt(FIRST_LINE_Y, size) / size);
        int lastSpace =
                characters.subList(0, Math.min(most + 1, characters.size())).lastIndexOf(" ");
        int first = lastSpace > 0 ? lastSpace : most;
        List<String> rest = characters.subList(lastSpace > 0 ? lastSpace + 1 : first, characters.size());
        int second = fitting(rest, roomAt(secondLineY(size), size) / size - width("…"));
        String tail = second == rest.size() ? join(rest) : join(rest.subList(0, second)) + "…";
        return twoLines(join(characters.subList(0, first)), tail, size);
    }

    private List<WheelSegment.Line> twoLines(String first, String second, int size) {
        List<WheelSegment.Line> lines = new ArrayList<>();
        lines.add(new WheelSegment.Line(first, FIRST_LINE_Y, size));
        lines.add(new WheelSegment.Line(second, secondLineY(size), size));
        return lines;
    }

    private static int secondLineY(int size) {
        return FIRST_LINE_Y + size + 3;
    }

    /** How wide a line may be: inside the slice at its baseline, and inside the rim at its top. */
    private double roomAt(int baseline, int size) {
        double inSlice = 2 * -baseline * Math.tan(Math.min(halfSegment, Math.PI / 5));
        double top = -baseline + size * 0.9;
        double inRim = 2 * Math.sqrt(Math.pow(WheelLayout.RADIUS - 4, 2) - top * top);
        return Math.min(inSlice, inRim) - MARGIN;
    }

    private static int fitting(List<String> characters, double units) {
        double used = 0;
        int count = 0;
        while (count < characters.size() && used + width(characters.get(count)) <= units) {
            used += width(characters.get(count++));
        }
        return Math.max(1, Math.min(count, characters.size()));
    }

    private static double width(List<String> characters) {
        return characters.stream().mapToDouble(WheelLabel::width).sum();
    }

    private static double width(String character) {
        int c = character.codePointAt(0);
        if (c >= 0x2E80) {
            return 1;
        }
        if (c == ' ') {
            return 0.28;
        }
        return c == 'm' || c == 'w' || Character.isUpperCase(c) ? 0.72 : 0.56;
    }

    private static boolean isSpace(String character) {
        return character.isBlank();
    }

    private static boolean isLatin(String character) {
        return character.codePointAt(0) < 0x2E80;
    }

    private static String join(List<String> characters) {
        return String.join("", characters).strip();
    }
}
