package org.turntable.web.telemetry;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Samples the pages that report their load times: every tenth, so that a wave does not double its requests. Both the
 * sampled pages and the received reports are counted; the difference is pages that never ran, such as white screens.
 * Errors are reported by every page.
 */
public final class BeaconSampler {
    private static final int ONE_IN = 10;

    private final BeaconMetrics metrics;
    private final AtomicLong pages = new AtomicLong();

    public BeaconSampler(BeaconMetrics metrics) {
        this.metrics = metrics;
    }

    /** Whether this page is to report; true for the first. */
    public boolean asks(Beacon.Page page) {
        if (pages.getAndIncrement() % ONE_IN != 0) {
            return false;
        }
        metrics.asked(page.word());
        return true;
    }
}
