package org.turntable.redis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a Redis says of itself.
 *
 * @param runId          the run of this server process
 * @param appendOnly     whether answered writes go to the append-only file
 * @param evictionPolicy what happens at its memory limit
 * @param loading        whether it still reads its log after a start; until it has, it says nothing true of its log
 */
public record RedisCondition(String runId, boolean appendOnly, String evictionPolicy, boolean loading) {
    /** Reads the answer of INFO. */
    static RedisCondition parse(String info) {
        Map<String, String> fields = new HashMap<>();
        info.lines().forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0) {
                fields.put(line.substring(0, colon), line.substring(colon + 1).trim());
            }
        });
        return new RedisCondition(fields.getOrDefault("run_id", ""), "1".equals(fields.get("aof_enabled")),
                fields.getOrDefault("maxmemory_policy", "unknown"), "1".equals(fields.get("loading")));
    }

    /** What makes it unfit for draws, each with its mend; empty when it is fit. */
    public List<String> faultsForDraws() {
        List<String> faults = new ArrayList<>();
        if (!appendOnly && !loading) {
            faults.add("the Redis for draws has appendonly no: an answered draw would be gone after a crash; set appendonly yes and"
                    + " appendfsync always as redis/draws.conf does");
        }
        if (!"noeviction".equals(evictionPolicy)) {
            faults.add("the Redis for draws has maxmemory-policy " + evictionPolicy + ": it would throw away players' draws;"
                    + " set maxmemory-policy noeviction as redis/draws.conf does");
        }
        return faults;
    }
}
