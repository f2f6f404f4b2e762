package org.turntable.campaign;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * The state of a campaign, set by operators, and the allowed transitions. The window (opening and closing instant) is
 * independent of it: an open campaign before its opening instant has not begun.
 */
public enum CampaignState {
    /** In preparation; not visible to players, and its rules may still change. */
    DRAFT,
    /** Announced: its page is visible, its rules are frozen, no draws. */
    SCHEDULED,
    /** Draws are admitted within the window. */
    OPEN,
    /** Draws are refused for a while. */
    PAUSED,
    /** Final. */
    CLOSED;

    /** The allowed next states; empty for {@link #CLOSED}. */
    public Set<CampaignState> next() {
        return switch (this) {
            case DRAFT -> EnumSet.of(SCHEDULED);
            case SCHEDULED -> EnumSet.of(OPEN, DRAFT, CLOSED);
            case OPEN -> EnumSet.of(PAUSED, CLOSED);
            case PAUSED -> EnumSet.of(OPEN, CLOSED);
            case CLOSED -> EnumSet.noneOf(CampaignState.class);
        };
    }

    /** Whether the transition to this state is allowed. */
    public boolean mayBecome(CampaignState state) {
        return next().contains(state);
    }

    /** The word in the database, in JSON and in message keys, such as {@code open}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The state of a word as returned by {@link #word()}.
     *
     * @throws IllegalArgumentException for any other word
     */
    public static CampaignState of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
