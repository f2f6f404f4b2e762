package org.turntable.reimport;

import java.util.Locale;

/** Why a stranded win cannot be brought in as it is. */
public enum ConflictKind {
    /** The same unit was given to another draw here. */
    UNIT_TAKEN("its unit was given to another draw here"),
    /** The same draw was drawn again here, and lost. */
    LOST_HERE("the same number was drawn again here and lost"),
    /** The same draw was drawn again here, and won something else. */
    WON_OTHERWISE("the same number was drawn again here and won something else"),
    /** There is no such unit here. */
    UNIT_UNKNOWN("there is no such unit (or no such code) here"),
    /** In the stranded database the draw and its unit do not say the same. */
    INCONSISTENT("in the stranded database the draw and its unit do not say the same: it was damaged");

    private final String sentence;

    ConflictKind(String sentence) {
        this.sentence = sentence;
    }

    /** For persons. */
    public String sentence() {
        return sentence;
    }

    /** As it is stored and typed. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
