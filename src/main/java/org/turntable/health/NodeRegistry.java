package org.turntable.health;

import java.time.Instant;
import java.util.List;
import org.turntable.outage.RedisUnavailableException;

/** Where nodes publish a heartbeat every few seconds, so that each node can show the status of all. */
public interface NodeRegistry {
    /**
     * The last heartbeat of a node.
     *
     * @param status the status of the node
     * @param at when it was published
     */
    record Heartbeat(NodeStatus status, Instant at) {}

    /** Publishes the status of this node. */
    void publish(NodeStatus status, Instant now) throws RedisUnavailableException;

    /** The last heartbeat of each node within the last hour, in the order of their names. */
    List<Heartbeat> all(Instant now) throws RedisUnavailableException;
}
