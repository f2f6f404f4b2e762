package org.turntable.failover;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Keeps what one prober saw of its node. Safe for use by several threads. */
final class Watch {
    private final String address;
    private final String source;
    private final LongSupplier nanoClock;
    private View view;
    private long viewed;
    private long answered;
    private long begun;
    private int failures;
    private boolean gone;
    private String trouble = "";
    private String signs = "";
    private long signChanged;
    private long acknowledged = -1;
    private long acknowledgedChanged;
    private long fullSince;
    private boolean full;
    private int alone;

    Watch(String address, String source, LongSupplier nanoClock) {
        this.address = address;
        this.source = source;
        this.nanoClock = nanoClock;
        forget();
    }

    /** Forgets all evidence: whoever was stopped for a while must not take his own silence for another's. */
    synchronized void forget() {
        long now = nanoClock.getAsLong();
        begun = now;
        viewed = now;
        answered = now;
        signChanged = now;
        acknowledgedChanged = now;
        failures = 0;
        alone = 0;
        gone = false;
        full = false;
        view = null;
    }

    /** What it showed is not so any more: something was done to it. How long it answers is kept. */
    synchronized void forgetView() {
        view = null;
        begun = nanoClock.getAsLong();
    }

    /** It answered, to a question that was asked at that time. */
    synchronized void saw(View seen, long asked) {
        if (asked - begun < 0) {
            return;
        }
        long now = nanoClock.getAsLong();
        String sign = seen.replication().map(View.Replication::signs).orElse("");
        if (!sign.equals(signs)) {
            signs = sign;
            signChanged = now;
        }
        if (seen.waiting() == 0 || seen.acknowledged() != acknowledged || !seen.semiSync()) {
            acknowledged = seen.acknowledged();
            acknowledgedChanged = now;
        }
        if (!full && seen.diskFull()) {
            fullSince = now;
        }
        full = seen.diskFull();
        alone = seen.semiSync() && seen.clients() == 0 ? alone + 1 : 0;
        view = seen;
        viewed = now;
        answered = now;
        failures = 0;
        gone = false;
        trouble = "";
    }

    /** It answered, but with an error: it is there. */
    synchronized void heard(String error) {
        answered = nanoClock.getAsLong();
        failures = 0;
        trouble = error;
    }

    /** A question that was asked at that time was not answered. */
    synchronized void missed(boolean nothingListens, String why, long asked) {
        if (asked - begun < 0) {
            return;
        }
        failures++;
        gone = nothingListens;
        trouble = why;
    }

    synchronized Sight sight() {
        long now = nanoClock.getAsLong();
        return new Sight(address, source, Optional.ofNullable(view), Duration.ofNanos(now - viewed), Duration.ofNanos(now - answered), failures, gone,
                Duration.ofNanos(now - signChanged), Duration.ofNanos(now - acknowledgedChanged), Duration.ofNanos(full ? now - fullSince : 0), alone,
                        trouble);
    }
}
