package org.turntable.web.claim;

import java.util.Objects;
import org.turntable.web.page.QrCode;

/**
 * The code of a coupon, to be shown in a store. Its content never changes after the win, so that browsers may cache it.
 *
 * @param slug the campaign's name in addresses
 * @param name the campaign's name in the page's language
 * @param organiser the organiser of the campaign
 * @param prize the prize's name
 * @param number the winning draw's number
 * @param code to be read out
 * @param qr the same as a QR code
 */
public record CodePage(String slug, String name, String organiser, String prize, int number, String code, QrCode qr) {
    /** Refuses missing parts. */
    public CodePage {
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(qr, "qr");
    }
}
