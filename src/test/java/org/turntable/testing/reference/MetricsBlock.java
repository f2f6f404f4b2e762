package org.turntable.testing.reference;

import static org.turntable.testing.reference.MarkdownTable.code;

import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.registry.MetricType;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.mockito.Mockito;
import org.turntable.claim.redpacket.RedPacketMetrics;
import org.turntable.draw.DrawMetrics;
import org.turntable.health.ClockMetrics;
import org.turntable.health.NodeClocks;
import org.turntable.ledger.LedgerMetrics;
import org.turntable.mariadb.DatabaseMetrics;
import org.turntable.mariadb.pool.NodePool;
import org.turntable.mariadb.schema.SchemaMonitor;
import org.turntable.redis.RedisMetrics;
import org.turntable.session.SessionMetrics;
import org.turntable.signal.SignalMetrics;
import org.turntable.tool.failover.FailoverMetrics;
import org.turntable.web.signin.SignInMetrics;
import org.turntable.web.telemetry.BeaconMetrics;

/** All metrics with their types, labels and meanings, from a registry in which each class has entered its own. */
public final class MetricsBlock {
    /** Every class that registers metrics of a node, by its simple name. */
    public static final Map<String, Consumer<PrometheusRegistry>> OF_NODES = Map.of(
            "DrawMetrics", DrawMetrics::new,
            "LedgerMetrics", LedgerMetrics::new,
            "SessionMetrics", SessionMetrics::new,
            "SignInMetrics", SignInMetrics::new,
            "BeaconMetrics", BeaconMetrics::new,
            "RedPacketMetrics", RedPacketMetrics::new,
            "SignalMetrics", SignalMetrics::new,
            "ClockMetrics", registry -> ClockMetrics.register(registry, NodeClocks.of(() -> 0)),
            "RedisMetrics", registry -> RedisMetrics.register(registry, Map.of(), () -> 0),
            "DatabaseMetrics", MetricsBlock::database);

    /** Every class that registers metrics of the fail-over agent. */
    public static final Map<String, Consumer<PrometheusRegistry>> OF_THE_AGENT =
            Map.of("FailoverMetrics", FailoverMetrics::new);

    private MetricsBlock() {}

    static String ofNodes() {
        return table(OF_NODES);
    }

    static String ofTheAgent() {
        return table(OF_THE_AGENT);
    }

    private static String table(Map<String, Consumer<PrometheusRegistry>> classes) {
        RecordingRegistry registry = new RecordingRegistry();
        classes.values().forEach(register -> register.accept(registry));
        MarkdownTable table = new MarkdownTable("metric", "type", "labels", "meaning");
        registry.byName.forEach((name, collector) -> table.row(
                code(name),
                collector.getMetricType().name().toLowerCase(Locale.ROOT),
                labels(collector),
                collector.getMetadata().getHelp()));
        return table.toString();
    }

    private static String labels(Collector collector) {
        List<String> names = collector.getLabelNames().stream()
                .sorted(Comparator.naturalOrder())
                .toList();
        return code(String.join(", ", names));
    }

    private static void database(PrometheusRegistry registry) {
        DatabaseMetrics.register(
                registry, Mockito.mock(NodePool.class, Mockito.RETURNS_DEEP_STUBS), Mockito.mock(SchemaMonitor.class));
    }

    private static final class RecordingRegistry extends PrometheusRegistry {
        private final Map<String, Collector> byName = new TreeMap<>();

        @Override
        public void register(Collector collector) {
            super.register(collector);
            boolean counter = collector.getMetricType() == MetricType.COUNTER;
            byName.put(collector.getPrometheusName() + (counter ? "_total" : ""), collector);
        }
    }
}
