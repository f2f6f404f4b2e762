package org.turntable.testing.bench;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The settings of a bench run.
 *
 * @param seconds measured time of one round, {@code -Dbench.seconds}
 * @param rounds rounds of each measurement, of which the median is reported, {@code -Dbench.rounds}
 * @param connections connection counts, {@code -Dbench.connections}
 * @param parts which parts to run, {@code -Dbench.parts}
 * @param turntable whether Turntable itself is measured; {@code -Dbench.turntable=false} measures the yardsticks alone
 * @param backlog draws that the ledger part accumulates, {@code -Dbench.backlog}
 * @param outageMinutes how long MariaDB is unavailable in the outage part, {@code -Dbench.outage.minutes}
 */
record BenchSettings(
        int seconds,
        int rounds,
        List<Integer> connections,
        Set<Part> parts,
        boolean turntable,
        int backlog,
        int outageMinutes) {
    /** Every connection count of a part that needs one only. */
    static final int MIDDLE = 128;

    /** The parts of a run, in their order. */
    enum Part {
        /** The maximum draws per second of each implementation. */
        PEAK,
        /** Latency at half of the peak, on an empty system and with a million players and draws there. */
        FILLED,
        /** Both again while Redis rewrites its log. */
        REWRITE,
        /** How quickly the ledger brings a backlog into MariaDB. */
        LEDGER,
        /** The time from the start of a node to its readiness. */
        START,
        /** Half an hour without MariaDB at the full rate of draws; only on request. */
        OUTAGE,
        /** The cost of shared sessions, compared with other implementations and none; needs no MariaDB. */
        SESSIONS
    }

    /** Reads the system properties. */
    static BenchSettings fromSystemProperties() {
        List<Integer> connections = Arrays.stream(
                        System.getProperty("bench.connections", "64,128,200").split(","))
                .map(Integer::valueOf)
                .toList();
        Set<Part> parts = EnumSet.noneOf(Part.class);
        for (String part : System.getProperty("bench.parts", "peak,filled,rewrite,ledger,start,sessions")
                .split(",")) {
            parts.add(Part.valueOf(part.strip().toUpperCase(Locale.ROOT)));
        }
        return new BenchSettings(
                Integer.getInteger("bench.seconds", 4),
                Integer.getInteger("bench.rounds", 3),
                connections,
                parts,
                Boolean.parseBoolean(System.getProperty("bench.turntable", "true")),
                Integer.getInteger("bench.backlog", 500_000),
                Integer.getInteger("bench.outage.minutes", 30));
    }

    /** Whether the part is to be run; without Turntable those that have something else to measure. */
    boolean has(Part part) {
        return parts.contains(part) && (turntable || part == Part.PEAK || part == Part.SESSIONS);
    }

    /** Whether any part is about draws. */
    boolean hasDraws() {
        return Arrays.stream(Part.values()).anyMatch(part -> part != Part.SESSIONS && has(part));
    }
}
