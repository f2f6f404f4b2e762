package org.turntable.testing.bench.sessions;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.turntable.testing.load.LoadResult;

/**
 * One round of one variant on one page.
 *
 * @param perSecond right answers a second in the measured time
 * @param p50 median latency in ms
 * @param p99 in ms
 * @param commands what Redis executed, an answer
 * @param faults what was wrong with it, "" where every answer was right: a round with a fault is not counted
 */
record SessionRound(double perSecond, double p50, double p99, double commands, String faults) {
    static SessionRound of(LoadResult load, long commands, int lost) {
        StringBuilder faults = new StringBuilder();
        for (var wrong : load.counts().path("wrong").properties()) {
            faults.append(String.format(
                    Locale.ROOT,
                    "%,d of %,d answers: %s; ",
                    wrong.getValue().asLong(),
                    load.allAnswers(),
                    wrong.getKey()));
        }
        if (load.unanswered() > 0) {
            faults.append(load.unanswered()).append(" without an answer; ");
        }
        if (lost > 0) {
            faults.append(lost).append(" sessions did not hold what they had acknowledged last; ");
        }
        return new SessionRound(
                load.answersPerSecond(),
                load.p50(),
                load.p99(),
                (double) commands / Math.max(1, load.allAnswers()),
                faults.toString());
    }

    boolean counts() {
        return faults.isEmpty();
    }

    /** The middle one of the rounds that count; not a number where none does. */
    static double median(List<SessionRound> rounds, ToDoubleFunction<SessionRound> value) {
        double[] sorted = rounds.stream()
                .filter(SessionRound::counts)
                .mapToDouble(value)
                .sorted()
                .toArray();
        if (sorted.length == 0) {
            return Double.NaN;
        }
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
