package org.turntable.wechat;

import java.util.Optional;

/** The account provider, as far as signing in needs it. */
public interface WeChatGateway {
    /**
     * Where a player who is not signed in is sent.
     *
     * @param returnTo a checked local path to come back to
     * @return a local path or an address of the provider
     */
    String signInAddress(String returnTo);

    /**
     * Who stands behind what the player came back with.
     *
     * @param code what the provider, or the simple form, handed over
     * @return the openid, or empty when the code is none
     */
    Optional<String> openidOf(String code);
}
