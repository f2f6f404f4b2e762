package org.turntable.app;

import com.zaxxer.hikari.HikariPoolMXBean;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.function.DoubleSupplier;
import org.turntable.mariadb.pool.NodePool;

/** What a node tells Prometheus of its connections to MariaDB, and of what it sees there. */
final class DatabaseMetrics {
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
    }

    private static void gauge(PrometheusRegistry registry, String name, String help, DoubleSupplier value) {
        GaugeWithCallback.builder().name(name).help(help).callback(gauge -> gauge.call(value.getAsDouble())).register(registry);
    }
}
