package org.turntable.ledger;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;

/** Reads metrics as a scrape would. */
public final class Metric {
    private Metric() {}

    /**
     * The value of a counter or gauge.
     *
     * @param name without {@code _total}
     * @param labels pairs of name and value
     */
    public static double of(PrometheusRegistry registry, String name, String... labels) {
        Labels wanted = Labels.of(labels);
        for (MetricSnapshot snapshot : registry.scrape()) {
            if (snapshot.getMetadata().getName().equals(name)) {
                return snapshot.getDataPoints().stream()
                        .filter(point -> point.getLabels().equals(wanted))
                        .findFirst()
                        .map(point -> point instanceof CounterSnapshot.CounterDataPointSnapshot counter
                                ? counter.getValue()
                                : ((GaugeSnapshot.GaugeDataPointSnapshot) point).getValue())
                        .orElse(0.0);
            }
        }
        throw new AssertionError("no metric of the name " + name);
    }
}
