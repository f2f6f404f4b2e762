package org.turntable.backup;

import java.util.Map;
import java.util.TreeMap;

/**
 * How far a server has come, in MariaDB's GTIDs.
 *
 * @param reached the highest sequence number, by domain for a position, by domain and server for a history
 */
public record Gtids(Map<String, Long> reached) {
    public Gtids {
        reached = Map.copyOf(reached);
    }

    /**
     * Reads a position, such as {@code 0-1-17}: how far each domain has come, whoever wrote there. Nothing for an empty text.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static Gtids position(String text) {
        return parse(text, false);
    }

    /**
     * Reads a history ({@code gtid_binlog_state}), such as {@code 0-1-17,0-2-12}: how far each server has come in each domain. Two servers that
     * went ways of their own have positions that may contain each other; their histories do not.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static Gtids history(String text) {
        return parse(text, true);
    }

    private static Gtids parse(String text, boolean byServer) {
        Map<String, Long> reached = new TreeMap<>();
        for (String one : text.isBlank() ? new String[0] : text.strip().split(",")) {
            if (!one.strip().matches("\\d{1,10}-\\d{1,10}-\\d{1,18}")) {
                throw new IllegalArgumentException("'" + text + "' is no list of GTIDs");
            }
            String[] parts = one.strip().split("-");
            reached.merge(byServer ? parts[0] + "-" + parts[1] : parts[0], Long.parseLong(parts[2]), Math::max);
        }
        return new Gtids(reached);
    }

    /** Whether everything of the other is in it. */
    public boolean contain(Gtids other) {
        return behind(other) == 0;
    }

    /** How many transactions of the other are not in it. */
    public long behind(Gtids other) {
        return other.reached.entrySet().stream().mapToLong(entry -> Math.max(0, entry.getValue() - reached.getOrDefault(entry.getKey(), 0L))).sum();
    }
}
