package org.turntable.mariadb;

import com.zaxxer.hikari.HikariPoolMXBean;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.function.DoubleSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.mariadb.pool.NodePool;
import org.turntable.mariadb.schema.SchemaMonitor;

/** Prometheus metrics of a node's connections to MariaDB, and of the schema that it found there. */
public final class DatabaseMetrics {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseMetrics.class);

    private DatabaseMetrics() {}

    public static void register(PrometheusRegistry registry, NodePool pool, SchemaMonitor schemaMonitor) {
        HikariPoolMXBean hikari = pool.getHikariPoolMXBean();
        GaugeWithCallback.builder()
                .name("turntable_mariadb_connections")
                .help("Connections of this node's pool to MariaDB, by state.")
                .labelNames("state")
                .callback(gauge -> {
                    gauge.call(hikari.getActiveConnections(), "active");
                    gauge.call(hikari.getIdleConnections(), "idle");
                })
                .register(registry);
        gauge(
                registry,
                "turntable_mariadb_connections_most",
                "The most connections that this node opens on one server.",
                pool::maxConnections);
        gauge(
                registry,
                "turntable_mariadb_waiting",
                "Threads of this node that wait for a connection of the pool.",
                hikari::getThreadsAwaitingConnection);
        GaugeWithCallback.builder()
                .name("turntable_mariadb_writer")
                .help("1 for the server that accepts writes, 0 for any other.")
                .labelNames("address")
                .callback(gauge -> pool.writerMonitor()
                        .servers()
                        .forEach(server -> gauge.call(
                                pool.writerMonitor()
                                                .writer()
                                                .filter(server::equals)
                                                .isPresent()
                                        ? 1
                                        : 0,
                                server)))
                .register(registry);
        CounterWithCallback.builder()
                .name("turntable_mariadb_writer_moves_total")
                .help("How often another server than before became the writer.")
                .callback(counter -> counter.call(pool.writerMonitor().changes()))
                .register(registry);
        gauge(
                registry,
                "turntable_mariadb_sessions",
                "Sessions of all nodes on the writer, those of killed nodes included.",
                () -> schemaMonitor.sessions().count());
        gauge(
                registry,
                "turntable_mariadb_sessions_most",
                "Sessions that the writer allows the nodes' account; 0 for no limit.",
                () -> schemaMonitor.sessions().limit());
        gauge(
                registry,
                "turntable_schema_missing_indexes",
                "Tables and indexes that are missing, or differ from what this build expects.",
                schemaMonitor::problems);
        sampleReads(registry, pool);
    }

    /** Counts and logs the sampled statements that read far more rows than their budget. */
    private static void sampleReads(PrometheusRegistry registry, NodePool pool) {
        Counter over = Counter.builder()
                .name("turntable_sql_over_budget_total")
                .help("Samples of a statement that read far more rows than its budget.")
                .labelNames("statement")
                .register(registry);
        pool.sampleReads((budget, read, most) -> {
            over.labelValues(budget.word()).inc();
            LOG.warn(
                    "statement {} read {} rows, its budget is {}: check its indexes with turntable-ops schema check",
                    budget.word(),
                    read,
                    most);
        });
    }

    private static void gauge(PrometheusRegistry registry, String name, String help, DoubleSupplier value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(gauge -> gauge.call(value.getAsDouble()))
                .register(registry);
    }
}
