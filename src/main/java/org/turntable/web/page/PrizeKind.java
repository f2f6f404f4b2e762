package org.turntable.web.page;

import java.util.Locale;

/** What kind of thing a prize is: it chooses the picture on the wheel and the word in the lists. */
public enum PrizeKind {
    /** A code, to be used in a shop. */
    COUPON,
    /** A thing that is sent by post. */
    POSTED,
    /** Money through WeChat. */
    RED_PACKET;

    /** The name in the database, in JSON, in message keys and in the wheel's pictures: {@code coupon} and so on. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The kind of a database or JSON name.
     *
     * @throws IllegalArgumentException when it is none of the three
     */
    public static PrizeKind of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
