package org.turntable.tool.backup;

/** Receives the progress of a task that consists of steps. */
public interface StepListener {
    /** A step begins. */
    void begin(String what);

    /** Progress of the current step; total is 0 when unknown. */
    void progress(long done, long total, String unit);

    /** The current step is done. */
    void done(String how);

    /** Executes a step and reports it. */
    static void step(StepListener steps, String what, StepAction action) throws HostException {
        steps.begin(what);
        String how = action.run();
        steps.done(how == null ? "" : how);
    }

    /** The work of a step. */
    interface StepAction {
        /** @return a remark on the result; null for none */
        String run() throws HostException;
    }
}
