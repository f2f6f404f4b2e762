package org.turntable.config;

import java.net.URI;
import java.util.Optional;

/**
 * The WeChat account and the functions of WeChat that a campaign uses.
 *
 * @param account app id and secret; present when the sign-in is direct
 * @param partner the partner that has the app secret; present when the sign-in goes through a partner
 * @param apiOrigin origin of WeChat's API, called by nodes
 * @param openOrigin origin of WeChat's sign-in page, opened by players' browsers
 * @param script WeChat's script for pages
 * @param callbackOrigin origin to which WeChat redirects players; empty for the entry origin of the player
 * @param browser which browsers get the campaign's page
 * @param followCheck whether the page shows a hint to players who do not follow the account
 */
public record WeChatSettings(
        Optional<Account> account,
        Optional<Partner> partner,
        URI apiOrigin,
        URI openOrigin,
        URI script,
        Optional<String> callbackOrigin,
        Browser browser,
        boolean followCheck) {

    /**
     * A WeChat account of this installation.
     *
     * @param appId the app id that WeChat assigned
     * @param secret the app secret
     */
    public record Account(String appId, Secret secret) {}

    /**
     * The partner that has the app secret of the account.
     *
     * @param origin origin of the partner's API
     * @param key signs the calls to the partner
     * @param nextKey the next key, during a key rotation
     */
    public record Partner(URI origin, SharedKey key, Optional<SharedKey> nextKey) {}

    /** Which browsers get the campaign's page. */
    public enum Browser {
        WECHAT,
        ANY
    }
}
