package org.turntable.player;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The identity of a draw: the primary key of table {@code draw}.
 *
 * @param campaignId the campaign
 * @param player whose draw it is
 * @param number the player's draws in this campaign, counted from 1
 */
public record DrawKey(int campaignId, PlayerId player, int number) implements Comparable<DrawKey> {
    private static final Pattern TEXT = Pattern.compile("([1-9][0-9]{0,8})\\.([A-Za-z0-9_-]{22})\\.([1-9][0-9]{0,8})");

    /** @throws IllegalArgumentException for a number below 1 */
    public DrawKey {
        if (number < 1) {
            throw new IllegalArgumentException("a draw's number starts at 1: " + number);
        }
    }

    /**
     * The key as text, in lists and for partners, such as {@code 7.AAAAAAAAAAAAAAAAAAAAAQ.3}; {@link #parse} reads it.
     */
    public String text() {
        return campaignId + "." + player + "." + number;
    }

    /** The draw of a text made by {@link #text()}; empty for any other text. */
    public static Optional<DrawKey> parse(String text) {
        Matcher parts = TEXT.matcher(text == null ? "" : text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        return PlayerId.parse(parts.group(2))
                .map(player -> new DrawKey(Integer.parseInt(parts.group(1)), player, Integer.parseInt(parts.group(3))));
    }

    /** By campaign, then player, then number. */
    @Override
    public int compareTo(DrawKey other) {
        int campaigns = Integer.compare(campaignId, other.campaignId);
        if (campaigns != 0) {
            return campaigns;
        }
        int players = player.compareTo(other.player);
        return players != 0 ? players : Integer.compare(number, other.number);
    }
}
