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
 * @param prizes      newest first
 * @param busy        whether it cannot be known now; the list is empty then
 * @param howToRedeem free text; line breaks are kept
 */
public record PrizesPage(String slug, String name, String organiser, List<Row> prizes, boolean busy, String howToRedeem) {
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
     * @param name   its name in the page's language
     * @param kind   how it reaches the winner
     * @param number the draw's number
     * @param when   the moment of the draw, formatted
     * @param code   the coupon's code; null where it has none
     * @param qr     the same for a shop's scanner; null where there is no code
     */
    public record Row(String name, PrizeKind kind, long number, String when, String code, QrCode qr) {
        /** A row, with the QR code of its code. */
        public static Row of(String name, PrizeKind kind, long number, String when, String code) {
            return new Row(name, kind, number, when, code, code == null ? null : QrCode.of(code));
        }
    }
}
