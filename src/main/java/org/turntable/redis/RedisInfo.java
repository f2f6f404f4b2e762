package org.turntable.redis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The state of a Redis server, from its command INFO.
 *
 * @param runId identifies the run of the server process; a restart changes it
 * @param appendOnly whether writes go to the append-only file
 * @param evictionPolicy its {@code maxmemory-policy}
 * @param loading whether it is still loading its data after a start; until then {@code appendOnly} is not reliable
 */
public record RedisInfo(String runId, boolean appendOnly, String evictionPolicy, boolean loading) {
    /** Reads the answer of INFO. */
    public static RedisInfo parse(String info) {
        Map<String, String> fields = fields(info);
        return new RedisInfo(
                fields.getOrDefault("run_id", ""),
                "1".equals(fields.get("aof_enabled")),
                fields.getOrDefault("maxmemory_policy", "unknown"),
                "1".equals(fields.get("loading")));
    }

    /**
     * The used share of {@code maxmemory} from the answer of {@code INFO memory}, as Redis compares it with its limit:
     * without the buffers of replicas and of the append-only file.
     *
     * @return 0 without a limit
     */
    public static double memoryRatio(String info) {
        Map<String, String> fields = fields(info);
        long limit = number(fields, "maxmemory");
        return limit == 0
                ? 0
                : (double) (number(fields, "used_memory") - number(fields, "mem_not_counted_for_evict")) / limit;
    }

    private static long number(Map<String, String> fields, String name) {
        return Long.parseLong(fields.getOrDefault(name, "0"));
    }

    private static Map<String, String> fields(String info) {
        Map<String, String> fields = new HashMap<>();
        info.lines().forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0) {
                fields.put(line.substring(0, colon), line.substring(colon + 1).trim());
            }
        });
        return fields;
    }

    /** Reasons why it must not be used for draws, each with the correction; empty if there are none. */
    public List<String> faultsForDraws() {
        List<String> faults = new ArrayList<>();
        if (!appendOnly && !loading) {
            faults.add("the Redis for draws has appendonly no: an answered draw would be gone after a crash; set "
                    + "appendonly yes and"
                    + " appendfsync always as redis/draws.conf does");
        }
        if (!"noeviction".equals(evictionPolicy)) {
            faults.add("the Redis for draws has maxmemory-policy " + evictionPolicy
                    + ": it would throw away players' draws;"
                    + " set maxmemory-policy noeviction as redis/draws.conf does");
        }
        return faults;
    }
}
