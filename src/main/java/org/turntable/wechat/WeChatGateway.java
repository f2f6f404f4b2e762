package org.turntable.wechat;

import java.net.URI;

/** The calls to WeChat that a campaign needs: directly with the account's secret, or through a partner that has it. */
public interface WeChatGateway {
    /**
     * The address to which a player's browser is redirected to sign in without a dialog ({@code snsapi_base}).
     *
     * @param callback our public address to which WeChat redirects the browser, with a code and the state
     * @param state opaque; 128 characters at most, letters, digits, {@code -}, {@code _} and {@code .}
     * @throws WeChatException when it cannot be determined now
     */
    URI signInAddress(URI callback, String state);

    /**
     * The visitor for a code with which a browser came back. A code can be used once.
     *
     * @throws WeChatException with {@link WeChatException.Reason#CODE_USED} for a code that was used before,
     *     {@link WeChatException.Reason#CODE_REFUSED} for an invalid one, and the other reasons when the call to WeChat
     *     fails
     */
    Visitor exchange(String code);

    /**
     * Whether a player follows the account. Never throws: after a failure the answer is {@link Following#UNKNOWN},
     * which must not be treated as "no".
     */
    Following following(String openid);

    /**
     * The parameters with which a page's script initialises WeChat's JS-SDK.
     *
     * @param page the exact address in the browser, without its fragment; the caller checks it against the allow list
     * @throws WeChatException when no ticket is available
     */
    PageSignature signature(URI page);

    /**
     * A visitor who signed in.
     *
     * @param openid never blank
     * @param snapshot whether WeChat shows a snapshot page: its openid is a virtual one and must not draw
     */
    record Visitor(String openid, boolean snapshot) {}

    /** An answer to "does this player follow the account?". */
    enum Following {
        YES,
        NO,
        UNKNOWN
    }

    /**
     * The parameters of {@code wx.config}.
     *
     * @param timestamp seconds since 1970
     */
    record PageSignature(String appId, long timestamp, String nonce, String signature) {}
}
