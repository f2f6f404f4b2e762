package org.turntable.tool.failover.policy;

import java.time.Duration;

/**
 * The agent's timeouts.
 *
 * @param probe interval between two probes of a member
 * @param silence how long a member that does not refuse connections must be silent before it counts as dead
 * @param pause minimum time between two automatic fail-overs
 * @param singleCopy maximum time in single-copy mode
 */
public record FailoverTimeouts(Duration probe, Duration silence, Duration pause, Duration singleCopy) {
    /** Consecutive probes that must have failed before a member counts as dead. */
    public static final int FAILURES = 3;

    /** Maximum age of the last status for a member to count as answering. */
    Duration fresh() {
        return probe.multipliedBy(3).plusMillis(400);
    }
}
