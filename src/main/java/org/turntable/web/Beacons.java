package org.turntable.web;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Which pages are asked to tell how fast they came up: every tenth, so that a wave does not call twice as often. How many were asked is
 * counted beside what came back, and the difference is pages that never ran: a white screen is seen without a word from it. What goes
 * wrong is told by every page.
 */
public final class Beacons {
    private static final int ONE_IN = 10;

    private final BeaconMetrics metrics;
    private final AtomicLong pages = new AtomicLong();

    public Beacons(BeaconMetrics metrics) {
        this.metrics = metrics;
    }

    /** Whether this page is to tell; the first is. */
    boolean asks(Beacon.Page page) {
        if (pages.getAndIncrement() % ONE_IN != 0) {
            return false;
        }
        metrics.asked(page.word());
        return true;
    }
}
