package org.turntable.showcase;

import java.util.Arrays;
import java.util.Optional;

/** The colours that a theme may set; all other colours are derived from them ({@link Palette}). */
public enum ThemeColour {
    /** The background behind title and wheel. */
    SKY("sky", "#c81a25"),
    /** The background further down, and shadows. */
    GROUND("ground", "#860b15"),
    /** The rim, the lamps and every ornament. */
    METAL("metal", "#f7c653"),
    /** The first, third, … slice of the wheel. */
    SLICE_A("slice-a", "#fff8e7"),
    /** The second, fourth, … slice. */
    SLICE_B("slice-b", "#ffd98a"),
    /** The names on the slices. */
    SLICE_INK("slice-ink", "#8e0f18"),
    /** Cards. */
    PAPER("paper", "#fffaf0"),
    /** Text on cards. */
    INK("ink", "#3b1a12"),
    /** Headings and links on cards. */
    ACCENT("accent", "#b5121b"),
    /** The button. */
    BUTTON("button", "#fbd15e"),
    /** The text of the button. */
    BUTTON_INK("button-ink", "#7d0a12");

    private final String word;
    private final Colour defaultColour;

    ThemeColour(String word, String defaultColour) {
        this.word = word;
        this.defaultColour = Colour.parse(defaultColour).orElseThrow();
    }

    /** Its name in a theme's file, after "colour.". */
    public String word() {
        return word;
    }

    /** The colour in a campaign that does not set it. */
    public Colour defaultColour() {
        return defaultColour;
    }

    /** The colour with this name. */
    public static Optional<ThemeColour> of(String word) {
        return Arrays.stream(values())
                .filter(colour -> colour.word.equals(word))
                .findFirst();
    }
}
