package org.turntable.showcase;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An opaque colour in sRGB.
 *
 * @param rgb 0xRRGGBB
 */
public record Colour(int rgb) {
    public static final Colour WHITE = new Colour(0xffffff);
    public static final Colour BLACK = new Colour(0);

    private static final Pattern HEX = Pattern.compile("#[0-9a-fA-F]{6}");

    public Colour {
        if (rgb < 0 || rgb > 0xffffff) {
            throw new IllegalArgumentException("no colour: " + rgb);
        }
    }

    /** The colour that is written as #rrggbb; empty for anything else. */
    public static Optional<Colour> parse(String text) {
        return text != null && HEX.matcher(text).matches()
                ? Optional.of(new Colour(Integer.parseInt(text.substring(1), 16)))
                : Optional.empty();
    }

    /** The colour as #rrggbb. */
    public String hex() {
        return String.format("#%06x", rgb);
    }

    /**
     * This colour with some of another in it.
     *
     * @param share 0 for this colour alone, 1 for the other alone
     */
    public Colour mix(Colour other, double share) {
        int mixed = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            double part = part(shift) * (1 - share) + other.part(shift) * share;
            mixed |= (int) Math.round(part) << shift;
        }
        return new Colour(mixed);
    }

    /** The same hue, darker and stronger. */
    public Colour deepened() {
        int deep = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            deep |= part(shift) * part(shift) / 0xff << shift;
        }
        return new Colour(deep);
    }

    /** The contrast of two colours as WCAG 2 defines it, from 1 to 21; text needs 4.5. */
    public double contrast(Colour other) {
        double one = luminance() + 0.05;
        double two = other.luminance() + 0.05;
        return Math.max(one, two) / Math.min(one, two);
    }

    /** This colour as CSS with that opacity, from 0 to 1. */
    String veiled(double opacity) {
        return "rgba(" + part(16) + "," + part(8) + "," + part(0) + "," + opacity + ")";
    }

    private int part(int shift) {
        return rgb >> shift & 0xff;
    }

    private double luminance() {
        return 0.2126 * linear(16) + 0.7152 * linear(8) + 0.0722 * linear(0);
    }

    private double linear(int shift) {
        double part = part(shift) / 255.0;
        return part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4);
    }
}
