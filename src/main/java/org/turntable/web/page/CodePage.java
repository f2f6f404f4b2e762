package org.turntable.web.page;

import java.util.Objects;

/**
 * The code of a coupon, to be shown in a store. Everything on it is known when the prize is won and never changes, so that it may be kept on the phone.
 *
 * @param slug      the campaign's name in addresses
 * @param name      the campaign's name in the page's language
 * @param organiser who holds it
 * @param prize     the prize's name
 * @param number    the winning draw's number
 * @param code      to be read out
 * @param qr        the same for a camera
 */
public record CodePage(String slug, String name, String organiser, String prize, int number, String code, QrCode qr) {
    /** Refuses missing parts. */
    public CodePage {
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(qr, "qr");
    }
}
