package org.turntable.node;

import io.prometheus.metrics.exporter.servlet.jakarta.PrometheusMetricsServlet;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.servlet.http.HttpServlet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.turntable.draw.Rehearsal;
import org.turntable.health.DrainServlet;
import org.turntable.health.DrainState;
import org.turntable.health.LiveServlet;
import org.turntable.health.NodeStatus;
import org.turntable.health.OpsConnector;
import org.turntable.health.OpsToken;
import org.turntable.health.Readiness;
import org.turntable.health.ReadyServlet;
import org.turntable.health.RehearsalServlet;
import org.turntable.health.StatusServlet;

/** The routes for ops and monitoring. */
final class OpsModule {
    /** As manager.xml has it where setenv.sh sets none. */
    private static final String LOOPBACK = "127\\.0\\.0\\.1|::1|0:0:0:0:0:0:0:1";

    private OpsModule() {}

    /** The connector that setenv.sh and server.xml agree on, by the system properties that setenv.sh sets. */
    static OpsConnector connector() {
        // Two connectors of one port could not be told apart, so neither is for ops.
        OptionalInt port = Optional.ofNullable(System.getProperty("turntable.ops.port"))
                .filter(text -> text.matches("[0-9]{1,5}"))
                .filter(text -> !text.equals(System.getProperty("turntable.http.port")))
                .map(text -> OptionalInt.of(Integer.parseInt(text)))
                .orElse(OptionalInt.empty());
        return new OpsConnector(port, Pattern.compile(System.getProperty("turntable.bastions", LOOPBACK)));
    }

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
