package org.turntable.award;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.turntable.player.PlayerId;

/**
 * A winning draw, on which everything hangs that becomes of its prize.
 *
 * @param campaignId the campaign
 * @param player     the winner
 * @param number     the draw's number, from 1
 */
public record WonDraw(int campaignId, PlayerId player, int number) {
    private static final Pattern TEXT = Pattern.compile("([1-9][0-9]{0,8})\\.([A-Za-z0-9_-]{22})\\.([1-9][0-9]{0,8})");

    /** Its name in lists and for others, such as {@code 7.AAAAAAAAAAAAAAAAAAAAAQ.3}; {@link #parse} reads it. */
    public String text() {
        return campaignId + "." + player + "." + number;
    }

    /** The draw of a text that {@link #text()} gave; empty for any other. */
    public static Optional<WonDraw> parse(String text) {
        Matcher parts = TEXT.matcher(text == null ? "" : text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        return PlayerId.parse(parts.group(2)).map(player -> new WonDraw(Integer.parseInt(parts.group(1)), player, Integer.parseInt(parts.group(3))));
    }
}
