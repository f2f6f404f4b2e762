package org.turntable.node;

import io.prometheus.metrics.exporter.servlet.jakarta.PrometheusMetricsServlet;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.servlet.http.HttpServlet;
import java.util.List;
import java.util.function.Supplier;
import org.turntable.draw.Rehearsal;
import org.turntable.health.DrainServlet;
import org.turntable.health.DrainState;
import org.turntable.health.LiveServlet;
import org.turntable.health.NodeStatus;
import org.turntable.health.OpsToken;
import org.turntable.health.Readiness;
import org.turntable.health.ReadyServlet;
import org.turntable.health.RehearsalServlet;
import org.turntable.health.StatusServlet;

/** The routes for ops and monitoring. */
final class OpsModule {
    private OpsModule() {}

    static List<HttpServlet> servlets(
            Supplier<Readiness> readiness,
            Supplier<NodeStatus> status,
            DrainState drain,
            Rehearsal rehearsal,
            OpsToken token,
            PrometheusRegistry registry) {
        return List.of(
                new LiveServlet(),
                new ReadyServlet(readiness),
                new PrometheusMetricsServlet(registry),
                new StatusServlet(status),
                new DrainServlet(drain, token),
                new RehearsalServlet(rehearsal, token));
    }
}
