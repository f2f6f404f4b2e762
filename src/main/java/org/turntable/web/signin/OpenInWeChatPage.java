package org.turntable.web.signin;

import java.util.Objects;
import org.turntable.web.page.QrCode;

/**
 * The page for other browsers than WeChat's: how to open the page in WeChat.
 *
 * @param name the campaign's name; null when the page is not of one campaign
 * @param address the entry link, which the QR code contains too
 * @param code the QR code of the address
 */
public record OpenInWeChatPage(String name, String address, QrCode code) {
    /** Refuses a missing address or code. */
    public OpenInWeChatPage {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(code, "code");
    }
}
