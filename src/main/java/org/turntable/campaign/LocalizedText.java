package org.turntable.campaign;

import java.util.Objects;

/**
 * A text for players, in Chinese and optionally in English.
 *
 * @param chinese never null
 * @param english null when there is no translation
 */
public record LocalizedText(String chinese, String english) {
    public LocalizedText {
        Objects.requireNonNull(chinese, "chinese");
    }

    /** The English text when it is wanted and exists, otherwise the Chinese one. */
    public String in(boolean wantEnglish) {
        return wantEnglish && english != null ? english : chinese;
    }
}
