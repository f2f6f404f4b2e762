package org.turntable.signal;

import java.time.Duration;
import java.util.OptionalLong;
import org.turntable.player.HmacSigner;
import org.turntable.player.PlayerId;

/**
 * The time of a page view, which the page's form posts with the draw: no node has to remember who viewed a page, and it
 * does not matter which nodes serve the page and the draw. It is authenticated for one player and campaign.
 */
public final class PageViews {
    /** A page that is open longer says nothing; its draw counts as one without a page view. */
    private static final long LONGEST_MS = Duration.ofDays(1).toMillis();

    private static final int MOST_LENGTH = 32;
    private static final int HEX = 16;

    private final KeyedHash hash;

    /** @param secret the same on every node */
    public PageViews(String secret) {
        hash = new KeyedHash(new HmacSigner(secret, "page view").bytes("key"));
    }

    /** What the page's form posts. */
    public String mark(int campaignId, PlayerId player, long nowMs) {
        return Long.toString(nowMs, Character.MAX_RADIX) + "." + Long.toHexString(seal(campaignId, player, nowMs));
    }

    /**
     * The milliseconds since the page was made; empty without a page view, that is also for a mark of another player or
     * campaign, and for one that is older than a day.
     *
     * @param mark as posted; may be null
     */
    OptionalLong age(int campaignId, PlayerId player, String mark, long nowMs) {
        int dot = mark == null || mark.length() > MOST_LENGTH ? -1 : mark.indexOf('.');
        if (dot < 0) {
            return OptionalLong.empty();
        }
        long at;
        long seal;
        try {
            at = Long.parseLong(mark, 0, dot, Character.MAX_RADIX);
            seal = Long.parseUnsignedLong(mark, dot + 1, mark.length(), HEX);
        } catch (NumberFormatException malformed) {
            return OptionalLong.empty();
        }
        // The clocks of two nodes may differ by a few milliseconds.
        long age = Math.max(0, nowMs - at);
        return age <= LONGEST_MS && seal == seal(campaignId, player, at) ? OptionalLong.of(age) : OptionalLong.empty();
    }

    private long seal(int campaignId, PlayerId player, long atMs) {
        return hash.of(campaignId, atMs, player.bytes());
    }
}
