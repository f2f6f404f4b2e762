package org.turntable.web.page;

import java.util.List;
import java.util.Objects;
import org.turntable.campaign.PrizeKind;

/**
 * What a player has won, with what it takes to get it.
 *
 * @param slug        the campaign's name in addresses
 * @param name        the campaign's name in the page's language
 * @param organiser   who holds it
 * @param csrf        the token of its forms; null where nobody can change anything
 * @param prizes      newest first
 * @param confirming  the number of a draw that is being confirmed; null when there is none
 * @param busy        whether it cannot be known now; the list is empty then
 * @param howToRedeem free text; line breaks are kept
 */
public record PrizesPage(String slug, String name, String organiser, String csrf, List<Row> prizes, Integer confirming, boolean busy,
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
     * @param name     its name in the page's language
     * @param kind     how it reaches the winner
     * @param number   the draw's number
     * @param when     the moment of the draw, formatted
     * @param code     the coupon's code; null where it has none
     * @param qr       the same for a shop's till; null where there is none to be shown
     * @param standing what has become of it
     */
    public record Row(String name, PrizeKind kind, long number, String when, String code, QrCode qr, Standing standing) {
        /** A row, with the QR code of its code where a till is to scan that. */
        public static Row of(String name, PrizeKind kind, long number, String when, String code, Standing standing) {
            return new Row(name, kind, number, when, code, code == null || !standing.word.equals(Standing.WON) ? null : QrCode.of(code), standing);
        }
    }

    /**
     * What has become of a prize.
     *
     * @param word   names it: {@code prizes.status.word} is its name, {@code prizes.do.word} what its button says
     * @param text   a line about it; null where there is none
     * @param button where its button leads, below the campaign's address; null where there is none
     * @param posts  whether the button posts
     */
    public record Standing(String word, String text, String button, boolean posts) {
        /** Won, and nothing to do on this page. */
        public static final String WON = "won";

        /** Nothing beyond its name. */
        public static Standing of(String word) {
            return new Standing(word, null, null, false);
        }

        /** With a line. */
        public static Standing of(String word, String text) {
            return new Standing(word, text, null, false);
        }

        /** Whether the prize needs something of its winner. */
        public boolean wants() {
            return button != null && text == null;
        }
    }
}
