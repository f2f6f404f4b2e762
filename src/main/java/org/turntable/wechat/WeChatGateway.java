package org.turntable.wechat;

import java.net.URI;

/** The WeChat account, as far as a campaign needs it: directly with the account's own secret, or through the partner who keeps it. */
public interface WeChatGateway {
    /**
     * Where a player's browser is sent to sign in, silently ({@code snsapi_base}).
     *
     * @param callback our own public address to which the browser comes back, with a code and the state
     * @param state    opaque; 128 characters at most, letters, digits, {@code -}, {@code _} and {@code .}
     * @throws WeChatFailure when it cannot be told now
     */
    URI signInAddress(URI callback, String state);

    /**
     * Who stands behind a code that a browser came back with. A code serves once.
     *
     * @throws WeChatFailure with {@link WeChatFailure.Reason#CODE_USED} for a code that has served, {@link WeChatFailure.Reason#CODE_REFUSED}
     *     for one that is none, and the other reasons where WeChat cannot be asked
     */
    Visitor exchange(String code);

    /** Whether a player follows the account. Never throws: what is not known is {@link Following#UNKNOWN}, which is never a "no". */
    Following following(String openid);

    /**
     * What the page's own script needs to talk to WeChat's on it.
     *
     * @param page the exact address that the browser shows, without its fragment; checked by the caller against the allow list
     * @throws WeChatFailure when no ticket is to be had
     */
    PageSignature signature(URI page);

    /**
     * Who came back.
     *
     * @param openid   never blank
     * @param snapshot whether WeChat shows a snapshot page, where the openid is a virtual one that must not draw
     */
    record Visitor(String openid, boolean snapshot) {
    }

    /** An answer to "does this player follow the account?". */
    enum Following { YES, NO, UNKNOWN }

    /**
     * The parameters of {@code wx.config}.
     *
     * @param timestamp seconds since 1970
     */
    record PageSignature(String appId, long timestamp, String nonce, String signature) {
    }
}
