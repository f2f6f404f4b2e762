package org.turntable.tool.failover;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Predicate;

/** Measured recovery times by fault, in milliseconds, and the targets for their medians. Thread-safe. */
final class RecoveryTimes {
    private final Map<String, Long> targets = new LinkedHashMap<>();
    private final Map<String, List<Long>> measured = new LinkedHashMap<>();

    /** Sets the target for the median of a fault. */
    RecoveryTimes target(String fault, long millis) {
        targets.put(fault, millis);
        return this;
    }

    /** Adds one measurement. */
    synchronized void record(String fault, long millis) {
        measured.computeIfAbsent(fault, key -> new ArrayList<>()).add(millis);
    }

    /** The median of a fault; empty when it was never measured. */
    synchronized OptionalLong median(String fault) {
        List<Long> sorted = new ArrayList<>(measured.getOrDefault(fault, List.of()));
        Collections.sort(sorted);
        int size = sorted.size();
        return size == 0
                ? OptionalLong.empty()
                : OptionalLong.of((sorted.get((size - 1) / 2) + sorted.get(size / 2)) / 2);
    }

    /**
     * The targets that were not met, each with the reason. A target that was never measured is not met.
     *
     * @param selected the faults that were injected in this run
     */
    synchronized Map<String, String> unmet(Predicate<String> selected) {
        Map<String, String> unmet = new LinkedHashMap<>();
        targets.forEach((fault, target) -> {
            if (selected.test(fault)) {
                OptionalLong median = median(fault);
                if (median.isEmpty()) {
                    unmet.put(fault, "never measured");
                } else if (median.getAsLong() > target) {
                    unmet.put(fault, median.getAsLong() + " ms, target " + target + " ms");
                }
            }
        });
        return unmet;
    }

    /** All measurements as a table for the test's output. */
    synchronized String table() {
        StringBuilder table = new StringBuilder(String.format(
                "%n%-58s %8s %8s %8s  %s%n",
                "from the fault to the next confirmed write, ms", "median", "maximum", "target", "measurements"));
        measured.forEach((fault, all) -> table.append(String.format(
                "%-58s %8d %8d %8s  %d%n",
                fault,
                median(fault).orElseThrow(),
                Collections.max(all),
                targets.containsKey(fault) ? targets.get(fault).toString() : "",
                all.size())));
        return table.toString();
    }
}
