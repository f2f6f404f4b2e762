package org.turntable.health;

import java.util.Map;

/**
 * The status of a node, for the table of nodes.
 *
 * @param node its name
 * @param version of the WAR
 * @param deployment Tomcat's version of this deployment, such as 000012; empty for a plain ROOT.war
 * @param ready whether it may be sent players
 * @param draining whether it is draining
 * @param components the status of each component in a word
 * @param cpu share of the machine's processors in use, 0 to 1; negative while unknown
 * @param heap share of the heap in use, 0 to 1
 * @param waiting draws in this node's memory that MariaDB does not have yet
 * @param upSeconds since this WAR started
 * @param writer the database server that takes this node's writes, address:port; empty while none does
 * @param process what identifies the process of this node, as it reports it after a restart of the Redis for draws;
 *     null from a node of an earlier version
 * @param clocks the clocks compared; null from a node of an earlier version
 */
public record NodeStatus(
        String node,
        String version,
        String deployment,
        boolean ready,
        boolean draining,
        Map<String, String> components,
        double cpu,
        double heap,
        int waiting,
        long upSeconds,
        String writer,
        String process,
        Clocks clocks) {
    /**
     * Clocks compared, in seconds.
     *
     * @param redisOffset how far this node's clock is ahead of the Redis for draws; null before it was measured
     * @param mariadbOffset the same against the writer
     * @param redisBehind how far the clock of that Redis is behind the time that decides on draws; 0 in ordinary life
     */
    public record Clocks(Double redisOffset, Double mariadbOffset, double redisBehind) {}
}
