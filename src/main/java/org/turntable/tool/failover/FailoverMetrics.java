package org.turntable.tool.failover;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Set;
import org.turntable.tool.failover.policy.ClusterState;
import org.turntable.tool.failover.policy.ReplicationMode;

/** The agent's metrics for Prometheus. */
public final class FailoverMetrics {
    private final Gauge term;
    private final Gauge mode;
    private final Gauge writer;
    private final Gauge answers;
    private final Gauge alarms;
    private final Counter automaticFailovers;
    private final Counter singleCopies;

    /** Registers the agent's metrics. */
    public FailoverMetrics(PrometheusRegistry registry) {
        term = Gauge.builder()
                .name("turntable_failover_term")
                .help("Increases with each change of the writer.")
                .register(registry);
        mode = Gauge.builder()
                .name("turntable_failover_mode")
                .help("1 for the current replication mode.")
                .labelNames("mode")
                .register(registry);
        writer = Gauge.builder()
                .name("turntable_failover_writer")
                .help("1 for the server that may write.")
                .labelNames("node")
                .register(registry);
        answers = Gauge.builder()
                .name("turntable_failover_answers")
                .help("1 while the server answers the agent.")
                .labelNames("node")
                .register(registry);
        alarms = Gauge.builder()
                .name("turntable_failover_alarms")
                .help("Active alarms that need an operator.")
                .register(registry);
        automaticFailovers = Counter.builder()
                .name("turntable_failover_fail_overs_total")
                .help("Promotions without an operator's request.")
                .register(registry);
        singleCopies = Counter.builder()
                .name("turntable_failover_single_copy_total")
                .help("Changes to single-copy mode.")
                .register(registry);
    }

    void update(ClusterState update) {
        term.set(update.term());
        for (ReplicationMode one : ReplicationMode.values()) {
            mode.labelValues(one.name().toLowerCase(java.util.Locale.ROOT)).set(one == update.mode() ? 1 : 0);
        }
        writer.clear();
        writer.labelValues(update.writer()).set(1);
    }

    void answers(String node, boolean now) {
        answers.labelValues(node).set(now ? 1 : 0);
    }

    void alarms(Set<String> now) {
        alarms.set(now.size());
    }

    void automaticFailover() {
        automaticFailovers.inc();
    }

    void singleCopyEntered() {
        singleCopies.inc();
    }
}
