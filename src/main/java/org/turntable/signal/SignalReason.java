package org.turntable.signal;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Why a player may be a script. The order is that of the bits in table {@code player_signal}: a new reason is added at
 * the end. What thousands of phones behind the address of one carrier cause by themselves weighs less than what no
 * person does.
 */
public enum SignalReason {
    /** Many draws from one address. */
    ADDRESS_RATE(10),
    /** Many draws from one network: /24 of IPv4, /56 of IPv6. */
    NETWORK_RATE(5),
    /** A draw without a page of the campaign before it. */
    NO_PAGE_VIEW(40),
    /** A draw sooner after its page than a person sees and taps. */
    QUICK_TAP(40),
    /** New players of one device that all tap after the same time. */
    CONSTANT_TAP(30),
    /** Many new players of one address, most of them without a page view or with a quick tap. */
    NEW_PLAYERS_OF_ADDRESS(20),
    /** Many new players with one User-Agent at one address, and few with others. */
    NEW_PLAYERS_OF_DEVICE(20),
    /** A new player whose device was shown a snapshot page of WeChat shortly before. */
    SNAPSHOT(15);

    /** The highest score. */
    public static final int MOST = 100;
    /** The score from which on a player is probably a script: more than any single reason at a shared address. */
    public static final int HIGH = 60;

    private final int weight;

    SignalReason(int weight) {
        this.weight = weight;
    }

    /** What it adds to the score. */
    public int weight() {
        return weight;
    }

    /** Its bit. */
    public int bit() {
        return 1 << ordinal();
    }

    /** The word in metrics, in JSON and in lists, such as {@code no_page_view}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The score of a set of bits, 0 to {@link #MOST}. */
    public static int score(int bits) {
        int score = 0;
        for (SignalReason reason : VALUES) {
            score += (bits & reason.bit()) == 0 ? 0 : reason.weight;
        }
        return Math.min(score, MOST);
    }

    /** The reasons of a set of bits; bits of a newer WAR are left out. */
    public static List<SignalReason> of(int bits) {
        return Arrays.stream(VALUES)
                .filter(reason -> (bits & reason.bit()) != 0)
                .toList();
    }

    private static final SignalReason[] VALUES = values();
}
