package org.turntable.entry;

import java.util.Locale;

/**
 * One thing that was looked at.
 *
 * @param grade how it is
 * @param what  one short line
 * @param mend  what to do; empty where nothing is
 */
public record Finding(Grade grade, String what, String mend) {
    /** How it is. */
    public enum Grade {
        OK, WARNING, FAILED;

        /** The word in answers. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** As it should be. */
    public static Finding ok(String what) {
        return new Finding(Grade.OK, what, "");
    }

    /** Works, and should be seen to. */
    public static Finding warning(String what, String mend) {
        return new Finding(Grade.WARNING, what, mend);
    }

    /** Does not work. */
    public static Finding failed(String what, String mend) {
        return new Finding(Grade.FAILED, what, mend);
    }

    /** Whether it stands in the way. */
    public boolean isFailed() {
        return grade == Grade.FAILED;
    }
}
