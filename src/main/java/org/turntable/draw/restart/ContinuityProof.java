package org.turntable.draw.restart;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Decides whether a restarted Redis has lost nothing of a campaign that a player was told. Redis executes and logs one
 * command after the other, and after a restart it has the commands up to one of them. So it has every answered draw if
 * its stream has reached the latest entry that any process knows, and every process that may have answered one has
 * reported.
 */
final class ContinuityProof {
    /** What was decided. */
    sealed interface Verdict {}

    /** Nothing is lost. */
    record Proved() implements Verdict {}

    /** It is not known yet: these have not reported. */
    record Unheard(Set<String> processes) implements Verdict {}

    /** Something is lost, or the epoch has ended: the epoch cannot be continued in this run. */
    record Disproved(String reason) implements Verdict {}

    private ContinuityProof() {}

    /**
     * @param epoch the epoch that is to be continued
     * @param needed the processes that may have answered draws
     */
    static Verdict judge(RunState state, long epoch, Set<String> needed) {
        if (state.epoch().isEmpty() || state.epoch().getAsLong() != epoch) {
            return new Disproved("Redis has "
                    + (state.epoch().isEmpty()
                            ? "no epoch"
                            : "epoch " + state.epoch().getAsLong()));
        }
        for (Map.Entry<String, RunState.Report> report : state.reports().entrySet()) {
            RunState.Report reported = report.getValue();
            if (reported.epoch() != epoch) {
                return new Disproved(report.getKey() + " drew in epoch " + reported.epoch());
            }
            if (reported.known().compareTo(state.last()) > 0) {
                return new Disproved(report.getKey() + " knows entry " + reported.known() + ", and Redis only "
                        + state.last() + ": draws are lost");
            }
        }
        Set<String> unheard = new TreeSet<>(needed);
        unheard.removeAll(state.reports().keySet());
        return unheard.isEmpty() && !state.reports().isEmpty() ? new Proved() : new Unheard(unheard);
    }
}
