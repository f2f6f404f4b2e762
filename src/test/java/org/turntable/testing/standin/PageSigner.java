package org.turntable.testing.standin;

import java.nio.charset.StandardCharsets;

/** The signature that WeChat's script on a page needs, as WeChat documents it. */
final class PageSigner {
    private final Account account;

    PageSigner(Account account) {
        this.account = account;
    }

    /** Small hex letters. */
    String signature(String url, long timestamp, String nonce) {
        String signed = "jsapi_ticket=" + account.ticket().value() + "&noncestr=" + nonce + "&timestamp=" + timestamp
                + "&url=" + url;
        return RandomText.hex("SHA-1", signed.getBytes(StandardCharsets.UTF_8));
    }
}
