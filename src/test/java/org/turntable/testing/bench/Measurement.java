package org.turntable.testing.bench;

import java.util.List;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.turntable.testing.load.LoadResult;

/**
 * One round of one way at one connection count.
 *
 * @param load what the driver measured
 * @param results answers of the whole round that were results
 * @param rows rows of them on both databases one second after the last answer; equal to results for a way without a
 *     database
 * @param perSecond results a second in the measured time, less those whose rows were missing
 * @param used what the servers counted over the whole round
 * @param diskP99 what 99 of 100 small writes with a sync took on the servers' disk meanwhile, in ms ({@link DiskProbe})
 */
record Measurement(LoadResult load, long results, long rows, double perSecond, ServerCounters used, double diskP99) {
    static Measurement of(LoadResult load, long results, long rows, ServerCounters used, double diskP99) {
        // A missing row counts against the measured time, whenever it was drawn; so do answers that were no result.
        long others = load.allAnswers() - results;
        double counted = Math.max(0, load.measuredAnswers() - others - Math.max(0, results - rows));
        return new Measurement(load, results, rows, counted / load.measuredSeconds(), used, diskP99);
    }

    /** The middle one of some rounds, by what counts. */
    static double median(List<Measurement> rounds, ToDoubleFunction<Measurement> value) {
        double[] sorted = rounds.stream().mapToDouble(value).sorted().toArray();
        return sorted.length % 2 == 1
                ? sorted[sorted.length / 2]
                : (sorted[sorted.length / 2 - 1] + sorted[sorted.length / 2]) / 2;
    }

    static double perSecond(List<Measurement> rounds) {
        return median(rounds, Measurement::perSecond);
    }

    /** Cores that the load's own process took. */
    double driverCores() {
        return load.driverCpuSeconds() / load.measuredSeconds();
    }

    double perResult(long count) {
        return results == 0 ? 0 : (double) count / results;
    }

    /** A sentence about whatever a reader must know of this round, or "". */
    String remarks() {
        StringBuilder text = new StringBuilder();
        if (rows < results) {
            text.append(results - rows)
                    .append(" of ")
                    .append(results)
                    .append(" results did not exist on both databases after 1 s; ");
        } else if (rows > results) {
            text.append(rows - results).append(" more rows than results; ");
        }
        TreeMap<String, Long> others = new TreeMap<>();
        load.counts().properties().forEach(field -> {
            boolean ordinary = List.of("results", "wins", "losses").contains(field.getKey());
            if (!ordinary && field.getValue().asLong() > 0) {
                others.put(field.getKey(), field.getValue().asLong());
            }
        });
        others.forEach(
                (name, count) -> text.append(count).append(' ').append(name).append("; "));
        if (load.unanswered() > 0) {
            text.append(load.unanswered()).append(" without an answer; ");
        }
        return text.toString();
    }
}
