package org.turntable.draw;

/**
 * A period in which Redis's state of a campaign is continuous.
 *
 * @param number increases by one each time the state was lost; 1 is the first
 * @param runId the run id of the Redis server to which it is bound: a call that was made for this epoch is sent to no
 *     other run
 */
public record Epoch(long number, String runId) {}
