package org.turntable.wechat;

import java.time.Duration;

/**
 * How much of a node a slow WeChat may hold.
 *
 * @param connect     until there is a connection
 * @param exchange    from the first byte sent to the last one read, connecting included
 * @param callsAtOnce threads of this node that may wait for WeChat at the same time, 1 or more; beyond that a call fails at once. Well below
 *     the node's request threads: each of these waits on one of them
 */
public record WeChatLimits(Duration connect, Duration exchange, int callsAtOnce) {
    private static final Duration USUAL = Duration.ofSeconds(3);

    public WeChatLimits {
        if (callsAtOnce < 1 || connect.isNegative() || connect.isZero() || exchange.isNegative() || exchange.isZero()) {
            throw new IllegalArgumentException("limits must be above zero");
        }
    }

    /** Three seconds each. */
    public static WeChatLimits of(int callsAtOnce) {
        return new WeChatLimits(USUAL, USUAL, callsAtOnce);
    }
}
