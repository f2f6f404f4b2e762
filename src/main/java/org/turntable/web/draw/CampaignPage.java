package org.turntable.web.draw;

import java.util.List;
import java.util.Objects;
import org.turntable.campaign.PrizeKind;
import org.turntable.web.campaign.PrizeRow;
import org.turntable.web.campaign.Schedule;
import org.turntable.web.campaign.WheelLayout;
import org.turntable.web.campaign.WheelSegment;
import org.turntable.web.line.LinePass;
import org.turntable.web.page.Notice;
import org.turntable.web.page.PageText;
import org.turntable.web.page.PageTheme;
import org.turntable.web.signin.WeChatPageOptions;

/**
 * The page with the wheel.
 *
 * @param slug the campaign's name in addresses
 * @param name the campaign's name in the page's language
 * @param organiser the organiser, in the page's language
 * @param phase what may be done now
 * @param schedule the window, and the server's clock
 * @param player the signed-in player; null for a visitor
 * @param csrf the token that the page's forms carry; empty for a visitor
 * @param busy Redis is unavailable: the wheel is shown, and a tap asks the player to tap again
 * @param wheel the segments in order, from {@link WheelLayout#segments()}
 * @param prizes what can be won, in the campaign's order
 * @param wins what this player has won, newest first
 * @param last this player's last draw; null when there is none
 * @param notice why the last tap was refused; null when it was not
 * @param weChat what the page does inside WeChat; null in other browsers and where players sign in otherwise
 * @param otherLines where the page sends requests when its own line fails; null for nowhere
 * @param again when new chances come after those of today; null where none will
 * @param winners who won what, after the end; empty before
 * @param asked whether the page is to report its load time
 * @param view the mark of this page view, which its draws carry; empty for a visitor
 */
public record CampaignPage(
        String slug,
        String name,
        String organiser,
        Phase phase,
        Schedule schedule,
        Player player,
        String csrf,
        boolean busy,
        List<WheelSegment> wheel,
        List<PrizeRow> prizes,
        List<WinRow> wins,
        LastDraw last,
        Notice notice,
        WeChatPageOptions weChat,
        LinePass otherLines,
        Again again,
        List<WinnersRow> winners,
        boolean asked,
        String view) {

    /** Copies the lists and refuses missing values; player, last, notice, weChat, otherLines and again may be null. */
    public CampaignPage {
        Objects.requireNonNull(slug, "slug");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(organiser, "organiser");
        Objects.requireNonNull(phase, "phase");
        Objects.requireNonNull(schedule, "schedule");
        csrf = Objects.requireNonNullElse(csrf, "");
        view = Objects.requireNonNullElse(view, "");
        wheel = List.copyOf(wheel);
        prizes = List.copyOf(prizes);
        wins = List.copyOf(wins);
        winners = List.copyOf(winners);
    }

    /** What may be done with a campaign now. */
    public enum Phase {
        NOT_BEGUN,
        OPEN,
        PAUSED,
        ENDED
    }

    /** Whether every prize has been given out, so that a draw can win nothing. */
    public boolean allGone() {
        return !prizes.isEmpty() && prizes.stream().allMatch(PrizeRow::soldOut);
    }

    /**
     * New chances.
     *
     * @param at epoch milliseconds
     * @param when the same, formatted
     * @param number how many there are then, 1 or more
     */
    public record Again(long at, String when, long number) {}

    /**
     * Who won a prize.
     *
     * @param prize the prize
     * @param given how many were given out in all
     * @param names masked; fewer than {@code given} where they are many
     */
    public record WinnersRow(PrizeRow prize, long given, List<Name> names) {
        /** Copies the list. */
        public WinnersRow {
            names = List.copyOf(names);
        }

        /**
         * One of them.
         *
         * @param text masked
         * @param own whether it is the page's player
         */
        public record Name(String text, boolean own) {}
    }

    /**
     * The player that the page is for.
     *
     * @param name the display name; null when none is known
     * @param nextNumber the number that the next tap posts, from 1; 0 when it is not known (the page is busy then)
     * @param chancesToday draws left today, 0 or more
     * @param chancesInAll draws left in the whole campaign, 0 or more
     */
    public record Player(String name, long nextNumber, long chancesToday, long chancesInAll) {
        /** A signed-in player whose chances are unknown: for a page that is busy. */
        public static Player withUnknownChances(String name) {
            return new Player(name, 0, 0, 0);
        }
    }

    /**
     * A prize that the player has won.
     *
     * @param prize its name in the page's language
     * @param kind its kind
     * @param number the draw's number
     * @param when the moment of the draw, formatted ({@link PageText#dateAndTime})
     * @param picture the prize's own picture; null where the kind's picture is used
     */
    public record WinRow(String prize, PrizeKind kind, long number, String when, PageTheme.Image picture) {
        /** Refuses missing values; only the picture may be null. */
        public WinRow {
            Objects.requireNonNull(prize, "prize");
            Objects.requireNonNull(kind, "kind");
            Objects.requireNonNull(when, "when");
        }
    }

    /**
     * The player's last draw: what a page without JavaScript shows after its form was posted.
     *
     * @param number the draw's number
     * @param status how it ended
     * @param prize the prize's name when it is a win, else null: a draw that is being confirmed names no prize
     * @param segment the segment at the top of the wheel; null while it is being confirmed, or when the segment is not
     *     known
     */
    public record LastDraw(long number, Status status, String prize, Integer segment) {
        /** Checks that only a confirmed win names a prize. */
        public LastDraw {
            if ((status == Status.WIN) != (prize != null)) {
                throw new IllegalArgumentException("A win names its prize, and nothing else does: " + status);
            }
        }

        /** The result of a draw, or that it is not known yet. */
        public enum Status {
            WIN,
            LOSS,
            CONFIRMING
        }
    }
}
