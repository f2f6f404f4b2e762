package org.turntable.web.page;

import java.util.List;
import java.util.Objects;
import org.turntable.campaign.PrizeKind;

/**
 * The page with the wheel.
 *
 * @param slug the campaign's name in addresses
 * @param name the campaign's name in the page's language
 * @param organiser who holds it, in the page's language
 * @param phase what may be done now
 * @param schedule the window, and the server's clock
 * @param player who is signed in; null when nobody is
 * @param csrf the token that the page's forms carry; empty when nobody is signed in
 * @param busy Redis does not answer: the wheel is shown and a tap says kindly that it should be tapped again
 * @param wheel the segments in order, from {@link WheelLayout#segments()}
 * @param prizes what can be won, in the campaign's order
 * @param wins what this player has won, newest first
 * @param last this player's last draw; null when there is none
 * @param notice why the last tap was refused; null when it was not
 * @param weChat what the page does inside WeChat; null in other browsers and where players sign in otherwise
 * @param otherLines where the page asks when its own line is cut; null for nowhere
 * @param again when new chances come after those of today; null where none will
 * @param winners who won what, after the end; empty before
 * @param asked whether the page is to tell how fast it came up
 */
public record CampaignPage(String slug, String name, String organiser, Phase phase, Schedule schedule, Player player,
                           String csrf, boolean busy, List<Segment> wheel, List<PrizeRow> prizes, List<WinRow> wins,
                           LastDraw last, Notice notice, WeChat weChat, OtherLines otherLines, Again again,
                           List<WinnersRow> winners, boolean asked) {

    /** Copies the lists and refuses missing values; player, last, notice, weChat, otherLines and again may be null. */
    public CampaignPage {
        Objects.requireNonNull(slug, "slug");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(organiser, "organiser");
        Objects.requireNonNull(phase, "phase");
        Objects.requireNonNull(schedule, "schedule");
        csrf = Objects.requireNonNullElse(csrf, "");
        wheel = List.copyOf(wheel);
        prizes = List.copyOf(prizes);
        wins = List.copyOf(wins);
        winners = List.copyOf(winners);
    }

    /** What may be done with a campaign now. */
    public enum Phase { NOT_BEGUN, OPEN, PAUSED, ENDED }

    /**
     * What the page does inside WeChat, after it is there.
     *
     * @param signIn      whether it signs the player in by itself, once
     * @param script      address of WeChat's script
     * @param share       the card that others are sent
     * @param followCheck whether it asks if the player follows the account
     */
    public record WeChat(boolean signIn, String script, Share share, boolean followCheck) {
    }

    /**
     * The other entry lines.
     *
     * @param origins such as https://lottery2.example.com
     * @param pass    says there who taps
     */
    public record OtherLines(List<String> origins, String pass) {
        /** Copies the list. */
        public OtherLines {
            origins = List.copyOf(origins);
        }
    }

    /** Whether every prize has been given out, so that a draw can win nothing. */
    public boolean allGone() {
        return !prizes.isEmpty() && prizes.stream().allMatch(PrizeRow::soldOut);
    }

    /**
     * New chances.
     *
     * @param at     epoch milliseconds
     * @param when   the same, formatted
     * @param number how many there are then, 1 or more
     */
    public record Again(long at, String when, long number) {
    }

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
         * @param own  whether it is the player whom the page is for
         */
        public record Name(String text, boolean own) {
        }
    }

    /**
     * A card that a player sends to others.
     *
     * @param title       the campaign's name
     * @param description one line
     * @param link        the campaign's address on an entry line
     * @param picture     address of a square picture
     */
    public record Share(String title, String description, String link, String picture) {
    }

    /**
     * The player that the page is for.
     *
     * @param name what to call them; null when no name is known
     * @param nextNumber the number that the next tap posts, from 1; 0 when it is not known (the page is busy then)
     * @param chancesToday draws left today, 0 or more
     * @param chancesInAll draws left in the whole campaign, 0 or more
     */
    public record Player(String name, long nextNumber, long chancesToday, long chancesInAll) {
        /** A player who is signed in while nobody can say how many chances are left: for a page that is busy. */
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
     * @param picture the prize's own; null where the kind's picture stands for it
     */
    public record WinRow(String prize, PrizeKind kind, long number, String when, Look.Image picture) {
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
     * @param segment where the wheel stands; null while it is being confirmed, or when the segment is not known
     */
    public record LastDraw(long number, Status status, String prize, Integer segment) {
        /** Holds the promise that only a confirmed win names a prize. */
        public LastDraw {
            if ((status == Status.WIN) != (prize != null)) {
                throw new IllegalArgumentException("A win names its prize, and nothing else does: " + status);
            }
        }

        /** How a draw ended, or that it is not known yet. */
        public enum Status { WIN, LOSS, CONFIRMING }
    }
}
