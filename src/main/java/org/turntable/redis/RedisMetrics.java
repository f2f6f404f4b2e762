package org.turntable.redis;

import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;

/** Metrics of this node's connections to each Redis. */
public final class RedisMetrics {
    private RedisMetrics() {}

    /**
     * @param instances each Redis by name
     * @param drawsMemory used share of the memory limit of the Redis for draws
     */
    public static void register(
            PrometheusRegistry registry, Map<String, BooleanSupplier> instances, DoubleSupplier drawsMemory) {
        GaugeWithCallback.builder()
                .name("turntable_redis_memory_ratio")
                .help("Used share of maxmemory; from 0.85 on new draws are refused as busy.")
                .labelNames("instance")
                .callback(gauge -> gauge.call(drawsMemory.getAsDouble(), "draws"))
                .register(registry);
        GaugeWithCallback.builder()
                .name("turntable_redis_up")
                .help("1 while calls to this Redis are tried, 0 while they fail at once.")
                .labelNames("instance")
                .callback(gauge -> instances.forEach((name, up) -> gauge.call(up.getAsBoolean() ? 1 : 0, name)))
                .register(registry);
    }
}
