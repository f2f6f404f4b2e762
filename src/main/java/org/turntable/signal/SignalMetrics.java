package org.turntable.signal;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Arrays;

/** The metrics of signals. */
public final class SignalMetrics {
    private final CounterDataPoint[] draws;
    private final Counter dropped;

    /** Registers them, with all reasons. */
    public SignalMetrics(PrometheusRegistry registry) {
        Counter signals = Counter.builder()
                .name("turntable_draw_signals_total")
                .help("Draws with a signal of automated play, by reason. A draw may have several.")
                .labelNames("reason")
                .register(registry);
        draws = Arrays.stream(SignalReason.values())
                .map(reason -> signals.labelValues(reason.word()))
                .toArray(CounterDataPoint[]::new);
        dropped = Counter.builder()
                .name("turntable_player_signals_dropped_total")
                .help("Signals of players that are not recorded, because MariaDB was away and the memory for them is"
                        + " full.")
                .register(registry);
    }

    void counted(int bits) {
        for (int left = bits; left != 0; left &= left - 1) {
            draws[Integer.numberOfTrailingZeros(left)].inc();
        }
    }

    void dropped() {
        dropped.inc();
    }
}
