package org.turntable.campaign;

import java.util.Objects;

/**
 * A text that players read, in Chinese and, where an operator gave it, in English.
 *
 * @param chinese always there
 * @param english null where no translation was given
 */
public record LocalText(String chinese, String english) {
    public LocalText {
        Objects.requireNonNull(chinese, "chinese");
    }

    /** The English text where it is asked for and given, else the Chinese one. */
    public String in(boolean wantEnglish) {
        return wantEnglish && english != null ? english : chinese;
    }
}
