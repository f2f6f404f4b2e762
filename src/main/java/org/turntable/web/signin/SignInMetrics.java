package org.turntable.web.signin;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/** Metrics of sign-ins. */
public final class SignInMetrics {
    private final Counter results;

    /** Registers the metrics. */
    public SignInMetrics(PrometheusRegistry registry) {
        results = Counter.builder()
                .name("turntable_sign_in_results_total")
                .help("Callbacks of WeChat's sign-in, by how they came out.")
                .labelNames("result")
                .register(registry);
    }

    void came(SignInResult result) {
        results.labelValues(result.word()).inc();
    }
}
