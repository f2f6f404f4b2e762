package org.turntable.tool.failover.policy;

import java.util.HashMap;
import java.util.Map;

/** Compares GTID positions such as {@code 0-1-120,1-2-7}: domain, server and sequence number of each domain. */
public final class GtidPositions {
    private GtidPositions() {}

    /**
     * Whether every transaction of one position is in the other too. Sequence numbers are compared by domain only:
     * members that have diverged are detected by the server itself, which then refuses to replicate.
     */
    public static boolean contains(String all, String part) {
        Map<String, Long> reached = byDomain(all);
        return byDomain(part).entrySet().stream()
                .allMatch(domain -> reached.getOrDefault(domain.getKey(), -1L) >= domain.getValue());
    }

    private static Map<String, Long> byDomain(String position) {
        Map<String, Long> numbers = new HashMap<>();
        for (String gtid : (position == null ? "" : position).split(",")) {
            String[] parts = gtid.strip().split("-");
            if (parts.length == 3) {
                numbers.merge(parts[0], Long.parseLong(parts[2]), Math::max);
            }
        }
        return numbers;
    }
}
