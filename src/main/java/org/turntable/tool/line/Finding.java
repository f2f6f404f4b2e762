package org.turntable.tool.line;

import java.util.Locale;

/**
 * The result of one check.
 *
 * @param grade how serious it is
 * @param what the result in one short line
 * @param remedy what to do about it; empty if nothing
 */
public record Finding(Grade grade, String what, String remedy) {
    /** How serious a result is. */
    public enum Grade {
        OK,
        WARNING,
        FAILED;

        /** The word in command output and JSON. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The check passed. */
    public static Finding ok(String what) {
        return new Finding(Grade.OK, what, "");
    }

    /** It works, but needs attention. */
    public static Finding warning(String what, String remedy) {
        return new Finding(Grade.WARNING, what, remedy);
    }

    /** The check failed. */
    public static Finding failed(String what, String remedy) {
        return new Finding(Grade.FAILED, what, remedy);
    }

    /** Whether the check failed. */
    public boolean isFailed() {
        return grade == Grade.FAILED;
    }
}
