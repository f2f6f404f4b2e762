package org.turntable.redis;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The replicas that a Redis needs to take writes. Behind Sentinels they decide that at most one master takes draws: a
 * master that was cut off stops when its replicas have not acknowledged for {@code maxLagSeconds}, and of a group of at
 * most twice the needed replicas and one, only one side of a cut has as many as a master needs.
 *
 * @param connected its replicas
 * @param needed its {@code min-replicas-to-write}, 0 for none, or {@link #UNKNOWN}
 * @param maxLagSeconds its {@code min-replicas-max-lag}, 0 for none, or {@link #UNKNOWN}
 */
public record RequiredReplicas(int connected, int needed, int maxLagSeconds) {
    /** The greatest {@code min-replicas-max-lag} of a server behind Sentinels. */
    public static final int MAX_LAG_SECONDS = 3;
    /**
     * After this time without an acknowledgement of a replica a master has stopped taking draws: Redis compares whole
     * seconds, once a second, and a node waits for a reply for {@link RedisAddress#TIMEOUT_MS}.
     */
    public static final Duration CUT_OFF = Duration.ofSeconds(MAX_LAG_SECONDS + 3L);

    /** What the account may not read. */
    static final int UNKNOWN = -1;

    static RequiredReplicas of(Map<String, String> info, Map<String, String> config) {
        return new RequiredReplicas(
                number(info, "connected_slaves", 0),
                number(config, "min-replicas-to-write", UNKNOWN),
                number(config, "min-replicas-max-lag", UNKNOWN));
    }

    private static int number(Map<String, String> values, String name, int other) {
        return values.containsKey(name) ? Integer.parseInt(values.get(name)) : other;
    }

    /** Reasons why a server behind Sentinels must not be used for draws, each with the correction. */
    List<String> faults() {
        if (needed == UNKNOWN || maxLagSeconds == UNKNOWN) {
            return List.of("the Redis for draws is behind Sentinels and does not show its min-replicas-to-write and "
                    + "min-replicas-max-lag to this account: it could take draws beside another master; allow it with ACL"
                    + " SETUSER ... +config|get");
        }
        if (needed == 0 || maxLagSeconds == 0 || maxLagSeconds > MAX_LAG_SECONDS) {
            return List.of("the Redis for draws is behind Sentinels and has min-replicas-to-write " + needed
                    + " and min-replicas-max-lag " + maxLagSeconds
                    + ": after a cut it would take draws beside the new master; set min-replicas-to-write 1 and"
                    + " min-replicas-max-lag " + MAX_LAG_SECONDS
                    + " on every server of the group as redis/sentinel.conf says");
        }
        if (connected > 2 * needed) {
            return List.of("the Redis for draws is behind Sentinels and has " + connected
                    + " replicas and min-replicas-to-write " + needed
                    + ": after a cut two masters could each have enough of them; set min-replicas-to-write "
                    + (connected + 1) / 2 + " on every server of the group, or detach a replica");
        }
        return List.of();
    }
}
