package org.turntable.web.claim;

import java.util.List;
import java.util.Objects;
import org.turntable.campaign.PrizeKind;
import org.turntable.web.page.QrCode;

/**
 * The prizes of a player, with what is needed to receive them.
 *
 * @param slug the campaign's name in addresses
 * @param name the campaign's name in the page's language
 * @param organiser the organiser of the campaign
 * @param csrf the token of its forms; null where the page has no forms
 * @param prizes newest first
 * @param confirming the number of a draw that is being confirmed; null when there is none
 * @param busy whether the prizes cannot be read now; the list is empty then
 * @param howToRedeem free text; line breaks are kept
 */
public record PrizesPage(
        String slug,
        String name,
        String organiser,
        String csrf,
        List<Row> prizes,
        Integer confirming,
        boolean busy,
        String howToRedeem) {
    /** Copies the list and refuses missing texts. */
    public PrizesPage {
        Objects.requireNonNull(slug, "slug");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(organiser, "organiser");
        Objects.requireNonNull(howToRedeem, "howToRedeem");
        prizes = List.copyOf(prizes);
    }

    /**
     * A prize that was won.
     *
     * @param name its name in the page's language
     * @param kind how it reaches the winner
     * @param number the draw's number
     * @param when the moment of the draw, formatted
     * @param code the coupon's code; null where it has none
     * @param qr the same as a QR code for a cash register; null where none is shown
     * @param status its status
     */
    public record Row(String name, PrizeKind kind, long number, String when, String code, QrCode qr, Status status) {
        /** A row, with the QR code of its code where a cash register scans it. */
        public static Row of(String name, PrizeKind kind, long number, String when, String code, Status status) {
            return new Row(
                    name,
                    kind,
                    number,
                    when,
                    code,
                    code == null || !status.word.equals(Status.WON) ? null : QrCode.of(code),
                    status);
        }
    }

    /**
     * The status of a prize.
     *
     * @param word names it: {@code prizes.status.word} is its name, {@code prizes.do.word} the label of its button
     * @param text a line about it; null where there is none
     * @param button where its button leads, below the campaign's address; null where there is none
     * @param posts whether the button posts
     */
    public record Status(String word, String text, String button, boolean posts) {
        /** Won, with no action on this page. */
        public static final String WON = "won";

        /** A status with its name only. */
        public static Status of(String word) {
            return new Status(word, null, null, false);
        }

        /** A status with a line of text. */
        public static Status of(String word, String text) {
            return new Status(word, text, null, false);
        }

        /** Whether the winner has to do something for this prize. */
        public boolean wants() {
            return button != null && text == null;
        }
    }
}
