package org.turntable.draw.restart;

import java.time.Instant;
import java.util.List;
import org.turntable.outage.RedisUnavailableException;

/** The nodes that publish their status. */
@FunctionalInterface
public interface LiveNodes {
    /**
     * A status of a node.
     *
     * @param node its name
     * @param process what identifies its process; null from an older WAR, which reports no entries
     * @param at when it was published
     */
    record Sign(String node, String process, Instant at) {}

    /** The last status of every node of the last hour. */
    List<Sign> read() throws RedisUnavailableException;
}
