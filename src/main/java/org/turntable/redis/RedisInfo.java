package org.turntable.redis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The state of a Redis server, from its commands INFO and CONFIG GET.
 *
 * @param runId identifies the run of the server process; a restart changes it
 * @param appendOnly whether writes go to the append-only file
 * @param appendSync its {@code appendfsync}, or {@link #UNKNOWN} where the account may not read it
 * @param syncPauses whether it does not sync the append-only file while that is rewritten
 * @param evictionPolicy its {@code maxmemory-policy}
 * @param loading whether it is still loading its data after a start; until then {@code appendOnly} is not reliable
 * @param replicas the replicas that it needs to take writes
 */
public record RedisInfo(
        String runId,
        boolean appendOnly,
        String appendSync,
        boolean syncPauses,
        String evictionPolicy,
        boolean loading,
        RequiredReplicas replicas) {
    /** What the account may not read. */
    static final String UNKNOWN = "unknown";

    /** The patterns for CONFIG GET whose answers {@link #parse(String, Map)} reads. */
    static final List<String> CONFIG = List.of("*appendfsync*", "min-replicas-*");

    /** Reads the answer of INFO alone. */
    public static RedisInfo parse(String info) {
        return parse(info, Map.of());
    }

    /**
     * Reads the answer of INFO and those of CONFIG GET.
     *
     * @param config empty where the account may not read it
     */
    static RedisInfo parse(String info, Map<String, String> config) {
        Map<String, String> fields = fields(info);
        return new RedisInfo(
                fields.getOrDefault("run_id", ""),
                "1".equals(fields.get("aof_enabled")),
                config.getOrDefault("appendfsync", UNKNOWN),
                "yes".equals(config.get("no-appendfsync-on-rewrite")),
                fields.getOrDefault("maxmemory_policy", UNKNOWN),
                "1".equals(fields.get("loading")),
                RequiredReplicas.of(fields, config));
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

    /** Whether it is known how it syncs the append-only file. */
    public boolean showsSync() {
        return !appendSync.equals(UNKNOWN);
    }

    /**
     * Reasons why it must not be used for draws, each with the correction; empty if there are none.
     *
     * @param sentinels whether Sentinels may make another server the master
     */
    public List<String> faultsForDraws(boolean sentinels) {
        List<String> faults = faultsForDraws();
        if (sentinels) {
            faults.addAll(replicas.faults());
        }
        return faults;
    }

    /** The same for a server without Sentinels. */
    public List<String> faultsForDraws() {
        List<String> faults = new ArrayList<>();
        if (!appendOnly && !loading) {
            faults.add("the Redis for draws has appendonly no: an answered draw would be gone after a crash; set "
                    + "appendonly yes and"
                    + " appendfsync always as redis/draws.conf does");
        } else if (showsSync() && !appendSync.equals("always")) {
            faults.add("the Redis for draws has appendfsync " + appendSync
                    + ": the draws answered last would be gone after a power cut;"
                    + " set appendfsync always as redis/draws.conf does");
        }
        if (syncPauses) {
            faults.add(
                    "the Redis for draws has no-appendfsync-on-rewrite yes: while its log is rewritten nothing would "
                            + "be synced; set no-appendfsync-on-rewrite no as redis/draws.conf does");
        }
        if (!"noeviction".equals(evictionPolicy)) {
            faults.add("the Redis for draws has maxmemory-policy " + evictionPolicy
                    + ": it would throw away players' draws;"
                    + " set maxmemory-policy noeviction as redis/draws.conf does");
        }
        return faults;
    }
}
