package org.turntable.showcase;

import java.util.Arrays;
import java.util.Optional;

/** The texts that a theme may change. Each has room for so many characters, that it fits on the smallest phone. */
public enum ThemeText {
    /** A line below the campaign's name. */
    SLOGAN("slogan", 24, 48),
    /** What a losing slice says. */
    LOSING("losing", 6, 12),
    /** What a win is greeted with. */
    CHEER("cheer", 8, 20);

    private final String word;
    private final int chineseMost;
    private final int englishMost;

    ThemeText(String word, int chineseMost, int englishMost) {
        this.word = word;
        this.chineseMost = chineseMost;
        this.englishMost = englishMost;
    }

    /** Its name in a theme's file, after "text.". */
    public String word() {
        return word;
    }

    /** How many characters it may have, in Chinese or in English. */
    public int most(boolean english) {
        return english ? englishMost : chineseMost;
    }

    /** The one of that name. */
    public static Optional<ThemeText> of(String word) {
        return Arrays.stream(values()).filter(text -> text.word.equals(word)).findFirst();
    }
}
