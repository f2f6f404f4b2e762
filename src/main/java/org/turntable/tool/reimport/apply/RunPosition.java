package org.turntable.tool.reimport.apply;

import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.tool.reimport.Checkpoint;
import org.turntable.tool.reimport.rule.ReimportTarget;
import org.turntable.tool.reimport.rule.ReimportTarget.Run;

/** Where a run resumes. The position is saved in the transaction that reaches it. */
final class RunPosition {
    private final ReimportTarget target;
    private final Run run;
    private final Throttle throttle;
    private Checkpoint start;

    RunPosition(ReimportTarget target, Run run, Throttle throttle) {
        this.target = target;
        this.run = run;
        this.throttle = throttle;
        this.start = Checkpoint.parse(run.position());
    }

    Run run() {
        return run;
    }

    /** Whether an earlier attempt of this run completed the step. */
    boolean isDone(Checkpoint step) {
        return start.compareTo(step) > 0
                || start.compareTo(step) == 0
                        && start.after().equals("done")
                        && step.after().equals("done");
    }

    /** The last key of the step that an earlier attempt completed; empty where the step begins. */
    String lastKey(Checkpoint step) {
        return start.compareTo(step) == 0 ? start.after() : "";
    }

    /** Moves the position back or forward: steps after it are done again. */
    void resumeAt(Checkpoint step) {
        start = step;
    }

    /**
     * Runs work in one transaction that also saves the position, then pauses.
     *
     * @param work returns the number of rows that it changed
     */
    void write(Checkpoint position, ReimportTarget.Work<Integer> work) throws DatabaseUnavailableException {
        long begun = System.nanoTime();
        int changed = target.inTransaction(tables -> {
            int rowsChanged = work.run(tables);
            tables.savePosition(run.id(), position.toString());
            return rowsChanged;
        });
        // Without changes the transaction took no locks that delay players.
        if (changed > 0) {
            throttle.pause(begun);
        }
    }
}
