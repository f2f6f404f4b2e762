package org.turntable.web.page;

import java.util.Objects;

/**
 * What other browsers than WeChat's are shown: how to open the page in WeChat.
 *
 * @param name    the campaign's name; null when the page is not of one campaign
 * @param address the entry link, which the QR code holds too
 * @param code    the QR code of the address
 */
public record OpenInWeChatPage(String name, String address, QrCode code) {
    /** Refuses a missing address or code. */
    public OpenInWeChatPage {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(code, "code");
    }
}
