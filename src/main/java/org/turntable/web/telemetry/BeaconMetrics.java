package org.turntable.web.telemetry;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/** Metrics of the beacons. */
public final class BeaconMetrics {
    private static final double[] SECONDS = {0.25, 0.5, 0.75, 1, 1.5, 2, 2.5, 3, 4, 6, 10, 20, 60};

    private final Counter asked;
    private final Histogram visible;
    private final Histogram ready;
    private final Counter errors;

    /** Registers the metrics. */
    public BeaconMetrics(PrometheusRegistry registry) {
        asked = Counter.builder()
                .name("turntable_page_asked_total")
                .help("Pages that were sent out with the wish to tell how fast they came up.")
                .labelNames("page")
                .register(registry);
        visible = Histogram.builder()
                .name("turntable_page_visible_seconds")
                .help("From the tap on the link to the first content on the screen, as the phone measured it.")
                .classicOnly()
                .classicUpperBounds(SECONDS)
                .labelNames("page", "browser")
                .register(registry);
        ready = Histogram.builder()
                .name("turntable_page_ready_seconds")
                .help("From the tap on the link until the page's script ran, as the phone measured it.")
                .classicOnly()
                .classicUpperBounds(SECONDS)
                .labelNames("page", "browser")
                .register(registry);
        errors = Counter.builder()
                .name("turntable_page_errors_total")
                .help("What went wrong on phones, by what it was.")
                .labelNames("page", "error", "browser")
                .register(registry);
    }

    void asked(String page) {
        asked.labelValues(page).inc();
    }

    void cameUp(Beacon.Load load, String browser) {
        visible.labelValues(load.page().word(), browser).observe(load.visibleMs() / 1000.0);
        ready.labelValues(load.page().word(), browser).observe(load.readyMs() / 1000.0);
    }

    void failed(Beacon.Failure failure, String browser) {
        errors.labelValues(failure.page().word(), failure.error().word(), browser)
                .inc();
    }
}
