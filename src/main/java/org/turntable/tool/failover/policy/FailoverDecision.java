package org.turntable.tool.failover.policy;

/**
 * The step to execute now, and the reason for it.
 *
 * @param step the step
 * @param why the reason in words, for the journal and the operator
 */
public record FailoverDecision(Step step, String why) {
    /** Steps, the most urgent first. */
    public enum Step {
        /** Nothing has to be done. */
        NONE,
        /** Something is wrong that only an operator can repair. */
        REFUSE,
        /** A server carries the mark of a later term: this agent's folder is out of date, and it stops for good. */
        SUPERSEDED,
        /** Another agent holds a lock: this one stops. */
        STAND_DOWN,
        /** A promotion that was interrupted is resumed. */
        RESUME_PROMOTION,
        /**
         * A promotion that was interrupted is given up, because the former writer may have more: that one is opened.
         */
        ABANDON_PROMOTION,
        /** A switchover that was interrupted is reverted. */
        REVERT_SWITCHOVER,
        /** A member that is not the writer accepts writes: it is closed. */
        CLOSE_REPLICA,
        /** The writer is dead: the replica is promoted. */
        FAIL_OVER,
        /** The writer was restarted and is closed: the replica fetches everything the writer has and is promoted. */
        TAKE_OVER,
        /** The writer's disk is full: its process is killed, so that the replica can be promoted. */
        KILL_WRITER,
        /** The replica may have lost transactions: it may not be promoted until it was observed to have every one. */
        HOLD,
        /** The writer is opened as the cluster state says. */
        OPEN_WRITER,
        /** The replica is lost: the writer commits without it. */
        ENTER_SINGLE_COPY,
        /** The writer's process is started. */
        START_WRITER,
        /** The replica's process is started. */
        START_REPLICA,
        /** The replica is marked, which refuses log-ins. */
        MARK_REPLICA,
        /** The replica is made to replicate from the writer. */
        REJOIN,
        /** The replica has caught up: commits wait for it again. */
        RESTORE_PAIR,
        /** The mark on the disk of a server is not that of this term: it is stored again. */
        STORE_MARK
    }

    static final FailoverDecision NO_ACTION = new FailoverDecision(Step.NONE, "");

    static FailoverDecision of(Step step, String why) {
        return new FailoverDecision(step, why);
    }
}
