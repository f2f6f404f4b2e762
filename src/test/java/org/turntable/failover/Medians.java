package org.turntable.failover;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was measured, fault by fault, as a table of medians beside their targets. */
final class Medians {
    private final Map<String, Long> targets = new LinkedHashMap<>();
    private final Map<String, List<Long>> measured = new LinkedHashMap<>();

    Medians target(String what, long millis) {
        targets.put(what, millis);
        return this;
    }

    synchronized void measured(String what, long millis) {
        measured.computeIfAbsent(what, key -> new ArrayList<>()).add(millis);
    }

    synchronized long median(String what) {
        List<Long> sorted = new ArrayList<>(measured.getOrDefault(what, List.of()));
        Collections.sort(sorted);
        int size = sorted.size();
        return size == 0 ? -1 : (sorted.get((size - 1) / 2) + sorted.get(size / 2)) / 2;
    }

    /** Medians over their targets, times a number: a machine that runs other tests beside this one is slower than one that does not. */
    synchronized Map<String, Long> missed(int times) {
        Map<String, Long> missed = new LinkedHashMap<>();
        targets.forEach((what, most) -> {
            if (median(what) > most * times) {
                missed.put(what, median(what));
            }
        });
        return missed;
    }

    synchronized String table() {
        StringBuilder table = new StringBuilder(String.format("%n%-58s %8s %8s %8s  %s%n", "from the fault to the next confirmed write, ms", "median",
                "most", "target", "times"));
        measured.forEach((what, all) -> table.append(String.format("%-58s %8d %8d %8s  %d%n", what, median(what), Collections.max(all),
                targets.containsKey(what) ? targets.get(what).toString() : "", all.size())));
        return table.toString();
    }
}
