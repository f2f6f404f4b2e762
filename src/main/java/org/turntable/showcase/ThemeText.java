package org.turntable.showcase;

import java.util.Arrays;
import java.util.Optional;

/** The texts that a theme may set. Each has a maximum length, so that it fits on the smallest phone. */
public enum ThemeText {
    /** A line below the campaign's name. */
    SLOGAN("slogan", 24, 48),
    /** The text of a losing slice. */
    LOSING("losing", 6, 12),
    /** The greeting of a win. */
    CHEER("cheer", 8, 20);

    private final String word;
    private final int maxChinese;
    private final int maxEnglish;

    ThemeText(String word, int maxChinese, int maxEnglish) {
        this.word = word;
        this.maxChinese = maxChinese;
        this.maxEnglish = maxEnglish;
    }

    /** Its name in a theme's file, after "text.". */
    public String word() {
        return word;
    }

    /** The maximum number of characters, in Chinese or in English. */
    public int maxLength(boolean english) {
        return english ? maxEnglish : maxChinese;
    }

    /** The text with this name. */
    public static Optional<ThemeText> of(String word) {
        return Arrays.stream(values()).filter(text -> text.word.equals(word)).findFirst();
    }
}
