package org.turntable.wechat;

import java.time.Duration;
import org.turntable.concurrent.Deadline;

/**
 * Limits for calls to WeChat, so that a slow WeChat cannot occupy a node.
 *
 * @param connect timeout to connect
 * @param total how long one request may wait for WeChat, in all its calls and for the tokens that all nodes share
 * @param exchangesAtOnce codes that are exchanged at the same time, 1 or more; one beyond that fails at once. Well
 *     below the number of the node's request threads: each exchange occupies one of them
 * @param lookUpsAtOnce the same for signatures of pages that need a new ticket, and for checks of followers
 */
public record WeChatLimits(Duration connect, Duration total, int exchangesAtOnce, int lookUpsAtOnce) {
    /** How long one request waits for WeChat at most; shorter than the edge waits for a node. */
    public static final Duration TOTAL = Duration.ofMillis(2_500);

    public WeChatLimits {
        if (exchangesAtOnce < 1
                || lookUpsAtOnce < 1
                || connect.isNegative()
                || connect.isZero()
                || total.isNegative()
                || total.isZero()) {
            throw new IllegalArgumentException("limits must be above zero");
        }
    }

    /** The usual timeouts, with the same limit for exchanges and look-ups. */
    public static WeChatLimits of(int callsAtOnce) {
        return of(callsAtOnce, callsAtOnce);
    }

    /** The usual timeouts. */
    public static WeChatLimits of(int exchangesAtOnce, int lookUpsAtOnce) {
        return new WeChatLimits(TOTAL, TOTAL, exchangesAtOnce, lookUpsAtOnce);
    }

    /** The deadline of calls that begin now. */
    Deadline deadline() {
        return Deadline.ofThread().within(total);
    }
}
