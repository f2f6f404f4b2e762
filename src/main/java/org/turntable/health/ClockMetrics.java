package org.turntable.health;

import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/** Metrics of the clocks that matter to a node. */
public final class ClockMetrics {
    private ClockMetrics() {}

    public static void register(PrometheusRegistry registry, NodeClocks clocks) {
        GaugeWithCallback.builder()
                .name("turntable_clock_offset_seconds")
                .help("How far this node's clock is ahead of that server's; negative while it is behind.")
                .labelNames("source")
                .callback(gauge -> clocks.offsets()
                        .forEach(one -> one.seconds().ifPresent(seconds -> gauge.call(seconds, one.server()))))
                .register(registry);
        GaugeWithCallback.builder()
                .name("turntable_redis_clock_behind_seconds")
                .help("By how much the clock of the Redis for draws is behind the time that decides on draws; else 0.")
                .labelNames("campaign")
                .callback(gauge ->
                        clocks.deciding().behind().forEach((campaign, seconds) -> gauge.call(seconds, campaign)))
                .register(registry);
    }
}
