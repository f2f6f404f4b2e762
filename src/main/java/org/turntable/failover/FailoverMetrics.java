package org.turntable.failover;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Set;

/** What the agent tells Prometheus. */
public final class FailoverMetrics {
    private final Gauge term;
    private final Gauge mode;
    private final Gauge writer;
    private final Gauge answers;
    private final Gauge alarms;
    private final Counter failOvers;
    private final Counter singleCopies;

    /** Registers the agent's metrics. */
    public FailoverMetrics(PrometheusRegistry registry) {
        term = Gauge.builder().name("turntable_failover_term").help("Grows with each change of the writer.").register(registry);
        mode = Gauge.builder().name("turntable_failover_mode").help("1 for the mode that the pair is in.").labelNames("mode").register(registry);
        writer = Gauge.builder().name("turntable_failover_writer").help("1 for the node that may write.").labelNames("node").register(registry);
        answers = Gauge.builder().name("turntable_failover_answers").help("1 while the node answers the agent.").labelNames("node")
                .register(registry);
        alarms = Gauge.builder().name("turntable_failover_alarms").help("Things that a person has to see to.").register(registry);
        failOvers = Counter.builder().name("turntable_failover_fail_overs_total").help("Promotions that the agent made by itself.")
                .register(registry);
        singleCopies = Counter.builder().name("turntable_failover_single_copy_total").help("Times that the writer began to answer alone.")
                .register(registry);
    }

    void standing(Standing standing) {
        term.set(standing.term());
        for (Mode one : Mode.values()) {
            mode.labelValues(one.name().toLowerCase(java.util.Locale.ROOT)).set(one == standing.mode() ? 1 : 0);
        }
        writer.clear();
        writer.labelValues(standing.writer()).set(1);
    }

    void answers(String node, boolean now) {
        answers.labelValues(node).set(now ? 1 : 0);
    }

    void alarms(Set<String> now) {
        alarms.set(now.size());
    }

    void failedOver() {
        failOvers.inc();
    }

    void wentAlone() {
        singleCopies.inc();
    }
}
