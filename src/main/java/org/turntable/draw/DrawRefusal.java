package org.turntable.draw;

import java.util.Locale;

/** Why a draw was not admitted; each reason is a separate answer to the player. */
public enum DrawRefusal {
    /** The campaign has not opened. */
    NOT_BEGUN,
    /** It is over. */
    ENDED,
    /** The operators paused it. */
    PAUSED,
    /** Today's chances are used; there are new ones tomorrow. */
    NO_CHANCES_TODAY,
    /** All chances are used. */
    NO_CHANCES,
    /** The page is outdated: another number is next. */
    REFRESH,
    /** This player may not draw. */
    BLOCKED,
    /** Temporarily not possible; a retry of the same draw will be answered. */
    BUSY;

    /** The word in JSON and in message keys, such as {@code no_chances_today}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
