package org.turntable.reimport;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What a comparison found in one campaign: how many of what, and some of each by name. */
public final class Differences {
    private static final int SAMPLES = 5;

    private final String campaign;
    private final Map<Difference, Long> counts = new EnumMap<>(Difference.class);
    private final Map<Difference, List<String>> samples = new EnumMap<>(Difference.class);

    Differences(String campaign) {
        this.campaign = campaign;
    }

    void add(Difference difference, Object sample) {
        counts.merge(difference, 1L, Long::sum);
        List<String> kept = samples.computeIfAbsent(difference, any -> new ArrayList<>(SAMPLES));
        if (kept.size() < SAMPLES) {
            kept.add(sample.toString());
        }
    }

    /** The campaign's path; empty for what belongs to none. */
    public String campaign() {
        return campaign;
    }

    /** How many; 0 where there is none. */
    public long count(Difference difference) {
        return counts.getOrDefault(difference, 0L);
    }

    /** Some of them, by name: {@code player/number}. */
    public List<String> samples(Difference difference) {
        return List.copyOf(samples.getOrDefault(difference, List.of()));
    }

    /** Rows that are still to be brought over or decided. */
    public long open() {
        return counts.entrySet().stream().filter(entry -> entry.getKey().isOpen()).mapToLong(Map.Entry::getValue).sum();
    }

    /** Those of them for a person. */
    public long conflicts() {
        return counts.entrySet().stream().filter(entry -> entry.getKey().isConflict()).mapToLong(Map.Entry::getValue).sum();
    }
}
