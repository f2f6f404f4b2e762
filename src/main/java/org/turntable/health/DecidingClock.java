package org.turntable.health;

import java.util.List;
import java.util.Map;
import org.turntable.outage.RedisUnavailableException;

/** The clock of the Redis for draws, and the time by which it has decided draws already. */
public interface DecidingClock {
    /**
     * What it shows.
     *
     * @param millis the clock of Redis, in milliseconds since the epoch
     * @param latest by the campaign's id, the time of the latest admitted draw, to the second; without one it is
     *     missing
     */
    record Reading(double millis, Map<Integer, Long> latest) {
        /** By how many seconds the clock is behind that campaign's latest draw; 0 in ordinary life. */
        public double behind(int campaignId) {
            return Math.max(0, (latest.getOrDefault(campaignId, 0L) - millis) / 1e3);
        }
    }

    /**
     * Reads it; for background threads only.
     *
     * @throws RedisUnavailableException if Redis does not answer soon
     */
    Reading read(List<Integer> campaignIds);
}
