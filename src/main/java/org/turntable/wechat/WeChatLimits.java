package org.turntable.wechat;

import java.time.Duration;

/**
 * Limits for calls to WeChat, so that a slow WeChat cannot occupy a node.
 *
 * @param connect timeout to connect
 * @param exchange timeout of a whole call, from connecting to the last byte of the answer
 * @param callsAtOnce calls at the same time, 1 or more; a call beyond that fails at once. Well below the number of the
 *     node's request threads: each call occupies one of them
 */
public record WeChatLimits(Duration connect, Duration exchange, int callsAtOnce) {
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(3);

    public WeChatLimits {
        if (callsAtOnce < 1 || connect.isNegative() || connect.isZero() || exchange.isNegative() || exchange.isZero()) {
            throw new IllegalArgumentException("limits must be above zero");
        }
    }

    /** Timeouts of three seconds each. */
    public static WeChatLimits of(int callsAtOnce) {
        return new WeChatLimits(DEFAULT_TIMEOUT, DEFAULT_TIMEOUT, callsAtOnce);
    }
}
