package org.turntable.campaign;

import java.util.Locale;

/** How a prize reaches its winner. */
public enum PrizeKind {
    /** A code that the winner redeems. */
    COUPON,
    /** Goods that are sent by post. */
    POSTED,
    /** Money, sent through WeChat. */
    RED_PACKET;

    /** The word in the database, in JSON and in message keys, such as {@code red_packet}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The kind of a word as returned by {@link #word()}.
     *
     * @throws IllegalArgumentException for any other word
     */
    public static PrizeKind of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
