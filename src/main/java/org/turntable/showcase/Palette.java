package org.turntable.showcase;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Every colour of the pages, mixed from the few that a theme chooses: the values of the custom properties at the head of turntable.css.
 * Here it is also known which colours meet as text and ground, so a theme that cannot be read is refused before anybody sees it.
 */
public final class Palette {
    /** What WCAG 2 AA asks of text. */
    static final double READABLE = 4.5;

    /** What the sunrays on the page's ground are mixed with. */
    private static final Colour LIGHT = new Colour(0xffecbe);

    private static final List<Meeting> MEETINGS = List.of(
            new Meeting("ink", "paper", "text on cards"), new Meeting("ink", "tile-b", "text on tiles"),
            new Meeting("ink-soft", "paper", "small text on cards"), new Meeting("ink-soft", "tile-b", "small text on tiles"),
            new Meeting("accent", "paper", "headings on cards"), new Meeting("accent", "chip", "labels on cards"),
            new Meeting("slice-ink", "slice-a", "names on the wheel"), new Meeting("slice-ink", "slice-b", "names on the wheel"),
            new Meeting("on-gold", "button-a", "the button, at its top"), new Meeting("on-gold", "button-c", "the button, at its foot"),
            new Meeting("on-sky", "glow", "text on the page's ground"), new Meeting("on-sky", "ground", "text on the page's ground, further down"),
            new Meeting("title", "glow", "the campaign's name"), new Meeting("figure", "ground", "figures on the page's ground"),
            new Meeting("figure", "cell-a", "the countdown"), new Meeting("title", "hub-a", "the word in the wheel's middle"));

    private final Map<String, Colour> colours;

    /** Text of one property on a ground of another. */
    private record Meeting(String text, String ground, String where) {
    }

    /** @param chosen the theme's colours; the others are the usual ones */
    public Palette(Map<ThemeColour, Colour> chosen) {
        Colour sky = chosen.getOrDefault(ThemeColour.SKY, ThemeColour.SKY.usual());
        Colour ground = chosen.getOrDefault(ThemeColour.GROUND, ThemeColour.GROUND.usual());
        Colour metal = chosen.getOrDefault(ThemeColour.METAL, ThemeColour.METAL.usual());
        Colour paper = chosen.getOrDefault(ThemeColour.PAPER, ThemeColour.PAPER.usual());
        Colour ink = chosen.getOrDefault(ThemeColour.INK, ThemeColour.INK.usual());
        Colour accent = chosen.getOrDefault(ThemeColour.ACCENT, ThemeColour.ACCENT.usual());
        Colour button = chosen.getOrDefault(ThemeColour.BUTTON, ThemeColour.BUTTON.usual());
        colours = new LinkedHashMap<>();
        colours.put("sky", sky);
        colours.put("glow", sky.mix(LIGHT, 0.13));
        colours.put("ground", ground);
        colours.put("deep", ground.mix(Colour.BLACK, 0.24));
        colours.put("gold", metal);
        colours.put("gold-light", metal.mix(Colour.WHITE, 0.65));
        colours.put("gold-dark", metal.mix(Colour.BLACK, 0.28));
        colours.put("slice-a", chosen.getOrDefault(ThemeColour.SLICE_A, ThemeColour.SLICE_A.usual()));
        colours.put("slice-b", chosen.getOrDefault(ThemeColour.SLICE_B, ThemeColour.SLICE_B.usual()));
        colours.put("slice-ink", chosen.getOrDefault(ThemeColour.SLICE_INK, ThemeColour.SLICE_INK.usual()));
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
        colours.put("on-gold", chosen.getOrDefault(ThemeColour.BUTTON_INK, ThemeColour.BUTTON_INK.usual()));
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

    /** The style sheet that puts these colours in the place of the usual ones. */
    public String css() {
        StringBuilder css = new StringBuilder(":root{");
        colours.forEach((property, colour) -> css.append("--").append(property).append(':').append(colour.hex()).append(';'));
        // Text stands on the veil, so it hides more than it shows.
        css.append("--veil:").append(colour("deep").veiled(0.7)).append(";--line:").append(colour("gold").veiled(0.45)).append(";}");
        return css.toString();
    }

    /** What could not be read, one sentence a pair of colours; empty when everything can. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        for (Meeting meeting : MEETINGS) {
            double contrast = colour(meeting.text).contrast(colour(meeting.ground));
            if (contrast < READABLE) {
                problems.add(String.format(Locale.ROOT, "%s: %s on %s has a contrast of %.2f and needs %.1f", meeting.where, colour(meeting.text).hex(),
                        colour(meeting.ground).hex(), contrast, READABLE));
            }
        }
        return problems;
    }
}
