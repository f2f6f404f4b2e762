package org.turntable.draw;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/** The metrics of draws. */
public final class DrawMetrics {
    private final Counter answers;
    private final Counter epochs;
    private final Counter loads;
    private final Counter setAside;
    private final Counter continued;

    /** Registers the draw's metrics. */
    public DrawMetrics(PrometheusRegistry registry) {
        answers = Counter.builder()
                .name("turntable_draw_answers_total")
                .help("Answers to draws, by what they were.")
                .labelNames("status")
                .register(registry);
        epochs = Counter.builder()
                .name("turntable_draw_epochs_moved_total")
                .help("Losses of Redis's state that this node made up for.")
                .register(registry);
        loads = Counter.builder()
                .name("turntable_draw_players_loaded_total")
                .help("Players' states read from MariaDB after a loss of Redis's state.")
                .register(registry);
        setAside = Counter.builder()
                .name("turntable_draw_entries_set_aside_total")
                .help("Draws and dead letters of an earlier campaign with the same number, set aside in Redis by this"
                        + " node: the campaign was made anew.")
                .register(registry);
        continued = Counter.builder()
                .name("turntable_draw_epochs_continued_total")
                .help("Restarts of Redis after which this node went on in the same epoch, because it was proved that"
                        + " nothing was lost.")
                .register(registry);
    }

    void answered(String status) {
        answers.labelValues(status).inc();
    }

    void epochMoved() {
        epochs.inc();
    }

    /** An epoch was continued after a restart of Redis. */
    public void epochContinued() {
        continued.inc();
    }

    void setAside(long entries) {
        setAside.inc(entries);
    }

    void loaded(int players) {
        loads.inc(players);
    }
}
