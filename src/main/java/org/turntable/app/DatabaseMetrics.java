package org.turntable.app;

import com.zaxxer.hikari.HikariPoolMXBean;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.function.DoubleSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.mariadb.pool.NodePool;

/** What a node tells Prometheus of its connections to MariaDB, and of what it sees there. */
final class DatabaseMetrics {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseMetrics.class);

    private DatabaseMetrics() {
    }

    static void register(PrometheusRegistry registry, NodePool pool, DatabaseWatch watch) {
        HikariPoolMXBean numbers = pool.getHikariPoolMXBean();
        GaugeWithCallback.builder().name("turntable_mariadb_connections").help("This node's connections to MariaDB, by what they do.").labelNames("state")
                .callback(gauge -> {
                    gauge.call(numbers.getActiveConnections(), "active");
                    gauge.call(numbers.getIdleConnections(), "idle");
                }).register(registry);
        gauge(registry, "turntable_mariadb_connections_most", "Connections that this node ever holds on one server.", pool::most);
        gauge(registry, "turntable_mariadb_waiting", "Threads of this node that wait for a connection.", numbers::getThreadsAwaitingConnection);
        GaugeWithCallback.builder().name("turntable_mariadb_writer").help("1 for the server that takes writes, 0 for any other.").labelNames("address")
                .callback(gauge -> pool.watch().servers().forEach(server -> gauge.call(pool.watch().writer().filter(server::equals).isPresent() ? 1 : 0, server)))
                .register(registry);
        CounterWithCallback.builder().name("turntable_mariadb_writer_moves_total").help("Times that another server than before took writes.")
                .callback(counter -> counter.call(pool.watch().moves())).register(registry);
        gauge(registry, "turntable_mariadb_sessions", "Sessions of all nodes on the writer, those of killed ones included.", () -> watch.sessions().now());
        gauge(registry, "turntable_mariadb_sessions_most", "Sessions that the writer allows them; 0 for any number.", () -> watch.sessions().most());
        gauge(registry, "turntable_schema_missing_indexes", "Tables and indexes that are missing, or not as this build expects them.", watch::missing);
        tellOverBudget(registry, pool);
    }

    /** Statements that were measured while they served players, and read far more rows than they may. */
    private static void tellOverBudget(PrometheusRegistry registry, NodePool pool) {
        Counter over = Counter.builder().name("turntable_sql_over_budget_total").help("Samples of a statement that read far more rows than it may.")
                .labelNames("statement").register(registry);
        pool.sampleReads((budget, read, most) -> {
            over.labelValues(budget.word()).inc();
            LOG.warn("statement {} read {} rows and may read {}: look at its indexes with turntable-ops schema check", budget.word(), read, most);
        });
    }

    private static void gauge(PrometheusRegistry registry, String name, String help, DoubleSupplier value) {
        GaugeWithCallback.builder().name(name).help(help).callback(gauge -> gauge.call(value.getAsDouble())).register(registry);
    }
}
