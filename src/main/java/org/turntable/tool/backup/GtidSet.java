package org.turntable.tool.backup;

import java.util.Map;
import java.util.TreeMap;

/**
 * The transactions that a server has, as the last sequence numbers of MariaDB's GTIDs.
 *
 * @param reached the highest sequence number, by domain for a position, by domain and server for a history
 */
public record GtidSet(Map<String, Long> reached) {
    public GtidSet {
        reached = Map.copyOf(reached);
    }

    /**
     * Parses a position such as {@code 0-1-17}: the last sequence number of each domain, whichever server wrote it. An
     * empty text is the empty set.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static GtidSet position(String text) {
        return parse(text, false);
    }

    /**
     * Parses a history ({@code gtid_binlog_state}) such as {@code 0-1-17,0-2-12}: the last sequence number of each
     * server in each domain. The positions of two servers that have diverged may contain each other; their histories do
     * not.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static GtidSet history(String text) {
        return parse(text, true);
    }

    private static GtidSet parse(String text, boolean byServer) {
        Map<String, Long> reached = new TreeMap<>();
        for (String one : text.isBlank() ? new String[0] : text.strip().split(",")) {
            if (!one.strip().matches("\\d{1,10}-\\d{1,10}-\\d{1,18}")) {
                throw new IllegalArgumentException("'" + text + "' is not a list of GTIDs");
            }
            String[] parts = one.strip().split("-");
            reached.merge(byServer ? parts[0] + "-" + parts[1] : parts[0], Long.parseLong(parts[2]), Math::max);
        }
        return new GtidSet(reached);
    }

    /** Whether it has every transaction of the other. */
    public boolean contains(GtidSet other) {
        return behind(other) == 0;
    }

    /** The number of transactions of the other that it does not have. */
    public long behind(GtidSet other) {
        return other.reached.entrySet().stream()
                .mapToLong(entry -> Math.max(0, entry.getValue() - reached.getOrDefault(entry.getKey(), 0L)))
                .sum();
    }
}
