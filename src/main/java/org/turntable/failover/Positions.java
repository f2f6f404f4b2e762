package org.turntable.failover;

import java.util.HashMap;
import java.util.Map;

/** Compares GTID positions such as {@code 0-1-120,1-2-7}: a domain, a server, a number each. */
public final class Positions {
    private Positions() {
    }

    /**
     * Whether everything in one position is in the other too. Numbers are compared by domain: two nodes that went different ways are told
     * apart by the server itself, which then refuses to replicate.
     */
    public static boolean contains(String all, String part) {
        Map<String, Long> reached = byDomain(all);
        return byDomain(part).entrySet().stream().allMatch(domain -> reached.getOrDefault(domain.getKey(), -1L) >= domain.getValue());
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
