package org.turntable.failover;

import java.time.Duration;

/**
 * The agent's times.
 *
 * @param probe      between two looks at a node
 * @param silence    how long nobody must have heard of a node that does not refuse connections, before it counts as dead
 * @param pause      least time between two fail-overs that nobody ordered
 * @param singleCopy longest time in single-copy mode
 */
public record Limits(Duration probe, Duration silence, Duration pause, Duration singleCopy) {
    /** Looks in a row that must have failed. */
    static final int FAILURES = 3;

    /** How old the last answer may be for a node to count as answering. */
    Duration fresh() {
        return probe.multipliedBy(3).plusMillis(400);
    }
}
