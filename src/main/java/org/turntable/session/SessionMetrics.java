package org.turntable.session;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/** Metrics of sessions. */
public final class SessionMetrics implements SessionEvents {
    private final Counter loads;
    private final Counter saves;
    private final Counter gone;
    private final Counter unreadable;
    private final Counter unavailable;

    public SessionMetrics(PrometheusRegistry registry) {
        loads = counter(registry, "turntable_session_loads_total", "Sessions read from Redis.");
        saves = counter(registry, "turntable_session_saves_total", "Sessions written to Redis.");
        gone = counter(
                registry,
                "turntable_session_gone_total",
                "Changes dropped because another request had ended the session.");
        unreadable = counter(
                registry,
                "turntable_session_unreadable_total",
                "Stored sessions that could not be understood and counted as none.");
        unavailable = counter(
                registry,
                "turntable_session_unavailable_total",
                "Requests answered 503 because they needed a session and Redis did not answer.");
    }

    private static Counter counter(PrometheusRegistry registry, String name, String help) {
        return Counter.builder().name(name).help(help).register(registry);
    }

    @Override
    public void loaded() {
        loads.inc();
    }

    @Override
    public void saved() {
        saves.inc();
    }

    @Override
    public void gone() {
        gone.inc();
    }

    @Override
    public void unreadable() {
        unreadable.inc();
    }

    @Override
    public void unavailable() {
        unavailable.inc();
    }
}
