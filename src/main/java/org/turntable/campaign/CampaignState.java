package org.turntable.campaign;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * What the operators decided about a campaign, and the only ways from one decision to the next. The window (opening and closing
 * instant) is a thing of its own: an open campaign before its opening instant has not begun.
 */
public enum CampaignState {
    /** Being prepared; players see nothing of it and its rules may still change. */
    DRAFT,
    /** Announced: its page is there, its rules are frozen, nobody draws. */
    SCHEDULED,
    /** Draws are admitted within the window. */
    OPEN,
    /** Draws are refused for a while; always allowed. */
    PAUSED,
    /** Over, for good. */
    CLOSED;

    /** The states that may come next; empty for {@link #CLOSED}. */
    public Set<CampaignState> next() {
        return switch (this) {
            case DRAFT -> EnumSet.of(SCHEDULED);
            case SCHEDULED -> EnumSet.of(OPEN, DRAFT, CLOSED);
            case OPEN -> EnumSet.of(PAUSED, CLOSED);
            case PAUSED -> EnumSet.of(OPEN, CLOSED);
            case CLOSED -> EnumSet.noneOf(CampaignState.class);
        };
    }

    /** Whether a campaign in this state may be moved to that one. */
    public boolean mayBecome(CampaignState state) {
        return next().contains(state);
    }

    /** The word in the database, in JSON and in message keys, such as {@code open}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The state of a word as {@link #word()} gives it.
     *
     * @throws IllegalArgumentException for any other word
     */
    public static CampaignState of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
