package org.turntable.draw;

import java.util.Map;
import org.turntable.outage.RedisUnavailableException;

/** The taken units of each prize as counted by Redis: awarded units and candidates that are not confirmed yet. */
public interface TakenCounts {
    /**
     * By the prize's id; a prize without taken units may be missing.
     *
     * @throws RedisUnavailableException if Redis does not answer
     */
    Map<Integer, Long> of(int campaignId);
}
