package org.turntable.tool.reimport.compare;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.turntable.tool.reimport.rule.DifferenceKind;

/** The result of comparing one campaign: a count and some samples of each kind of difference. */
public final class Differences {
    private static final int SAMPLES = 5;

    private final String campaign;
    private final Map<DifferenceKind, Long> counts = new EnumMap<>(DifferenceKind.class);
    private final Map<DifferenceKind, List<String>> samples = new EnumMap<>(DifferenceKind.class);

    Differences(String campaign) {
        this.campaign = campaign;
    }

    void add(DifferenceKind difference, Object sample) {
        counts.merge(difference, 1L, Long::sum);
        List<String> kept = samples.computeIfAbsent(difference, any -> new ArrayList<>(SAMPLES));
        if (kept.size() < SAMPLES) {
            kept.add(sample.toString());
        }
    }

    /** The campaign's slug; empty for shared tables. */
    public String campaign() {
        return campaign;
    }

    /** The number of differences of that kind. */
    public long count(DifferenceKind difference) {
        return counts.getOrDefault(difference, 0L);
    }

    /** Samples, by key such as {@code player/number}; at most 5. */
    public List<String> samples(DifferenceKind difference) {
        return List.copyOf(samples.getOrDefault(difference, List.of()));
    }

    /** Number of rows to import or to decide. */
    public long open() {
        return counts.entrySet().stream()
                .filter(entry -> entry.getKey().isOpen())
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** Number of rows to decide. */
    public long conflicts() {
        return counts.entrySet().stream()
                .filter(entry -> entry.getKey().isConflict())
                .mapToLong(Map.Entry::getValue)
                .sum();
    }
}
