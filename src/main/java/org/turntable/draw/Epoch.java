package org.turntable.draw;

/**
 * One life of Redis's state for a campaign.
 *
 * @param number rises by one each time the state was lost; 1 is the first
 * @param runId  the run of the Redis server to which it is bound: a call that was made for this epoch is sent to no other
 */
public record Epoch(long number, String runId) {
}
