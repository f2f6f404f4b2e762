package org.turntable.showcase;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * All colours of the pages, derived from the few that a theme sets: the values of the custom properties at the head of
 * turntable.css. It also knows which colours are used as text and background, so that a theme with too little contrast
 * is rejected before it is published.
 */
public final class Palette {
    /** The contrast that WCAG 2 AA requires for text. */
    static final double READABLE = 4.5;

    /** Mixed into the rays of the page's background. */
    private static final Colour LIGHT = new Colour(0xffecbe);

    private static final List<TextPair> TEXT_PAIRS = List.of(
            new TextPair("ink", "paper", "text on cards"), new TextPair("ink", "tile-b", "text on tiles"),
            new TextPair("ink-soft", "paper", "small text on cards"),
                    new TextPair("ink-soft", "tile-b", "small text on tiles"),
            new TextPair("accent", "paper", "headings on cards"), new TextPair("accent", "chip", "labels on cards"),
            new TextPair("slice-ink", "slice-a", "names on the wheel"),
                    new TextPair("slice-ink", "slice-b", "names on the wheel"),
            new TextPair("on-gold", "button-a", "the button, at its top"),
                    new TextPair("on-gold", "button-c", "the button, at its foot"),
            new TextPair("on-sky", "glow", "text on the page's ground"),
                    new TextPair("on-sky", "ground", "text on the page's ground, further down"),
            new TextPair("title", "glow", "the campaign's name"),
                    new TextPair("figure", "ground", "figures on the page's ground"),
            new TextPair("figure", "cell-a", "the countdown"),
                    new TextPair("title", "hub-a", "the word in the wheel's middle"));

    private final Map<String, Colour> colours;

    /** A text colour and its background colour, by property. */
    private record TextPair(String text, String ground, String where) {}

    /** @param chosen the colours that the theme sets; the others are the defaults */
    public Palette(Map<ThemeColour, Colour> chosen) {
        Colour sky = chosen.getOrDefault(ThemeColour.SKY, ThemeColour.SKY.defaultColour());
        Colour ground = chosen.getOrDefault(ThemeColour.GROUND, ThemeColour.GROUND.defaultColour());
        Colour metal = chosen.getOrDefault(ThemeColour.METAL, ThemeColour.METAL.defaultColour());
        Colour paper = chosen.getOrDefault(ThemeColour.PAPER, ThemeColour.PAPER.defaultColour());
        Colour ink = chosen.getOrDefault(ThemeColour.INK, ThemeColour.INK.defaultColour());
        Colour accent = chosen.getOrDefault(ThemeColour.ACCENT, ThemeColour.ACCENT.defaultColour());
        Colour button = chosen.getOrDefault(ThemeColour.BUTTON, ThemeColour.BUTTON.defaultColour());
        colours = new LinkedHashMap<>();
        colours.put("sky", sky);
        colours.put("glow", sky.mix(LIGHT, 0.13));
        colours.put("ground", ground);
        colours.put("deep", ground.mix(Colour.BLACK, 0.24));
        colours.put("gold", metal);
        colours.put("gold-light", metal.mix(Colour.WHITE, 0.65));
        colours.put("gold-dark", metal.mix(Colour.BLACK, 0.28));
        colours.put("slice-a", chosen.getOrDefault(ThemeColour.SLICE_A, ThemeColour.SLICE_A.defaultColour()));
        colours.put("slice-b", chosen.getOrDefault(ThemeColour.SLICE_B, ThemeColour.SLICE_B.defaultColour()));
        colours.put("slice-ink", chosen.getOrDefault(ThemeColour.SLICE_INK, ThemeColour.SLICE_INK.defaultColour()));
        colours.put("paper", paper);
        colours.put("paper-line", paper.mix(metal, 0.3));
        colours.put("ink", ink);
        colours.put("ink-soft", ink.mix(paper, 0.24));
        colours.put("accent", accent);
        colours.put("on-sky", metal.mix(Colour.WHITE, 0.86));
        colours.put("bulb", metal.mix(Colour.WHITE, 0.35));
        colours.put("bulb-lit", metal.mix(Colour.WHITE, 0.88));
        colours.put("title", metal.mix(Colour.WHITE, 0.8));
        colours.put("edge-a", metal.mix(Colour.BLACK, 0.12));
        colours.put("edge-b", metal.mix(ground, 0.45));
        colours.put("edge-c", ground.mix(metal, 0.14));
        colours.put("rim", ground.mix(sky, 0.5));
        colours.put("hub-a", sky.mix(Colour.WHITE, 0.04));
        colours.put("hub-b", sky.mix(Colour.BLACK, 0.2));
        colours.put("figure", metal.mix(Colour.WHITE, 0.5));
        colours.put("button-a", button.mix(Colour.WHITE, 0.55));
        colours.put("button-b", button);
        colours.put("button-c", button.deepened());
        colours.put("on-gold", chosen.getOrDefault(ThemeColour.BUTTON_INK, ThemeColour.BUTTON_INK.defaultColour()));
        colours.put("chip", paper.mix(accent, 0.09));
        colours.put("tile-a", paper.mix(metal, 0.12));
        colours.put("tile-b", paper.mix(metal, 0.24));
        colours.put("cell-a", ground.mix(Colour.BLACK, 0.14));
        colours.put("cell-b", ground.mix(Colour.BLACK, 0.34));
    }

    /** The colour of a custom property, by its name without dashes in front. */
    public Colour colour(String property) {
        return colours.get(property);
    }

    /** The style sheet that overrides the default colours. */
    public String css() {
        StringBuilder css = new StringBuilder(":root{");
        colours.forEach((property, colour) -> css.append("--")
                .append(property)
                .append(':')
                .append(colour.hex())
                .append(';'));
        // There is text on the veil, so it is mostly opaque.
        css.append("--veil:")
                .append(colour("deep").veiled(0.7))
                .append(";--line:")
                .append(colour("gold").veiled(0.45))
                .append(";}");
        return css.toString();
    }

    /** One sentence for each text with too little contrast; empty when there is none. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        for (TextPair pair : TEXT_PAIRS) {
            double contrast = colour(pair.text).contrast(colour(pair.ground));
            if (contrast < READABLE) {
                problems.add(String.format(
                        Locale.ROOT,
                        "%s: %s on %s has a contrast of %.2f and needs %.1f",
                        pair.where,
                        colour(pair.text).hex(),
                        colour(pair.ground).hex(),
                        contrast,
                        READABLE));
            }
        }
        return problems;
    }
}
