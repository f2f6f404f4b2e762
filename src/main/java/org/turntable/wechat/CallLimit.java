package org.turntable.wechat;

import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.turntable.wechat.WeChatFailure.Reason;

/** Lets so many threads wait for WeChat and turns the next one back at once, so that a slow WeChat never holds all threads of a node. */
final class CallLimit {
    private final Semaphore free;
    private final int atOnce;

    CallLimit(int atOnce) {
        this.atOnce = atOnce;
        this.free = new Semaphore(atOnce);
    }

    /**
     * Runs the work on the caller's thread.
     *
     * @throws WeChatFailure with {@link Reason#LIMITED} when as many are at it as may be
     */
    <T> T run(Supplier<T> work) {
        if (!free.tryAcquire()) {
            throw new WeChatFailure(Reason.LIMITED, atOnce + " calls of this node wait for WeChat already");
        }
        try {
            return work.get();
        } finally {
            free.release();
        }
    }
}
