package org.turntable.showcase;

import java.util.Arrays;
import java.util.Optional;

/** The colours that an operator may choose; everything else on the pages is mixed from them ({@link Palette}). */
public enum ThemeColour {
    /** The pages' ground behind title and wheel. */
    SKY("sky", "#c81a25"),
    /** The pages' ground further down, and what lies in shadow. */
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
    /** What the button says. */
    BUTTON_INK("button-ink", "#7d0a12");

    private final String word;
    private final Colour usual;

    ThemeColour(String word, String usual) {
        this.word = word;
        this.usual = Colour.parse(usual).orElseThrow();
    }

    /** Its name in a theme's file, after "colour.". */
    public String word() {
        return word;
    }

    /** The colour of a campaign without a theme of its own. */
    public Colour usual() {
        return usual;
    }

    /** The one of that name. */
    public static Optional<ThemeColour> of(String word) {
        return Arrays.stream(values()).filter(colour -> colour.word.equals(word)).findFirst();
    }
}
