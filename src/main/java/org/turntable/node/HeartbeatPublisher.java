package org.turntable.node;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.concurrent.PeriodicTask;
import org.turntable.health.NodeRegistry;
import org.turntable.health.NodeStatus;
import org.turntable.outage.RedisUnavailableException;

/** Publishes the status of this node every few seconds, for the other nodes and the console. */
final class HeartbeatPublisher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HeartbeatPublisher.class);

    private final NodeRegistry registry;
    private final Supplier<NodeStatus> status;
    private final Supplier<Instant> clock;
    private final PeriodicTask task = new PeriodicTask(
            "node-heartbeat", "publishing the status of this node", Duration.ofSeconds(3), this::publish);

    HeartbeatPublisher(NodeRegistry registry, Supplier<NodeStatus> status, Supplier<Instant> clock) {
        this.registry = registry;
        this.status = status;
        this.clock = clock;
    }

    void start() {
        task.start();
    }

    private void publish() {
        try {
            registry.publish(status.get(), clock.get());
        } catch (RedisUnavailableException unavailable) {
            // A metric and /readyz show the outage already, and the console shows the age of the last status.
            LOG.debug("the status of this node could not be published: {}", unavailable.getMessage());
        }
    }

    @Override
    public void close() {
        task.close();
    }
}
